"""What the board shows: the week, all weeks, and who is looking."""

import re
from datetime import date

import pytest
from django.utils import timezone

from boards.models import Column
from projects.models import Role
from tests.boards.board.reading import card_of, numbers, sentence
from tests.card_files import new_file
from tests.conftest import client_for
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# --- Which week ---------------------------------------------------------------------------------------------


@pytest.fixture
def spread(project, weeks):
    """Cards 1 to 4: one for each week, and one for later."""
    return [CardFactory(project=project, milestone=week) for week in [*weeks, None]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [2]),
        ("?week=1", [1]),
        ("?week=2", [2]),
        ("?week=3", [3]),
        ("?week=later", [4]),
        ("?week=all", [1, 2, 3, 4]),
        ("?week=4", [2]),
        ("?week=nonsense", [2]),
        ("?week=03", [2]),
        ("?week=", [2]),
    ],
)
def test_the_address_says_which_week_is_shown_and_nonsense_means_this_one(show, spread, query, found):
    assert numbers(show(query)) == found


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_week_that_the_plan_does_not_have_is_said_not_to_be_there(show, weeks, number):
    assert sentence(show(f"?week={number}")).startswith(f"There is no week {number}; this is week 2.")


@pytest.mark.parametrize("query", ["", "?week=1", "?week=03", "?week=later", "?week=all", "?week=nonsense"])
def test_no_other_week_is_said_not_to_be_there(show, weeks, query):
    assert "There is no week" not in sentence(show(query))


@pytest.mark.parametrize(
    ("query", "marked"), [("", ["2"]), ("?week=3", ["3"]), ("?week=later", ["Later"]), ("?week=all", ["All"])]
)
def test_the_strip_marks_the_week_that_is_shown(show, weeks, query, marked):
    links = re.findall(r'<a class="week"[^>]*aria-current="true"[^>]*>(.*?)</a>', show(query).text, re.S)
    assert [re.search(r"(\d+|Later|All)<", link)[1] for link in links] == marked


def test_the_strip_marks_the_week_that_is_on(show, weeks):
    found = re.findall(r'<a class="week".*?data-when="(\w+)"', show("?week=1").text, re.S)
    assert found == ["past", "now", "next"]


def test_a_project_without_a_plan_shows_all_its_cards(as_member, project):
    project.milestones.all().delete()
    CardFactory(project=project)
    response = as_member.get(f"/p/{project.slug}/board/")
    assert numbers(response) == [1]
    assert "This project has no plan yet." in sentence(response)


def test_what_is_archived_or_deleted_is_not_shown(show, project, weeks):
    for away in ("archived_at", "deleted_at"):
        CardFactory(project=project, milestone=weeks[1], **{away: "2026-09-07T00:00Z"})
    assert numbers(show("?week=all")) == []


def test_cards_stand_in_their_columns_in_their_order(show, project, weeks):
    for column, position in (("done", 3), ("todo", 2), ("todo", 1), ("doing", 9)):
        CardFactory(project=project, milestone=weeks[1], column=column, position=position)
    assert numbers(show()) == [3, 2, 4, 1]


# --- All weeks ----------------------------------------------------------------------------------------------


def test_in_all_weeks_what_older_weeks_have_done_is_one_line_each(show, project, weeks):
    for week in weeks:
        for minutes in (60, 90):
            CardFactory(project=project, milestone=week, column="done", estimate_minutes=minutes)
    response = show("?week=all")
    assert numbers(response) == [3, 4, 5, 6]
    [fold] = re.findall(r'<li class="fold".*?>(.*?)</li>', response.text, re.S)
    assert "?week=1" in fold
    assert "2 cards, 2.5 h" in fold


def test_in_all_weeks_what_older_weeks_have_not_done_is_shown(show, spread):
    assert numbers(show("?week=all"))[0] == 1


def test_a_filter_unfolds_what_older_weeks_have_done(show, project, weeks):
    CardFactory(project=project, milestone=weeks[0], column="done", title="Findable")
    assert numbers(show("?week=all&q=findable")) == [1]


def test_all_weeks_are_grouped_by_week_and_later_comes_last(show, spread):
    board, _ = show("?week=all").text.split('<template id="weekheads">')
    heads = re.findall(r'<li class="weekhead".*?</li>', board, re.S)
    assert [re.search(r"<b>(.*?)</b>", head)[1] for head in heads] == ["W1", "W2", "W3", "Later"]


# --- Empty ------------------------------------------------------------------------------------------------------


def test_empty_columns_say_what_to_do(show, weeks):
    text = show().text
    assert all(
        words in text
        for words in ("Nothing planned for this week yet", "Nobody has started", "Nothing done yet")
    )


def test_empty_columns_tell_a_viewer_nothing_of_what_only_members_can_do(show, weeks, viewer):
    assert "Drag a card here" not in show("", client_for(viewer)).text


# --- Who is looking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "said"), [(Role.VIEWER, "viewer"), (Role.MEMBER, "writer"), (Role.OWNER, "writer")]
)
def test_the_page_says_whether_who_is_looking_may_write(show, project, weeks, role, said):
    person = MembershipFactory(project=project, role=role).user
    assert f'data-role="{said}"' in show("", client_for(person)).text


