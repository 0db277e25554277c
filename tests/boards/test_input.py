"""What people and scripts may send: it is kept as it was, or refused with a sentence; never half of either."""

import re

import pytest
from django.utils import timezone
from django.utils.html import escape

from boards.models import Card, Column, NewCard, Refused, create_cards
from projects import limits
from projects.limits import TITLE
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
BROKEN_ADDRESSES = ["http://[", "http://testserver/p/x/board/?" + "a&" * 7000, "\\", "?week=%FF&q=%00"]
SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"quoted\" and 'quoted'",
    "{{7*7}} {% csrf_token %}",
    "</textarea></title></bdi>",
    "<hx-partial hx-target='#board'>x</hx-partial>",
]
KEPT = [
    "x",
    "x" * TITLE,
    "🚂" * TITLE,
    "e\u0301 stays two signs",
    "שלום and مرحبا",
    "turned \u202eround",
    "👩\u200d👩\u200d👧 family",
    "100 % _sure_",
    "a\u200bb",
]
REFUSED = ["", "   ", "\u200b", "\u2060\ufeff", "\u3164", "\ufe0f", "a\x00b", "bell\x07", "x" * (TITLE + 1)]


def add(client, project, lines, **more):
    data = {"lines": lines, "column": "todo", "milestone": "", **more}
    headers = data.pop("headers", {})
    return client.post(f"/p/{project.slug}/cards/", data, headers=headers)


def move(client, card, headers=HTMX, **data):
    where = {"column": "done", "milestone": card.milestone_id, **data}
    return client.post(f"/p/{card.project.slug}/cards/{card.number}/move/", where, headers=headers)


def board(client, project, **query):
    return client.get(f"/p/{project.slug}/board/", query)


# --- Titles ----------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("title", KEPT)
def test_a_title_is_kept_as_it_was_typed(as_member, project, title):
    assert add(as_member, project, title).status_code == 302
    assert project.cards.get().title == title


@pytest.mark.parametrize("title", REFUSED)
def test_a_title_that_nobody_can_read_is_refused(as_member, project, title):
    response = add(as_member, project, title)
    assert response.status_code == 422
    assert not project.cards.exists()


@pytest.mark.both_databases
def test_a_lone_surrogate_is_refused(project, member):
    with pytest.raises(Exception, match="cannot be shown"):
        create_cards(project, [NewCard("half \ud83d a train")], column=Column.TODO, milestone=None, by=member)


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_refused_line_stands_in_its_field_as_it_was_typed(as_member, project, text):
    page = add(as_member, project, text + "x" * TITLE).text
    assert is_literally_in(page, text)
    assert 'aria-invalid="true"' in page
    assert "characters; 200 are allowed" in page


@pytest.mark.parametrize("text", SCRIPTS)
@pytest.mark.parametrize("field", ["title", "blocked_reason", "label", "name"])
def test_what_people_write_is_shown_as_text_on_the_board(as_member, project, week, field, text):
    person = MembershipFactory(project=project, user__name=text if field == "name" else "Ana")
    card = CardFactory(
        project=project, milestone=week, **{field: text} if field in ("title", "blocked_reason") else {}
    )
    card.assignees.add(person)
    card.labels.add(LabelFactory(project=project, name=text if field == "label" else "gcp"))
    assert is_literally_in(board(as_member, project).text, text)


def is_literally_in(page, text):
    """Every sign of it, and none of them as anything but a sign."""
    return escape(text) in page and (escape(text) == text or text not in page)


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_people_write_is_shown_as_text_in_the_answer_to_a_move(as_member, project, week, text):
    card = CardFactory(project=project, milestone=week, title=text)
    assert is_literally_in(move(as_member, card).text, text)
    assert is_literally_in(as_member.get(f"/p/{project.slug}/cards/{card.number}/move/").text, text)


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_people_write_is_shown_as_text_in_chips_and_toasts(as_member, project, week, text):
    chips = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": text}).text
    toast = add(as_member, project, text, headers=HTMX).text
    searched = board(as_member, project, q=text, label=text, person=text, week=text).text
    assert all(is_literally_in(page, text) for page in (toast, searched))
    assert escape(text) == text or text not in chips


def test_a_card_on_the_board_is_out_of_the_reach_of_htmx(as_member, project, card):
    page = board(as_member, project).text
    opening = page[page.index('id="card-1"') : page.index("<h3>")]
    assert "hx-ignore" in opening


def test_titles_are_isolated_so_that_they_cannot_turn_the_page_round(as_member, project, week):
    CardFactory(project=project, milestone=week, title="\u202eround")
    assert "<bdi>\u202eround</bdi>" in board(as_member, project).text


