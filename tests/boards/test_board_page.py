"""What the board shows: the week, the filters, the sentence of state, the flags."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from boards.models import Column
from projects.models import Role
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    """Of the second of three weeks; the demo is on the Friday."""
    with time_machine.travel("2026-09-16T10:00:00Z", tick=False):
        yield


@pytest.fixture
def weeks(project, week):
    more = [
        MilestoneFactory(project=project, number=n, starts_on=week.starts_on + timedelta(weeks=n - 1))
        for n in (2, 3)
    ]
    return [week, *more]


@pytest.fixture
def show(as_member, project):
    return lambda query="", client=as_member: client.get(f"/p/{project.slug}/board/{query}")


def numbers(response):
    return [int(number) for number in re.findall(r'id="card-(\d+)"', response.text)]


def text_of(response, css_id):
    """The words inside the element of this id, without tags."""
    inside = re.search(rf'id="{css_id}"[^>]*>(.*?)</(?:b|p|span|div|h1|h2)>', response.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split()).replace(" .", ".")


def card_of(response, number):
    return re.search(rf'<li class="[^"]*" id="card-{number}".*?</li>', response.text, re.S)[0]


def sentence(response):
    """The plain sentence under the title."""
    inside = re.search(r"</h1>\s*<p>(.*?)</p>", response.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split()).replace(" .", ".")


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


# --- Filters --------------------------------------------------------------------------------------------------


@pytest.fixture
def various(project, weeks, member):
    """1: mine and too big. 2: mine and blocked. 3: Bo's, too big, blocked, labelled gcp. 4: nobody's."""
    mine = project.memberships.get(user=member)
    bo = MembershipFactory(project=project, user__name="Bo Lind")
    cards = [
        CardFactory(project=project, milestone=weeks[1], title=f"Card {word}")
        for word in ("one", "two", "three", "four")
    ]
    for card, fields in zip(
        cards,
        (
            {"estimate_minutes": 300},
            {"blocked_reason": "No key"},
            {"estimate_minutes": 300, "blocked_reason": "No key"},
            {},
        ),
        strict=True,
    ):
        project.cards.filter(pk=card.pk).update(**fields)
    cards[0].assignees.add(mine)
    cards[1].assignees.add(mine)
    cards[2].assignees.add(bo)
    cards[2].labels.add(LabelFactory(project=project, name="gcp"))
    return bo


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mine=1", [1, 2]),
        ("over=1", [1, 3]),
        ("blocked=1", [2, 3]),
        ("mine=1&over=1", [1]),
        ("mine=1&over=1&blocked=1", []),
        ("label=gcp", [3]),
        ("label=GCP", [3]),
        ("label=nothing", []),
        ("person=BO", [3]),
        ("person=BO&mine=1", []),
        ("q=card", [1, 2, 3, 4]),
        ("q=TWO", [2]),
        ("q=card+three", [3]),
        ("q=three+one", []),
        ("q=%234", [4]),
        ("q=gcp", [3]),
        ("q=card&over=1&blocked=1&label=gcp&person=BO", [3]),
    ],
)
def test_filters_combine(show, various, query, found):
    assert numbers(show("?" + query.replace("BO", str(various.pk)))) == found


def test_search_looks_into_descriptions(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], description="Needs the **BigQuery** key")
    assert numbers(show("?q=bigquery")) == [1]


@pytest.mark.parametrize("q", ["ärger", "Ärger", "ÄRGER", "ärGER"])
def test_a_search_passes_over_the_case_of_every_letter(show, project, weeks, q):
    for title in ("Ärger", "Viel ärger", "ÄRGER im Netz", "Arger"):
        CardFactory(project=project, milestone=weeks[1], title=title)
    labelled = CardFactory(project=project, milestone=weeks[1], title="Other")
    labelled.labels.add(LabelFactory(project=project, name="ÄRGERLICH"))
    CardFactory(project=project, milestone=weeks[1], title="Described", description="Nur Ärger.")
    assert numbers(show(f"?q={q}")) == [1, 2, 3, 5, 6]


def test_a_pasted_sentence_of_many_words_can_be_searched_for(show, project, weeks):
    sentence = " ".join(f"ä{number}" for number in range(50))
    CardFactory(project=project, milestone=weeks[1], title=sentence.upper())
    assert numbers(show(f"?q={sentence}")) == [1]


def test_a_number_that_is_searched_for_is_also_a_word(show, project, weeks):
    for title in ("One", "Use 1 GPU"):
        CardFactory(project=project, milestone=weeks[1], title=title)
    assert numbers(show("?q=1")) == [1, 2]


def test_mine_is_nothing_for_somebody_who_has_no_card(show, various, viewer):
    assert numbers(show("?mine=1", client_for(viewer))) == []


def test_a_filter_says_how_many_of_how_many_it_shows(show, various):
    response = show("?mine=1")
    assert text_of(response, "n-todo").startswith("2 of 4")


def test_filters_stay_in_the_links_to_other_weeks_and_in_the_way_back(show, various):
    response = show("?mine=1&q=a+b")
    assert "?week=3&amp;mine=1&amp;q=a+b" in response.text
    assert 'name="back" value="?week=2&amp;mine=1&amp;q=a+b"' in response.text


def test_an_empty_column_says_whether_a_filter_hides_its_cards(show, various):
    response = show("?q=nothing+at+all")
    assert "No card here fits the filter" in response.text
    assert "4 are hidden." in " ".join(response.text.split())


# --- Counts, hours and flags ------------------------------------------------------------------------------------


def test_a_column_says_how_many_cards_and_hours_it_holds(show, project, weeks):
    for minutes in (60, 90, None):
        CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes)
    response = show()
    assert text_of(response, "n-todo") == "3 cards"
    assert text_of(response, "sum-todo") == "2.5 h"


@pytest.mark.parametrize(
    ("minutes", "column", "flagged"),
    [
        (241, "todo", True),
        (241, "doing", True),
        (240, "todo", False),
        (None, "todo", False),
        (600, "done", False),
    ],
)
def test_a_card_over_the_limit_is_flagged_unless_it_is_done(show, project, weeks, minutes, column, flagged):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes, column=column)
    response = show()
    assert ("is-over" in card_of(response, 1), 'class="flag over"' in card_of(response, 1)) == (
        flagged,
        flagged,
    )
    assert text_of(response, "count-over") == str(int(flagged))


def test_the_flag_says_in_words_by_how_much(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=330)
    assert "1.5 h over" in card_of(show(), 1)


def test_the_count_in_the_filter_is_the_number_of_cards_that_are_flagged(show, project, weeks):
    for number, minutes in enumerate((100, 240, 241, 300, 600)):
        CardFactory(
            project=project, milestone=weeks[1], estimate_minutes=minutes, column=Column.values[number % 3]
        )
    response = show()
    assert text_of(response, "count-over") == str(response.text.count('class="flag over"'))


def test_no_estimate_looks_different_from_any_estimate(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=1)
    response = show()
    assert "No estimate" in card_of(response, 1)
    assert "0.02 h" in card_of(response, 2)
    assert "No estimate" not in card_of(response, 2)


def test_a_blocked_card_says_why(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], blocked_reason="Waiting for the key")
    response = show()
    assert "Waiting for the key" in card_of(response, 1)
    assert text_of(response, "count-blocked") == "1"


def test_what_is_done_is_blocked_no_more(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], column="done", blocked_reason="Waiting for the key")
    response = show()
    assert "Waiting for the key" not in card_of(response, 1)
    assert text_of(response, "count-blocked") == "0"
    assert "data-card=" not in show("?blocked=1").text


def test_a_filtered_week_leads_to_the_same_filter_on_all_weeks(show):
    page = show("?week=1&q=damaged&blocked=1").text
    assert 'href="/p/parcel-vision/board/?week=all&amp;blocked=1&amp;q=damaged"' in page
    assert "In all weeks" not in show("?week=all&q=damaged").text


def test_a_search_from_a_page_of_no_week_looks_into_all_weeks(as_member, show):
    everywhere = '<input type="hidden" name="week" value="all">'
    assert everywhere in as_member.get("/p/parcel-vision/plan/").text
    assert everywhere not in show().text


def test_a_long_column_is_drawn_dense(show, project, weeks):
    CardFactory.create_batch(20, project=project, milestone=weeks[1])
    few = show().text
    CardFactory(project=project, milestone=weeks[1])
    assert ('data-density="compact"' in few, 'data-density="compact"' in show().text) == (False, True)


# --- The sentence of state -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-09-01", "Starts Monday 7 September. Demo due Friday 11 September: Kickoff (present plan)"),
        ("2026-09-07", "Four days left. Demo due Friday: Kickoff (present plan)"),
        ("2026-09-10", "One day left. Demo due Friday: Kickoff (present plan)"),
        ("2026-09-11", "The demo is today. Demo due Friday: Kickoff (present plan). Close week 1"),
        (
            "2026-09-13",
            "The demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
        (
            "2026-09-14",
            "Ended Sunday 13 September; the demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
        (
            "2026-09-20",
            "Ended Sunday 13 September; the demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
    ],
)
def test_the_sentence_says_how_long_there_is(show, weeks, day, said):
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        assert sentence(show("?week=1")) == said


def test_the_sentence_says_what_is_done_in_hours(show, project, weeks):
    for column, minutes in (("done", 90), ("todo", 60), ("doing", None)):
        CardFactory(project=project, milestone=weeks[1], column=column, estimate_minutes=minutes)
    assert sentence(show()).startswith("1.5 of 2.5 h done. Two days left.")


def test_the_sentence_counts_cards_as_long_as_nothing_is_estimated(show, project, weeks):
    for column in ("done", "todo", "todo"):
        CardFactory(project=project, milestone=weeks[1], column=column)
    assert sentence(show()).startswith("1 of 3 cards done.")


def test_later_has_no_demo_and_no_days_left(show, weeks):
    assert sentence(show("?week=later")) == "Cards that are not planned for a week yet."


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


def test_a_card_looks_the_same_to_everybody(show, various, viewer, owner):
    pages = [show("", client) for client in (client_for(viewer), client_for(owner))] + [show()]
    assert len({card_of(page, 1) for page in pages}) == 1


def test_no_card_holds_a_form_or_a_token(show, various):
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
        "/p/parcel-vision/cards/1/move/", {"column": "done"}, headers={"HX-Request": "true"}
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
