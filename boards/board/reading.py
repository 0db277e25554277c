"""The weeks and cards of a board page, by plain SQL: to build querysets takes longer than to run them."""

from django.db import connection

from boards.board.filters import BoardFilter
from boards.models.card.conditions import ON_BOARD_SQL
from boards.rendering.card import CardRow
from projects.models import Milestone, Project
from projects.statements import columns, reader

WEEKS = """
    SELECT EXISTS (SELECT 1 FROM projects_demo demo
                   WHERE demo.milestone_id = week.id AND (demo.state <> 'failed' OR demo.plays)), {columns}
    FROM projects_milestone week WHERE week.project_id = %s ORDER BY week.number"""
CARDS = f"""
    SELECT card.id, card.number, card.version, card."column", card.milestone_id
    FROM boards_card card WHERE card.project_id = %s AND {ON_BOARD_SQL} AND {{week}}
    ORDER BY card.position, card.id"""  # noqa: S608 - constants


def read_weeks(project: Project) -> tuple[list[Milestone], set[int]]:
    """Return the weeks of a project, and the ids of those with a demo that can be shown."""
    with connection.cursor() as cursor:
        cursor.execute(WEEKS.format(columns=columns("week", Milestone)), [project.pk])
        rows = cursor.fetchall()
    weeks, read, demos = [], reader(Milestone), set()
    for has_demo, *values in rows:
        [week] = read(values)
        week.project = project
        weeks.append(week)
        if has_demo:
            demos.add(week.pk)
    return weeks, demos


def read_cards(selection: BoardFilter) -> list[CardRow]:
    """Return the rows that `render_rows` takes: the cards of the week that is shown which the filters leave."""
    fitting = set(selection.matching().values_list("pk", flat=True)) if selection.is_filtered else None
    week, values = "card.milestone_id IS NULL", []
    if selection.is_all:
        week = "TRUE"
    elif selection.milestone:
        week, values = "card.milestone_id = %s", [selection.milestone.pk]
    with connection.cursor() as cursor:
        cursor.execute(CARDS.format(week=week), [selection.project.pk, *values])
        rows = cursor.fetchall()
    return rows if fitting is None else [row for row in rows if row[0] in fitting]
