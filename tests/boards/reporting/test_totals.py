"""Counts and hours: the truth of the database, from one place."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.models import Column
from boards.reporting.totals import EVERYTHING, IN_PLAN, LATER, Progress, ProjectTotals, Totals, read_totals
from tests.examples import examples
from tests.factories import CardFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "column": st.sampled_from(Column.values),
            "estimate_minutes": st.sampled_from([None, 1, 239, 240, 241, 59940]),
            "blocked_reason": st.sampled_from(["", "No key"]),
            "in_week": st.booleans(),
            "away": st.sampled_from([None, "archived_at", "deleted_at"]),
        }
    ),
    max_size=12,
)


def counted(cards):
    """The same figures in plain Python."""
    open_cards = [card for card in cards if card["column"] != "done"]
    return Totals(
        len(cards),
        sum(card["estimate_minutes"] or 0 for card in cards),
        sum((card["estimate_minutes"] or 0) > 240 for card in open_cards),
        sum(card["blocked_reason"] != "" for card in open_cards),
        sum(card["estimate_minutes"] is None for card in open_cards),
    )


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cards=CARDS)
def test_the_figures_are_what_one_would_count_by_hand(db, cards):
    project = ProjectFactory(slug=f"p{ProjectFactory._meta.model.objects.count()}")
    week = MilestoneFactory(project=project)
    for card in cards:
        fields = {name: card[name] for name in ("column", "estimate_minutes", "blocked_reason")}
        away = {card["away"]: "2026-09-07T00:00Z"} if card["away"] else {}
        CardFactory(project=project, milestone=week if card["in_week"] else None, **fields, **away)
    figures = ProjectTotals(project)
    on_board = [card for card in cards if not card["away"]]
    assert figures.for_week(EVERYTHING) == counted(on_board)
    for scope, in_week in ((week, True), (None, False), (IN_PLAN, True), (LATER, False)):
        for column in Column.values:
            chosen = [card for card in on_board if card["in_week"] == in_week and card["column"] == column]
            assert figures.for_week(scope, column) == counted(chosen)


@pytest.mark.parametrize(("minutes", "over"), [(None, 0), (239, 0), (240, 0), (241, 1)])
def test_exactly_the_limit_is_not_too_big(project, week, minutes, over):
    CardFactory(project=project, milestone=week, estimate_minutes=minutes)
    assert ProjectTotals(project).for_week(week).over == over


def test_the_limit_is_the_projects_own(week, project):
    CardFactory(project=project, milestone=week, estimate_minutes=90)
    project.card_limit_minutes = 60
    project.save()
    assert ProjectTotals(project).for_week(week).over == 1


def test_what_is_done_is_neither_too_big_nor_blocked(project, week):
    CardFactory(project=project, milestone=week, column="done", estimate_minutes=600, blocked_reason="No key")
    assert ProjectTotals(project).for_week(week) == Totals(1, 600, 0, 0)


def test_figures_of_many_projects_are_told_apart(project, week):
    other = ProjectFactory()
    CardFactory(project=project, milestone=week)
    CardFactory(project=other)
    CardFactory(project=other)
    found = read_totals([project.pk, other.pk])
    assert [sum(t.cards for t in found[each.pk].values()) for each in (project, other)] == [1, 2]


@pytest.mark.parametrize(
    ("done", "planned", "value", "most"),
    [
        (Totals(), Totals(), 0, 1),
        (Totals(1), Totals(3), 1, 3),
        (Totals(1, 60), Totals(3, 240), 60, 240),
        (Totals(2, 0), Totals(3, 240), 0, 240),
    ],
)
def test_progress_is_in_hours_as_soon_as_anything_is_estimated(done, planned, value, most):
    progress = Progress(done, planned)
    assert (progress.value, progress.max) == (value, most)