# --- Search ----------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("words", "found"), [("100%", [1]), ("a_b", [2]), ("%", [1]), ("_", [2]), ("\\", [3])]
)
def test_signs_that_databases_read_are_searched_for_as_they_are(as_member, project, week, words, found):
    for title in ("100% sure", "a_b", "back\\slash", "axb 1000"):
        CardFactory(project=project, milestone=week, title=title)
    assert shown(board(as_member, project, q=words)) == found


def shown(response):
    return sorted(int(number) for number in re.findall(r'id="card-(\d+)"', response.text))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "q",
    [
        "\x00",
        "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"),
        "x" * 5000,
        " ".join("abcdefghij" * 10),
        "#99999999999999999999",
        "# #",
        "(?=.*)",
        "'; DROP TABLE boards_card; --",
    ],
)
def test_no_search_breaks_the_board(as_member, project, card, q):
    assert board(as_member, project, q=q).status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query",
    [
        {"sort": "owner__password"},
        {"_connector": "OR", "title__regex": "("},
        {"week": "9" * 30},
        {"week": "-1"},
        {"week": "\x00"},
        {"person": str(2**63)},
        {"person": "-1"},
        {"person": "1e9"},
        {"label": "\x00"},
        {"undo": str(2**64)},
        {"undo": "-1"},
        {"page": "999999999999999999999"},
        {"mine": ["1", "2"], "over": "no", "blocked": "\x00"},
        {"week": ["1", "all"], "q": ["a", "b"]},
        {"q[]": "x", "week[]": "1"},
    ],
)
def test_what_an_address_says_wrongly_is_passed_over(as_member, project, card, query):
    assert board(as_member, project, **query).status_code == 200


# --- Addresses that the browser sends along --------------------------------------------------------------


@pytest.mark.parametrize("address", BROKEN_ADDRESSES)
def test_a_broken_current_address_does_not_make_a_saved_move_look_failed(as_member, card, address):
    response = move(as_member, card, headers={**HTMX, "HX-Current-URL": address})
    assert (response.status_code, project_column(card)) == (200, Column.DONE)


@pytest.mark.parametrize(
    "back", ["&a" * 7000, "\r\nSet-Cookie: x=1", "//evil.example/", "?next=//evil.example", "%"]
)
def test_whatever_a_form_says_of_where_it_was_the_way_back_is_this_board(as_member, project, card, back):
    response = move(as_member, card, headers={}, back=back)
    assert (response.status_code, project_column(card)) == (302, Column.DONE)
    assert response["Location"].startswith(f"/p/{project.slug}/board/?")
    assert "\n" not in response["Location"]


def project_column(card):
    return Card.objects.get(pk=card.pk).column


@pytest.mark.parametrize("shown", ["", "later", "all", "-1", str(2**63), "9" * 5000, "abc", "\x00", "١"])
def test_an_odd_week_shown_only_changes_what_is_counted(as_member, card, shown):
    assert move(as_member, card, week_shown=shown).status_code == 200


# --- Bodies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("lines=x&column=todo", "application/json", 422),
        ("{broken", "application/json", 422),
        ("lines=x&column=todo", "text/plain", 422),
        ("garbage", "multipart/form-data; boundary=", 400),
        ("&".join(f"f{n}=1" for n in range(7000)), "application/x-www-form-urlencoded", 400),
        ("lines=" + "x" * 2_000_000, "application/x-www-form-urlencoded", 400),
        ("lines=%FF%FE&column=%FF", "application/x-www-form-urlencoded", 422),
    ],
)
def test_a_body_that_is_no_form_of_ours_adds_nothing(as_member, project, body, kind, status):
    response = as_member.post(f"/p/{project.slug}/cards/", body, content_type=kind)
    assert response.status_code == status
    assert not project.cards.exists()


def test_a_body_sent_with_get_is_not_read(as_member, project, card):
    as_member.generic(
        "GET", f"/p/{project.slug}/cards/1/move/", "column=done", "application/x-www-form-urlencoded"
    )
    assert project_column(card) == Column.TODO


def test_of_a_field_sent_twice_the_last_counts(as_member, card):
    move(as_member, card, column=["done", "doing"])
    assert project_column(card) == Column.DOING


def test_a_position_cannot_be_sent(as_member, project, week, card):
    other = CardFactory(project=project, milestone=week, column=Column.DONE)
    move(as_member, card, position="1", version="99", number="77", project="1", done_at="2000-01-01")
    saved = Card.objects.get(pk=card.pk)
    assert (saved.position > other.position, saved.version, saved.number) == (True, 2, card.number)


def test_a_new_card_takes_nothing_from_fields_that_the_form_does_not_have(as_member, project, member):
    add(as_member, project, "One", number="99", version="9", position="1", estimate_minutes="7", author="1")
    card = project.cards.get()
    assert (card.number, card.version, card.estimate_minutes) == (1, 1, None)


# --- Labels and estimates at the foot of a column --------------------------------------------------------


