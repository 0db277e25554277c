"""An installation of a million cards: one project, made by the product's verbs, and copied by SQL.

`python -m tests.bench million PROJECTS` fills an empty database, SQLite or PostgreSQL, and adds what is measured: the
board of a hundred cards, a person in a dozen projects, a superuser in three.
"""

import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from boards.closing import close_week
from boards.models import Card, CardFile, Column, Comment, Label, WeekSnapshot
from projects.models import (
    Demo,
    Event,
    Membership,
    Milestone,
    PlanTemplate,
    PlanTemplateWeek,
    Project,
    Role,
    User,
)
from tests.bench.boards import add, board_of, project_of_ten_weeks, team

TOKEN = "x0x"  # in every text of the original that has to be unique; each copy has its number there
WEEKLY = 10  # cards in each of ten weeks
COPIED = [
    *(User, Project, Milestone, Membership, Label, Card, Card.assignees.through, Card.labels.through),
    *(CardFile, Comment, WeekSnapshot, Event, Demo, PlanTemplate, PlanTemplateWeek),
]
BOSS, MINE = "boss", 12
SESSIONS = 5  # a copy, three of them expired
NUMBERS = """
    WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < %s)
    INSERT INTO """  # a WITH before an INSERT is one of the few that both databases take


def main(projects):
    """Return the seconds that it took, the rows of each table and the bytes of the database."""
    begun = time.monotonic()
    with transaction.atomic():
        steps = original()
        for model in COPIED:
            copy(model, steps, int(projects))
        add_sessions(SESSIONS * int(projects))
    for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
        run(statement)
    measured(int(projects))
    run("ANALYZE")
    rows = {model._meta.db_table: model._base_manager.count() for model in COPIED}
    return {"seconds": time.monotonic() - begun, "rows": rows, "bytes": size()}


# --- The original -----------------------------------------------------------------------------------------
def original():
    """Make one project of a hundred cards and 150 events; return how far apart the ids of copies are."""
    people = [
        User(username=f"{TOKEN}-{n}", name=f"Person {TOKEN} {n}", email=f"{TOKEN}-{n}@example.org")
        for n in range(8)
    ]
    project = project_of_ten_weeks(TOKEN, User.objects.bulk_create(people))
    for week in project.milestones.all():
        past = week.number < project.current_milestone().number
        add(project, WEEKLY, Column.DONE if past else Column.TODO, week)
        if past:
            close_week(week, {}, by=people[0])
    live(project, list(project.cards.filter(column=Column.TODO)), people)
    PlanTemplate.objects.all().delete()  # the one that every installation begins with
    PlanTemplate.of(project, by=people[0])
    Demo.objects.create(milestone=project.milestones.first(), person=people[1], shows=TOKEN, link="https://x")
    return {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in COPIED}


def live(project, cards, people):
    """Let people move cards and talk about them; a few cards leave the board."""
    for n, card in enumerate(cards[:20]):
        card.project = project
        card.move(column=Column.DOING if n % 2 else Column.DONE, milestone_id=card.milestone_id, by=people[1])
    for card in cards[:20]:
        card.comment(f"What {TOKEN} thinks of it", author=people[2], by=people[2])
    Card.objects.filter(pk__in=[card.pk for card in cards[:20]]).update(file_count=1)
    CardFile.objects.bulk_create(
        CardFile(card=card, name=f"{TOKEN}.csv", file=f"cards/{TOKEN}-{card.number}.bin", size=1)
        for card in cards[:20]
    )
    cards[0].delete_comment(cards[0].comments.get(), by=people[2])
    for card, leave in zip(cards[20:24], (Card.archive, Card.delete_card) * 2, strict=True):
        card.project = project
        leave(card, by=people[3])
    cards[24].project = project
    cards[24].block("No quota", by=people[3])


# --- Its copies -------------------------------------------------------------------------------------------
def copy(model, steps, copies):
    """Add so many copies of all rows of a table; a row refers to rows of its own copy."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(quoted(field.column) for field in fields)
    values = ", ".join(value(field, steps) for field in fields)
    table = quoted(model._meta.db_table)
    rows = f"SELECT {values} FROM copies, {table} AS row WHERE row.id <= {steps[model]} ORDER BY n, row.id"
    run(f"{NUMBERS} {table} ({columns}) {rows}", [copies])


def value(field, steps):
    """Return what a copy has in this column: another id, the number in place of the token, else the same."""
    column, target = f"row.{quoted(field.column)}", field.related_model or field.model
    if field.primary_key or (field.is_relation and target in steps):
        return f"{column} + n * {steps[target]}"
    if isinstance(field, (models.CharField, models.TextField)) and field.model not in (Event, WeekSnapshot):
        return f"REPLACE({column}, '{TOKEN}', CAST(n AS text))"
    return column


def add_sessions(count):
    now = timezone.now()
    table, expired = quoted(Session._meta.db_table), "CASE WHEN n %% 5 < 3 THEN %s ELSE %s END"
    dates = [connection.ops.adapt_datetimefield_value(now + timedelta(days=days)) for days in (-9, 9)]
    columns = "(session_key, session_data, expire_date)"
    rows = f"SELECT 'session-' || CAST(n AS text), 'nobody', CAST({expired} AS timestamp) FROM copies"
    run(f"{NUMBERS} {table} {columns} {rows}", [count, *dates])


def quoted(name):
    return connection.ops.quote_name(name)


def run(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def size():
    if connection.vendor == "postgresql":
        statement = "SELECT pg_database_size(current_database())"
    else:
        statement = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


# --- What is measured -------------------------------------------------------------------------------------
def measured(copies):
    """Add a board as an empty installation has it, and people who are in a few of the many projects."""
    people = team()
    board_of(100, people)
    boss = User.objects.create(
        username=BOSS, name="Boss", email="boss@example.org", is_staff=True, is_superuser=True
    )
    some = list(Project.objects.order_by("pk")[: copies + 1 : max(1, copies // MINE)][:MINE])
    Membership.objects.bulk_create(
        Membership(project=each, user=people[0], role=Role.MEMBER) for each in some
    )
    Membership.objects.bulk_create(Membership(project=each, user=boss, role=Role.OWNER) for each in some[:3])
