"""The stops of a standup, and what each shows."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from boards.models import Card, Column
from boards.standup.page import StandupPage
from projects.models import Project, Role, User
from tests.conftest import client_for
from tests.factories import CardFactory, DemoFactory, MembershipFactory, MilestoneFactory, UserFactory

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 9, 9, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def emeka(project):
    return MembershipFactory(project=project, user=UserFactory(name="Emeka Obi"))


@pytest.fixture
def card_of(project, week):
    """Makes a card of a member, at work or done for so many days."""

    def card_of(member, title, column=Column.TODO, days=0, **fields):
        at = timezone.now() - timedelta(days=days)
        started = at if column != Column.TODO else None
        done = at if column == Column.DONE else None
        given = {"milestone": week, "started_at": started, "done_at": done, **fields}
        card = CardFactory(project=project, title=title, column=column, **given)
        if member:
            card.assignees.add(member)
        return card

    return card_of


def shown(client, query=""):
    response = client.get(f"/p/parcel-vision/standup/{query}")
    assert response.status_code == 200
    return response.content.decode()


def at(member):
    return f"?stop={member.pk}"


def titles(html, column):
    """The titles in a list, from top to bottom."""
    part = html.split(f'id="column-{column}"')[1].split("</section>")[0]
    return re.findall(r"<h3><a [^>]*><bdi>(.*?)</bdi>", part)


def rail(html):
    part = html.split('id="su-rail"')[1].split("</nav>")[0]
    return re.findall(r"<bdi>(.*?)</bdi></a>", part)


def title(html):
    return re.search(r"<h1[^>]*><bdi>(.*?)</bdi>", html)[1]


# --- The stops ----------------------------------------------------------------------------------------------
def test_the_stops_are_what_is_blocked_everybody_by_name_nobody_and_the_wrap_up(
    as_owner, project, owner, emeka
):
    MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    User.objects.filter(pk=owner.pk).update(name="Zoe Berg")
    assert rail(shown(as_owner)) == ["Blocked", "Ana", "Emeka", "Zoe", "Nobody’s", "Wrap-up"]


def test_who_only_looks_on_has_no_stop(as_viewer, viewer, emeka):
    assert rail(shown(as_viewer)) == ["Blocked", "Emeka", "Nobody’s", "Wrap-up"]


def test_a_viewer_who_still_has_an_open_card_has_a_stop(as_member, project, card_of):
    late = MembershipFactory(project=project, user=UserFactory(name="Dara Novak"), role=Role.VIEWER)
    assert "Dara" not in rail(shown(as_member))
    card_of(late, "Hand over")
    assert "Dara" in rail(shown(as_member))


def test_two_of_one_first_name_are_told_apart(as_member, project):
    for name in ("Ana Lopes", "Ana Weiss"):
        MembershipFactory(project=project, user=UserFactory(name=name))
    assert {"Ana Lopes", "Ana Weiss"} <= set(rail(shown(as_member)))


def test_who_leaves_is_no_stop_any_more_and_who_joins_is_one(as_member, project, emeka):
    emeka.delete()
    MembershipFactory(project=project, user=UserFactory(name="Chen Wei"))
    html = shown(as_member, at(emeka))
    assert title(html) == "Nothing is blocked"
    assert [name in rail(html) for name in ("Emeka", "Chen")] == [False, True]


@pytest.mark.parametrize("stop", ["99999", "-1", "nobody-else", "1" * 400, "%00"])
def test_a_stop_that_is_gone_is_the_first(as_member, project, stop):
    assert title(shown(as_member, f"?stop={stop}")) == "Nothing is blocked"


def test_a_person_of_another_project_is_the_first_stop(as_member, project):
    stranger = MembershipFactory()
    html = shown(as_member, at(stranger))
    assert title(html) == "Nothing is blocked"
    assert str(stranger) not in html


def test_next_goes_to_whoever_has_not_been(as_member, project, member, emeka):
    ana = MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    html = shown(as_member, f"?stop={ana.pk}&been=blocked.{emeka.pk}")
    [query] = re.findall(r'href="([^"]*)" data-goes="on"', html)
    mine = project.memberships.get(user=member)
    assert query == f"?stop={mine.pk}&amp;been=blocked.{ana.pk}.{emeka.pk}"


def test_next_is_the_wrap_up_when_everybody_has_been_and_there_is_none_after_it(as_member, project, member):
    mine = project.memberships.get(user=member)
    html = shown(as_member, f"?stop={mine.pk}&been=blocked.nobody")
    assert re.findall(r'href="([^"]*)" data-goes="on"', html) == [
        f"?stop=wrap-up&amp;been=blocked.{mine.pk}.nobody"
    ]
    assert 'data-goes="on"' not in shown(as_member, "?stop=wrap-up")


def test_what_cannot_have_been_is_not_passed_on(as_member, project):
    html = shown(as_member, "?stop=nobody&been=77777.%3Cb%3E.blocked")
    assert "been=blocked.nobody" in html
    assert "77777" not in html.split('id="su-rail"')[1].split("</nav>")[0]


# --- A person -----------------------------------------------------------------------------------------------
def test_a_person_has_what_is_done_since_in_progress_and_next(as_member, project, emeka, card_of):
    happened = project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=2))
    card_of(emeka, "Yesterday's", Column.DONE, days=1)
    card_of(emeka, "Last week's", Column.DONE, days=6)
    card_of(emeka, "Younger", Column.DOING, days=1)
    card_of(emeka, "Older", Column.DOING, days=3)
    card_of(emeka, "First", position=10)
    card_of(emeka, "Second", position=20)
    card_of(None, "Nobody's")
    html = shown(as_member, at(emeka))
    assert happened.at.strftime("Done since %A") in html
    assert titles(html, "done") == ["Yesterday&#x27;s"]
    assert titles(html, "doing") == ["Older", "Younger"]
    assert titles(html, "todo") == ["First", "Second"]


def test_what_is_in_progress_counts_from_any_week_and_what_is_next_from_this_one(
    as_member, project, emeka, card_of
):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Begun early", Column.DOING, milestone=later)
    card_of(emeka, "Planned", milestone=later)
    html = shown(as_member, at(emeka))
    assert (titles(html, "doing"), titles(html, "todo")) == (["Begun early"], [])


def test_a_card_in_progress_says_for_how_long(as_member, emeka, card_of):
    card_of(emeka, "Old", Column.DOING, days=4)
    assert "4 days" in shown(as_member, at(emeka))


def test_one_sentence_says_what_is_done_and_what_is_left(as_member, project, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=2))
    card_of(emeka, "Done", Column.DONE, days=1, estimate_minutes=180)
    card_of(emeka, "Doing", Column.DOING, estimate_minutes=240)
    card_of(emeka, "To do", estimate_minutes=300)
    assert "3 h done since Monday, 9 h left this week" in shown(as_member, at(emeka))


def test_where_an_estimate_is_missing_cards_are_counted(as_member, project, emeka, card_of):
    card_of(emeka, "Doing", Column.DOING, estimate_minutes=240)
    card_of(emeka, "To do")
    assert "Nothing done today, 2 cards left this week" in shown(as_member, at(emeka))


def test_what_blocks_a_person_stands_above_their_lists(as_member, member, emeka, card_of):
    card_of(emeka, "Query", Column.DOING).block("No billing account", by=member)
    html = shown(as_member, at(emeka))
    assert (titles(html, "blocked"), titles(html, "doing")) == (["Query"], [])
    assert "since today" in html


def test_nobodys_cards_are_a_stop(as_member, emeka, card_of):
    card_of(None, "Ask support")
    card_of(emeka, "Emeka's")
    assert titles(shown(as_member, "?stop=nobody"), "todo") == ["Ask support"]


def test_a_card_of_two_people_is_at_both(as_member, project, member, emeka, card_of):
    mine = project.memberships.get(user=member)
    card_of(emeka, "Pair", Column.DOING).assignees.add(mine)
    assert [titles(shown(as_member, at(each)), "doing") for each in (emeka, mine)] == [["Pair"], ["Pair"]]


# --- What is blocked, and has not moved ---------------------------------------------------------------------
def test_the_first_stop_has_everybodys_blocked_cards(as_member, project, member, emeka, card_of):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Now", Column.DOING).block("No quota", by=member)
    card_of(None, "Later", milestone=later).block("No data", by=member)
    card_of(emeka, "Free", Column.DOING)
    html = shown(as_member)
    assert titles(html, "blocked") == ["Now", "Later"]
    assert title(html) == "Two cards are blocked"


def test_a_card_in_progress_since_before_has_not_moved(as_member, project, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    card_of(emeka, "Stuck", Column.DOING, days=3)
    card_of(emeka, "Fresh", Column.DOING, days=0)
    card_of(emeka, "Waiting")
    html = shown(as_member)
    assert titles(html, "still") == ["Stuck"]
    assert "One card has not moved since Tuesday." in html


def test_a_card_that_came_back_from_done_has_moved(as_member, project, member, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    Project.objects.update(seq=1)
    card = card_of(emeka, "Reopened", Column.DOING, days=3)
    for column in (Column.DONE, Column.DOING):
        Card(project=Project.objects.get(), number=card.number).move(
            column=column, milestone_id=card.milestone_id, by=member
        )
    assert titles(shown(as_member), "still") == []


def test_a_card_that_only_went_up_in_its_column_has_not_moved(as_member, project, member, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=1))
    Project.objects.update(seq=1)
    card_of(emeka, "Other", Column.DOING)
    card = card_of(emeka, "Stuck", Column.DOING, days=3)
    Card(project=Project.objects.get(), number=card.number).move(
        column=Column.DOING, milestone_id=card.milestone_id, top=True, by=member
    )
    assert titles(shown(as_member), "still") == ["Stuck"]


def numbers_read(project, stop):
    return {row.number for row in StandupPage(project, QueryDict(f"stop={stop}")).rows}


def test_of_the_backlog_the_first_stop_reads_what_is_blocked_and_in_progress_alone(project, emeka, card_of):
    card_of(emeka, "Waiting")
    card_of(None, "Waiting for later", milestone=None, estimate_minutes=6000)
    told = [card_of(emeka, "Blocked", blocked_reason="No quota"), card_of(None, "Begun", Column.DOING)]
    assert numbers_read(project, "blocked") == {card.number for card in told}


# --- The wrap-up --------------------------------------------------------------------------------------------
def test_the_wrap_up_says_what_is_left_against_the_days_there_are(as_member, card_of, emeka):
    card_of(emeka, "Done", Column.DONE, estimate_minutes=60)
    card_of(emeka, "To do", estimate_minutes=120)
    assert title(shown(as_member, "?stop=wrap-up")) == "2 h left, two days to Friday"


def test_the_wrap_up_names_what_is_blocked_and_too_big(as_member, project, member, emeka, card_of):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Query", Column.DOING).block("No quota", by=member)
    card_of(None, "Notebook", estimate_minutes=360)
    card_of(None, "Epic", milestone=later, estimate_minutes=3600)
    html = " ".join(shown(as_member, "?stop=wrap-up").split())
    assert "<b><bdi>Emeka Obi</bdi></b>. <bdi>No quota</bdi>, since today" in html
    assert "Notebook" in html
    assert "Epic" not in html


def test_of_the_backlog_the_wrap_up_reads_what_is_blocked_and_too_big_alone(project, emeka, card_of):
    card_of(emeka, "Waiting")
    card_of(emeka, "Begun", Column.DOING)
    card_of(None, "Too big for later", milestone=None, estimate_minutes=6000)
    told = [card_of(emeka, "Blocked", blocked_reason="No quota"), card_of(None, "Big", estimate_minutes=6000)]
    assert numbers_read(project, "wrap-up") == {card.number for card in told}


def test_the_wrap_up_has_the_weeks_demo_and_who_shows_it(as_member, week, emeka):
    assert "Nobody has handed one in." in shown(as_member, "?stop=wrap-up")
    DemoFactory(milestone=week, person=emeka.user, shows="Parcels are counted.")
    html = shown(as_member, "?stop=wrap-up")
    assert "<bdi>Emeka Obi</bdi> shows <bdi>Parcels are counted.</bdi>" in html


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-09-01", "0 h left, week 1 starts Monday 7 September"),
        ("2026-09-11", "2 h left, the demo is today"),
        ("2026-09-30", "2 h left, the demo was due Friday 11 September"),
    ],
)
def test_before_and_after_the_plan_the_days_are_said_otherwise(project, member, card_of, now, said):
    hours = 0 if said.startswith("0") else 120
    card_of(None, "Done", Column.DONE, estimate_minutes=60)
    if hours:
        card_of(None, "To do", estimate_minutes=hours)
    with time_machine.travel(f"{now}T09:00Z"):
        assert title(shown(client_for(member), "?stop=wrap-up")) == said


# --- Where there is nothing ---------------------------------------------------------------------------------
def test_who_is_alone_and_has_no_card_reads_that_there_is_nothing(project, owner):
    mine = project.memberships.get()
    html = shown(client_for(owner), at(mine))
    for sentence in ("Nothing yet", "Nothing started", "Nothing to do in this week"):
        assert sentence in html
    assert "Nothing is blocked" in shown(client_for(owner))


def test_a_project_without_a_plan_has_its_cards_for_later(as_member, project, week, emeka, card_of):
    card_of(emeka, "Some day", milestone=None)
    week.delete()
    html = shown(as_member, at(emeka))
    assert titles(html, "todo") == ["Some day"]
    assert title(shown(as_member, "?stop=wrap-up")) == "No week is planned"


def test_a_closed_last_week_takes_no_card(as_member, project, week, emeka):
    week.closed_at = timezone.now()
    week.save()
    html = shown(as_member, at(emeka))
    assert "data-quickadd" not in html
    assert title(shown(as_member, "?stop=wrap-up")) == "Week 1 is closed"


def test_an_archived_project_can_be_looked_at(as_member, project, emeka, card_of):
    card_of(emeka, "Left", Column.DOING)
    Project.objects.update(archived_at=timezone.now())
    html = shown(as_member, at(emeka))
    assert titles(html, "doing") == ["Left"]
    assert "su-acts" not in html


def test_a_viewer_sees_the_stops_without_a_button(as_viewer, emeka, card_of):
    card_of(emeka, "Doing", Column.DOING)
    html = shown(as_viewer, at(emeka))
    assert titles(html, "doing") == ["Doing"]
    assert "su-acts" not in html
    assert "data-quickadd" not in html


def test_a_list_ends_and_says_how_much_more_there_is(as_member, emeka, card_of):
    for place in range(53):
        card_of(emeka, f"Card {place}", position=place)
    html = shown(as_member, at(emeka))
    assert len(titles(html, "todo")) == 50
    assert "3 more on the board" in html


def test_a_script_gets_the_parts_of_the_stop_alone(as_member, emeka):
    response = as_member.get(f"/p/parcel-vision/standup/{at(emeka)}", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert all(f'id="{part}"' in html for part in ("su-rail", "su-stop", "su-steps"))


# --- Forms lead back ----------------------------------------------------------------------------------------
def test_a_move_without_a_script_leads_back_to_the_stop_with_its_undo(as_member, project, emeka, card_of):
    card = card_of(emeka, "Doing", Column.DOING)
    back = f"standup={emeka.pk}&been=blocked"
    data = {"column": "done", "milestone": card.milestone_id, "back": back}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/move/", data, follow=True)
    assert response.redirect_chain[0][0] == f"/p/parcel-vision/standup/?been=blocked&stop={emeka.pk}&undo=1"
    html = response.content.decode()
    assert titles(html, "done") == ["Doing"]
    assert f'name="back" value="standup={emeka.pk}&amp;been=blocked"' in html.split('id="toasts"')[1]


def test_unblocking_without_a_script_leads_back_to_the_stop(as_member, member, emeka, card_of):
    card = card_of(emeka, "Query", Column.DOING)
    card.block("No quota", by=member)
    data = {"reason": "", "back": f"standup={emeka.pk}"}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/block/", data)
    assert response.url == f"/p/parcel-vision/standup/?stop={emeka.pk}&undo=2"


def test_a_card_is_added_for_the_person_at_the_stop(as_member, project, week, emeka):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write it down 2h", "member": emeka.pk}
    as_member.post("/p/parcel-vision/cards/", {**data, "back": f"standup={emeka.pk}"})
    [card] = project.cards.all()
    assert (card.title, list(card.assignees.all())) == ("Write it down", [emeka])


def test_a_person_whom_the_line_names_as_well_is_on_it_once(as_member, project, week, emeka):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write @emeka", "member": emeka.pk}
    as_member.post("/p/parcel-vision/cards/", data)
    assert list(project.cards.get().assignees.all()) == [emeka]


def test_no_card_is_added_for_somebody_of_another_project(as_member, project, week):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write", "member": MembershipFactory().pk}
    response = as_member.post("/p/parcel-vision/cards/", data, headers={"HX-Request": "true"})
    assert (response.status_code, project.cards.count()) == (422, 0)


def test_a_card_is_taken_over_from_the_person_at_the_stop(as_member, project, member, emeka, card_of):
    card, mine = card_of(emeka, "Query", Column.DOING), project.memberships.get(user=member)
    data = {"member": mine.pk, "instead_of": emeka.pk, "back": f"standup={emeka.pk}"}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", data)
    assert response.url == f"/p/parcel-vision/standup/?stop={emeka.pk}&undo=2"
    assert list(card.assignees.all()) == [mine]
    assert list(project.events.values_list("kind", flat=True)) == ["assigned", "unassigned"]


def test_a_card_that_cannot_be_given_stays_with_whom_it_was(as_member, project, viewer, emeka, card_of):
    card, only_looks = card_of(emeka, "Query"), project.memberships.get(user=viewer)
    data = {"member": only_looks.pk, "instead_of": emeka.pk}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", data)
    assert (response.status_code, list(card.assignees.all())) == (422, [emeka])


def test_its_style_sheet_is_of_this_page_alone(as_member, project):
    assert "css/standup.css" in shown(as_member)
    assert "css/standup.css" not in as_member.get("/p/parcel-vision/board/").content.decode()