@pytest.fixture
def mine(project, weeks, member):
    """A member's own card, over the limit and blocked."""
    card = CardFactory(project=project, milestone=weeks[1], estimate_minutes=300, blocked_reason="No key")
    card.assignees.add(project.memberships.get(user=member))


def test_a_card_looks_the_same_to_everybody(show, mine, viewer, owner):
    pages = [show("", client) for client in (client_for(viewer), client_for(owner))] + [show()]
    assert len({card_of(page, 1) for page in pages}) == 1


def test_no_card_holds_a_form_or_a_token(show, mine):
    assert not re.search(r"<form|<input|csrf|hx-post", card_of(show(), 1))


@pytest.mark.parametrize("title", ["<b>bold</b>", "\u202eturned", 'a" onmouseover="x'])
def test_what_people_write_is_escaped_and_isolated_inside_hx_ignore(show, project, weeks, title):
    CardFactory(project=project, milestone=weeks[1], title=title, blocked_reason=title)
    card = card_of(show(), 1)
    assert "hx-ignore" in card[: card.index(">")]
    assert card.count("<bdi>") >= 2
    assert title in card or "<" in title or '"' in title
    assert "<b>bold" not in card
    assert 'a" on' not in card


def test_a_toast_for_what_was_just_done_is_shown_without_javascript(as_member, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    data = {"column": "done", "milestone": weeks[1].pk, "back": "?week=2&mine=1"}
    response = as_member.post("/p/parcel-vision/cards/1/move/", data)
    assert response["Location"] == "/p/parcel-vision/board/?week=2&mine=1&undo=1"
    assert "data-toast" in as_member.get(response["Location"]).text


def test_the_undo_of_a_toast_puts_the_card_back(as_member, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    as_member.post("/p/parcel-vision/cards/1/move/", {"column": "done", "milestone": weeks[1].pk})
    as_member.post("/p/parcel-vision/cards/1/undo/", {"event": 1})
    assert project.cards.get().column == Column.TODO


def test_a_late_drop_gets_a_409_with_a_sentence(as_member, project, card):
    card.delete_card(by=None)
    response = as_member.post(
        "/p/parcel-vision/cards/1/move/", {"column": "done", "milestone": ""}, headers={"HX-Request": "true"}
    )
    assert (response.status_code, response.text) == (409, "This card was deleted meanwhile.")
    assert response["Content-Type"].startswith("text/plain")


def test_the_page_of_a_deleted_card_is_not_there(as_member, card):
    card.delete_card(by=None)
    assert as_member.get("/p/parcel-vision/cards/1/move/").status_code == 404


def test_a_refused_move_without_javascript_shows_the_page_again(as_member, card):
    response = as_member.post(
        "/p/parcel-vision/cards/1/move/", {"column": "lost", "milestone": card.milestone_id}
    )
    assert (response.status_code, 'role="alert"' in response.text) == (422, True)


def test_another_projects_cards_and_people_are_not_on_the_board(show, weeks):
    other = ProjectFactory(name="Other project")
    CardFactory(
        project=other,
        title="Their card",
        milestone=MilestoneFactory(project=other, starts_on=date(2026, 9, 14)),
    )
    MembershipFactory(project=other, user__name="Their person")
    assert "Their" not in show("?week=all").text


# --- Once this week is closed -------------------------------------------------------------------------------
def close(week):
    week.closed_at = timezone.now()
    week.save()


def test_once_this_week_is_closed_the_board_opens_on_the_next_open_one(show, spread, weeks):
    close(weeks[1])
    assert numbers(show()) == [3]
    assert 'name="lines"' in show().text


def test_the_board_of_a_closed_week_leads_on_to_the_next_open_one(show, spread, weeks):
    close(weeks[1])
    assert '<a class="press" href="/p/parcel-vision/board/?week=3">On to week 3</a>' in show("?week=2").text


def test_once_every_week_is_closed_the_board_stays_in_this_one(show, spread, weeks):
    for week in weeks:
        close(week)
    assert numbers(show()) == [2]
    assert "On to week" not in show().text


def test_the_strip_still_marks_the_week_of_today_as_now(show, weeks):
    close(weeks[1])
    assert re.findall(r"</span>(\d)<em>now</em>", show().text) == ["2"]


def test_the_board_of_later_counts_no_hours_as_planned(show, project, weeks):
    CardFactory(project=project, milestone=None, estimate_minutes=27 * 60)
    assert sentence(show("?week=later")).startswith("1 card (27 h) for later. Cards that are not planned")


# --- What a card counts --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("count", "said"), [(1, "1 file"), (2, "2 files")])
def test_a_card_counts_its_files(show, weeks, project, member, count, said):
    card = CardFactory(project=project, milestone=weeks[1])
    for _ in range(count):
        card.attach(new_file(), by=member)
    assert said in re.sub(r"<[^>]+>|\s+", " ", card_of(show(), card.number)).replace("  ", " ")


@pytest.mark.usefixtures("files")
def test_a_card_counts_no_file_that_was_removed(show, weeks, project, member):
    card = CardFactory(project=project, milestone=weeks[1])
    event = card.attach(new_file(), by=member)
    card.remove_file(card.files.get(pk=event.data["file"]), by=member)
    assert "paperclip" not in card_of(show(), card.number)
