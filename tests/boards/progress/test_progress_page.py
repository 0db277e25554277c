"""The progress page: what it reads, by the project's own time, and that it shows the same as other pages."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.closing import Decision, close_week, unfinished
from boards.models import Column
from projects.models import Demo
from tests.boards.progress.plans import MONDAY, PAGE, WEEK_4, WRITTEN, at, card, plan
from tests.conftest import client_for
from tests.examples import examples
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


@pytest.fixture
def under_way(weeks):
    """Three finished weeks, 20 hours each and then 10, 30; 100 hours to go."""
    for week, hours in zip(weeks, [20, 10, 30], strict=False):
        card(week, hours, Column.DONE)
    card(weeks[3], 40)
    card(weeks[9], 60)


# --- What it says ---------------------------------------------------------------------------------------
@pytest.mark.usefixtures("under_way")
def test_it_opens_with_the_sentence(as_viewer):
    with at(WEEK_4):
        text = text_of(as_viewer.get(PAGE))
    assert "At this pace you finish between week 7 and week 10; the plan says week 10" in text
    assert "60 of 160 h done. A finished week brought 20 h on average; 14 h a week will do." in text


@pytest.mark.usefixtures("under_way")
def test_the_chart_is_an_image_with_a_title_and_a_description(as_viewer):
    with at(WEEK_4):
        html = as_viewer.get(PAGE).text
    for size in ("wide", "narrow"):
        assert f'role="img" aria-labelledby="burnup-{size} burnup-{size}-said"' in html
        assert f'<title id="burnup-{size}">Burn-up: hours done against hours planned</title>' in html
        assert re.search(f'<desc id="burnup-{size}-said">60 of 160 h done.*The table below holds', html)
    assert "style=" not in html


@pytest.mark.parametrize(
    ("day", "states"),
    [("2026-09-06", {"next"}), ("2026-09-07", {"now", "next"}), ("2026-11-16", {"past"})],
)
def test_no_week_is_now_before_the_plan_or_after_it(as_viewer, weeks, day, states):
    with at(f"{day}T10:00:00Z"):
        page = as_viewer.get(PAGE).context["page"]
        assert {row.when for row in page.rows} == states


@pytest.mark.usefixtures("under_way")
def test_the_table_has_a_row_for_every_week(as_viewer, weeks):
    with at(WEEK_4):
        page = as_viewer.get(PAGE).context["page"]
        rows = [(row.when, row.planned, row.done, row.all_work) for row in page.rows]
    assert rows[0] == ("past", "20 h", "20 h", "160 h")
    assert rows[3] == ("now", "40 h", "0 h", "160 h")
    assert rows[9] == ("next", "60 h", "–", "–")
    assert len(rows) == 10


@pytest.mark.usefixtures("under_way")
def test_a_week_that_is_over_and_not_closed_is_shown_as_such(as_viewer, weeks):
    weeks[0].closed_at = timezone.now()
    weeks[0].save()
    with at(WEEK_4):
        rows = as_viewer.get(PAGE).context["page"].rows
    assert [row.state == "open" for row in rows[:4]] == [False, True, True, False]


def test_over_the_limit_is_by_the_projects_own_limit_and_counts_what_is_done_as_well(
    as_viewer, weeks, project
):
    project.card_limit_minutes = 90
    project.save()
    card(weeks[0], 2, Column.DONE)
    card(weeks[0], 1.5)
    with at("2026-09-09T10:00Z"):
        response = as_viewer.get(PAGE)
    assert response.context["page"].rows[0].over == "1"
    assert "Over 1.5 h" in text_of(response)


def test_a_project_without_a_plan_has_nothing_to_show(as_viewer, project):
    project.milestones.all().delete()
    text = text_of(as_viewer.get(PAGE))
    assert "This project has no plan yet" in text
    assert "Week by week" not in text


@pytest.mark.usefixtures("weeks")
def test_a_plan_without_cards_has_a_table_and_no_chart(as_viewer):
    response = as_viewer.get(PAGE)
    assert "Nothing is planned yet" in text_of(response)
    assert '<svg class="chart' not in response.text
    assert len(response.context["page"].rows) == 10


def test_an_archived_project_tells_what_it_came_to(as_viewer, project, weeks):
    card(weeks[0], 3, Column.DONE)
    card(weeks[1], 4)
    project.archived_at = timezone.now()
    project.save()
    response = as_viewer.get(PAGE)
    assert "Finished with 3 of 7 h done" in text_of(response)
    assert "Change the plan" not in response.text


def test_cards_are_counted_where_nothing_is_estimated(as_viewer, weeks):
    card(weeks[0], column=Column.DONE)
    card(weeks[1], column=Column.DONE)
    card(weeks[5])
    with at("2026-09-22T10:00Z"):
        response = as_viewer.get(PAGE)
    assert "2 of 3 cards done." in text_of(response)
    assert "At this pace you finish in week 3;" in text_of(response)
    assert response.context["page"].rows[0].done == "1 card"


def test_what_is_for_later_is_not_in_the_plan(as_viewer, weeks, project):
    card(weeks[0], 3)
    CardFactory(project=project, estimate_minutes=600)
    response = as_viewer.get(PAGE)
    assert response.context["page"].series.total == 180
    assert "1 card (10 h) for later is not in the plan and not counted here." in text_of(response)


def test_names_of_weeks_are_text(as_viewer, weeks):
    weeks[0].goal = "<b>bold</b>"
    weeks[0].save()
    assert "<bdi>&lt;b&gt;bold&lt;/b&gt;</bdi>" in as_viewer.get(PAGE).text


def test_only_those_who_may_change_the_plan_are_shown_the_way_there(as_member, as_viewer):
    assert "Change the plan" in as_member.get(PAGE).text
    assert "Change the plan" not in as_viewer.get(PAGE).text


def test_the_demos_of_a_week_are_told_with_whose_they_are_and_how_long(as_viewer, weeks, member, owner):
    for person, seconds in ((member, 29), (owner, None)):
        Demo.objects.create(
            milestone=weeks[0], person=person, shows="It runs", link="https://example.org/", seconds=seconds
        )
    with at(WEEK_4):
        response = as_viewer.get(PAGE)
    assert f"{member.name} , 0:29; {owner.name} W2" in text_of(response)
    assert "1 of 10" in text_of(response)
    assert [row.due for row in response.context["page"].rows[1:5]] == ["None", "None", "Due Friday", "–"]


# --- The same numbers everywhere --------------------------------------------------------------------------
CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "column": st.sampled_from(Column.values),
            "estimate_minutes": st.sampled_from([None, 30, 240, 241]),
            "week": st.sampled_from([0, 1, 2, None]),
            "archived_at": st.sampled_from([None, None, None, WRITTEN]),
        }
    ),
    max_size=14,
)


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cards=CARDS, day=st.integers(-2, 25), choice=st.sampled_from([None, *Decision]))
def test_board_plan_home_and_progress_show_the_same_figures(db, cards, day, choice):
    """Before the plan, in it and after it, with the first week closed or not."""
    project = ProjectFactory()
    member = MembershipFactory(project=project).user
    weeks = plan(project, 3)
    for each in cards:
        fields = {**each, "milestone": None if each["week"] is None else weeks[each["week"]]}
        fields.pop("week")
        CardFactory(project=project, created_at=WRITTEN, **fields)
    with at(datetime(2026, 9, 7, 12, tzinfo=UTC) + timedelta(days=day)):
        if choice and day >= 0:
            close_week(weeks[0], {card.number: choice for card in unfinished(weeks[0])}, by=member)
        shown = screens(client_for(member), project)
    for row, *others in zip(shown.rows, shown.boards, shown.plan.rows, shown.home.weeks, strict=True):
        shows_the_same(shown.page, row, *others)
    assert str(shown.page.progress) == str(shown.plan.progress)
    assert shown.page.series.total == shown.page.series.scope[-1]


def shows_the_same(page, row, on_board, in_plan, at_home):
    account, unit = page.accounts[row.week.pk], page.unit
    assert str(on_board.status.progress) == str(in_plan.progress) == str(at_home.progress)
    assert str(account.progress) == str(in_plan.progress)
    assert row.done in {unit.with_unit(unit.of(in_plan.progress.done)), "–"}
    assert sums(account.done) == sums(in_plan.progress.done)
    assert sums(account.done + account.open) == sums(on_board.totals)


def sums(totals):
    return totals.cards, totals.minutes


def screens(client, project):
    get = lambda address: client.get(f"/p/{project.slug}/{address}").context  # noqa: E731
    page = get("progress/")["page"]
    [home] = [item for item in client.get("/").context["home"].projects if item.project == project]
    boards = [get(f"board/?week={number}")["board"] for number in (1, 2, 3)]
    return SimpleNamespace(page=page, rows=page.rows, home=home, boards=boards, plan=get("plan/")["plan"])


# --- What it costs ----------------------------------------------------------------------------------------
def queries(send):
    with CaptureQueriesContext(connection) as captured:
        assert send().status_code == 200
    return len(captured)


def test_the_page_asks_as_often_for_52_weeks_and_300_cards_as_for_one_of_each(as_member, project, week):
    with at(WEEK_4):
        card(week, 3, Column.DONE)
        send = partial(as_member.get, PAGE)
        send()
        few = queries(send)
        for number in range(2, 53):
            MilestoneFactory(project=project, number=number, starts_on=MONDAY + timedelta(weeks=number - 1))
        weeks = list(project.milestones.all())
        for number in range(300):
            moved = card(weeks[number % 52], number % 7 or None, Column.values[number % 3])
            if number % 10 == 0:
                moved.estimate(120, by=None)
        assert queries(send) == few
        assert few <= 14


def test_a_closed_week_adds_at_most_a_query(as_member, project, weeks):
    card(weeks[0], 3, Column.DONE)
    with at(WEEK_4):
        as_member.get(PAGE)
        few = queries(partial(as_member.get, PAGE))
        for week in weeks[:3]:
            week.closed_at = timezone.now()
            week.save()
        assert queries(partial(as_member.get, PAGE)) <= few + 1
