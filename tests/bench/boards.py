"""The boards that are measured; as a program it fills an empty database with them."""

from datetime import timedelta

from django.utils import timezone

from boards.models import Card, Column, NewCard, create_cards
from boards.models.card.ordering import GAP
from projects.limits import OPEN_CARDS
from projects.models import Project, Role, User
from projects.plans import PlannedWeek
from tests.bench import year

PEOPLE = 8
LABELS = ["data", "demo", "docs", "gcp", "model", "ui"]
SIZES = [100, 1000]
BIG = "big"  # as many cards in one column as a project may have
CROWD = "crowd"  # where sixteen people move cards
CHUNK = 50


def main():
    people = team()
    for size in SIZES:
        board_of(size, people)
    board_of(100, people, slug=CROWD)
    big_board(people)
    for slug in (year.CLOSED, year.LEFT_OPEN):
        year.year(slug, people)


def slug_of(size):
    return f"board-{size}"


def team():
    people = [
        User(username=f"person{n}", name=f"Person Number{n}", email=f"person{n}@example.org")
        for n in range(1, PEOPLE + 1)
    ]
    return User.objects.bulk_create(people)


def project_of_ten_weeks(slug, people):
    """A project in the middle of its fifth week."""
    weeks = [PlannedWeek(n, f"Goal of week {n}", f"Show what week {n} brought") for n in range(1, 11)]
    return Project.objects.set_up(
        name=f"The project {slug}",
        slug=slug,
        starts_on=timezone.now().date() - timedelta(days=4 * 7 + 2),
        weeks=weeks,
        by=people[0],
        people=[(person, Role.MEMBER) for person in people],
    )


def board_of(size, people, slug=None):
    """`size` cards in the week that is on, evenly in the three columns; every other week has a card as well."""
    project = project_of_ten_weeks(slug or slug_of(size), people)
    current = project.current_milestone()
    for place, column in enumerate(Column.values):
        add(project, len(range(place, size, len(Column.values))), column, current)
    for week in project.milestones.exclude(pk=current.pk):
        add(project, 1, Column.DONE if week.number < current.number else Column.TODO, week)
    return project


def big_board(people):
    """Written straight to the database: by the verbs it would take half a minute."""
    project = project_of_ten_weeks(BIG, people)
    week = project.current_milestone()
    cards = [
        Card(
            project=project, number=n, title=f"Card {n}", column=Column.TODO, position=n * GAP, milestone=week
        )
        for n in range(1, OPEN_CARDS + 1)
    ]
    Card.objects.bulk_create(cards, CHUNK)
    Project.objects.filter(pk=project.pk).update(last_number=OPEN_CARDS)


def add(project, count, column, week):
    team = list(project.memberships.with_people())
    drafts = [draft(n, team) for n in range(count)]
    for begin in range(0, count, CHUNK):
        create_cards(project, drafts[begin : begin + CHUNK], column=column, milestone=week, by=team[0].user)


def draft(n, team):
    """Every fifth card is too big, every eighth is nobody's, some have two people."""
    count = 0 if n % 8 == 0 else 1 + (n % 10 == 1)
    return NewCard(
        f"Feature view number {n}: route distance and weekday",
        estimate_minutes=360 if n % 5 == 0 else 60 * (n % 4 + 1),
        people=[team[(n + step) % len(team)] for step in range(count)],
        labels=[LABELS[n % len(LABELS)]],
    )