def test_a_label_that_nobody_can_see_is_no_label(as_member, project):
    assert add(as_member, project, "Train #\u3164").status_code == 302
    assert not project.labels.exists()


def test_labels_that_only_the_database_takes_for_the_same_are_refused_with_a_sentence(
    as_member, project, monkeypatch
):
    LabelFactory(project=project, name="GCP")
    monkeypatch.setattr("boards.models.label.LabelQuerySet.named", forgetful_named)
    assert (
        add(as_member, project, "Train #gcp", headers=HTMX).text == "There is a label of this name already."
    )


def forgetful_named(self, project, names):
    """As where Python and the database differ about what is the same letter in another case."""
    self.model(project=project, name=names[0]).full_clean()


# --- Repeats ---------------------------------------------------------------------------------------------


def test_a_repeated_request_draws_the_card_as_it_is_and_not_as_it_would_have_been(project, card, member):
    move(client_for(member), card, request_id="r1")
    card.move(column=Column.DOING, milestone_id=card.milestone_id, by=member)
    answer = move(client_for(member), card, request_id="r1").text
    assert 'data-column="doing"' in answer
    assert 'data-column="done"' not in answer


def test_a_repeated_request_leaves_no_false_drawing_for_the_next_version(project, card, member):
    move(client_for(member), card, request_id="r1")
    card.move(column=Column.DOING, milestone_id=card.milestone_id, by=member)
    move(client_for(member), card, request_id="r1")
    card.estimate(60, by=member)
    assert 'data-column="doing"' in board(client_for(member), project).text.split('id="card-1"')[1][:200]


def test_a_repeat_that_would_be_refused_by_now_draws_the_card_as_it_is(project, card, member):
    """Its week is closed since: the verb has set a position by then."""
    client, there = client_for(member), MilestoneFactory(project=project, number=2)
    CardFactory(project=project, milestone=there, column=Column.DONE, position=5 * 2**20)
    move(client, card, request_id="r1", milestone=there.pk)
    card.move(column=Column.DOING, milestone_id=None, by=member)
    there.closed_at = timezone.now()
    there.save()
    move(client, card, request_id="r1", milestone=there.pk)
    drawn = board(client, project, week="later").text.split('id="card-1"')[1][:300]
    assert f'data-position="{Card.objects.get(pk=card.pk).position}"' in drawn


def test_a_repeat_for_which_the_project_is_too_full_by_now_draws_the_card_as_it_is(
    project, card, member, monkeypatch
):
    client = client_for(member)
    card.move(column=Column.DONE, milestone_id=card.milestone_id, by=member)
    move(client, card, request_id="r1", column=Column.DOING)
    card.move(column=Column.DONE, milestone_id=card.milestone_id, by=member)
    monkeypatch.setattr(limits, "OPEN_CARDS", 0)
    assert 'data-column="doing"' not in move(client, card, request_id="r1", column=Column.DOING).text


def test_a_repeated_move_of_a_card_that_stayed_offers_the_same_undo(as_member, card):
    first = move(as_member, card, request_id="r1")
    again = move(as_member, card, request_id="r1")
    assert (first.context["undo"].seq, again.context["undo"].seq) == (1, 1)


def test_a_repeat_of_a_move_to_a_week_that_is_gone_by_now_gets_the_first_event(project, card, member):
    week = MilestoneFactory(project=project, number=2)
    there = {"column": "todo", "milestone_id": week.pk, "by": member, "request_id": "r1"}
    first = card.move(**there)
    card.move(column="todo", milestone_id=None, by=member)
    week.delete()
    assert card.move(**there) == first


def test_a_repeat_of_the_addition_that_reached_the_limit_gets_the_first_events(project, member, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_CARDS", 1)
    there = {"column": "todo", "milestone": None, "by": member, "request_id": "r1"}
    first = create_cards(project, [NewCard("One")], **there)
    assert create_cards(project, [NewCard("One")], **there) == first


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_a_repeat_of_what_took_a_card_away_is_not_refused(card, member, verb):
    first = getattr(card, verb)(by=member, request_id="r1")
    assert getattr(card, verb)(by=member, request_id="r1") == first


def test_a_card_that_is_gone_refuses_a_request_that_is_new(card, member):
    card.delete_card(by=member, request_id="r1")
    with pytest.raises(Refused):
        card.archive(by=member, request_id="r2")


def test_the_same_line_sent_twice_adds_one_card(as_member, project):
    for _ in range(2):
        assert add(as_member, project, "Once", request_id="r1").status_code == 302
    assert project.cards.count() == 1


@pytest.mark.parametrize("request_id", ["x" * 61, "a b", "\x00", "<b>", "é"])
def test_a_request_id_that_no_page_makes_is_refused(as_member, project, card, request_id):
    assert move(as_member, card, request_id=request_id).status_code == 422
    assert add(as_member, project, "x", request_id=request_id).status_code == 422
