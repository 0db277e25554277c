"""Several cards changed at once from the board: what is sent, what is answered, and the page without a script."""

import re

import pytest

from boards.models import Card, Column
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
AS_A_SCRIPT = {"HX-Request": "true"}
SEVERAL = "/p/parcel-vision/cards/several/"
BOARD = "/p/parcel-vision/board/"


@pytest.fixture
def cards(project, weeks):
    """Four cards in To Do of the second week."""
    return [CardFactory(project=project, milestone=weeks[1]) for _ in range(4)]


def named(*cards):
    return [f"{card.number}-{card.column}-{card.milestone_id or 'later'}" for card in cards]


@pytest.fixture
def send(as_member):
    return lambda cards, **fields: as_member.post(SEVERAL, {"cards": cards, **fields}, headers=AS_A_SCRIPT)


def toast(response):
    text = re.search(r'data-toast="[^"]*">\s*<p>(.*?)</p>', response.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", text[1]).split()) if text else ""


def move(card, by, **where):
    Card(project=card.project, number=card.number).move(milestone_id=card.milestone_id, by=by, **where)


# --- The answer ----------------------------------------------------------------------------------------------
def test_the_answer_draws_every_card_and_says_how_many(send, cards):
    answer = send(named(*cards[:3]), act="move", column="done")
    assert [f'id="card-{card.number}"' in answer.text for card in cards] == [True, True, True, False]
    assert toast(answer) == "3 cards moved to Done"


def test_what_was_left_out_is_counted_and_drawn_where_it_is(send, cards, member):
    sent = named(*cards)
    move(cards[0], member, column=Column.DOING)
    cards[1].archive(by=member)
    answer = send(sent, act="move", column="done")
    assert toast(answer) == "2 of 4 moved to Done, 2 had gone"
    assert 'data-column="doing"' in answer.text
    assert 'hx-target="#card-2" hx-swap="leave"' in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"act": "move", "milestone": ""}, "2 cards moved to Later"),
        ({"act": "label", "label": "#api"}, "2 cards got the label api"),
        ({"act": "archive"}, "2 cards archived"),
    ],
)
def test_the_message_says_what_was_done(send, cards, fields, said):
    assert toast(send(named(*cards[:2]), **fields)) == said


def test_the_message_names_the_week_that_cards_went_to(send, cards, weeks):
    assert toast(send(named(*cards), act="move", milestone=weeks[2].pk)) == "4 cards moved to week 3"


def test_cards_are_given_to_somebody_and_taken_from_them(send, cards, member, project):
    ana = project.memberships.get(user=member)
    given = toast(send(named(*cards[:2]), act="assign", member=ana.pk))
    taken = toast(send(named(*cards[:3]), act="unassign", member=ana.pk))
    assert given == f"2 cards given to {member}"
    assert taken == f"2 of 3 taken from {member}, 1 needed no change"


def test_a_single_card_has_the_message_and_the_undo_of_one(send, cards):
    answer = send([cards[0].number], act="move", column="done")
    assert toast(answer) == "Moved to Done"
    assert 'action="/p/parcel-vision/cards/1/undo/"' in answer.text


def test_the_message_offers_to_undo_all_of_it(send, as_member, cards, project):
    answer = send(named(*cards), act="move", column="done")
    address, event = re.search(
        r'<form action="([^"]+)".*?name="event" value="(\d+)"', answer.text, re.DOTALL
    ).groups()
    back = as_member.post(address, {"event": event}, headers=AS_A_SCRIPT)
    assert toast(back) == "4 cards put back"
    assert project.cards.filter(column=Column.TODO).count() == 4


def test_the_undo_says_what_it_has_left(send, as_member, cards, project, member):
    send(named(*cards), act="move", column="done", request_id="once")
    move(cards[0], member, column=Column.DOING)
    event = project.events.get(request_id="once")
    answer = as_member.post(f"{SEVERAL}undo/", {"event": event.seq}, headers=AS_A_SCRIPT)
    assert toast(answer) == "3 of 4 put back, 1 has been changed since"


def test_a_repeat_is_answered_as_the_first_time(send, cards, member):
    sent = named(*cards)
    move(cards[0], member, column=Column.DOING)
    first, again = (send(sent, act="move", column="done", request_id="once") for _ in range(2))
    assert toast(first) == toast(again) == "3 of 4 moved to Done, 1 had gone"
    assert len(re.findall('id="card-', again.text)) == len(re.findall('id="card-', first.text)) == 4


def test_the_figures_of_every_week_that_cards_left_are_brought_up_to_date(send, cards, weeks):
    other = CardFactory(project=cards[0].project, milestone=weeks[0])
    answer = send(named(cards[0], other), act="move", milestone=weeks[2].pk)
    assert all(f"bar-{week.pk}" in answer.text or f"week-{week.pk}" in answer.text for week in weeks)


# --- What is refused -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cards": [], "act": "archive"}, "Select at least one card."),
        (
            {"cards": ["1"] * 101, "act": "archive"},
            "At most 100 cards can be changed at once; 101 are selected.",
        ),
        ({"cards": ["1-up-2"], "act": "archive"}, "One of these is no card. Reload the page."),
        ({"cards": ["1"]}, "Choose what to do with the cards."),
        ({"cards": ["1"], "act": "assign"}, "Choose a person."),
        ({"cards": ["1"], "act": "label", "label": "#"}, "Write the label&#x27;s name."),
        ({"cards": ["1"], "act": "label"}, "Write the label&#x27;s name."),
        ({"cards": ["1"], "act": "move", "milestone": "x"}, "This is not a week of the plan."),
        ({"cards": ["1"], "act": "assign", "member": "99999"}, "This person does not work on the project."),
    ],
)
def test_each_refusal_has_a_sentence_for_scripts_and_on_the_page(as_member, cards, fields, said):
    by_script = as_member.post(SEVERAL, fields, headers=AS_A_SCRIPT)
    page = as_member.post(SEVERAL, fields)
    assert (by_script.status_code, page.status_code) == (422, 422)
    assert by_script.text == said.replace("&#x27;", "'")
    assert said in page.text


def test_a_closed_week_refuses_all_of_it(send, cards, weeks):
    weeks[2].closed_at = weeks[2].project.created_at
    weeks[2].save()
    answer = send(named(*cards), act="move", milestone=weeks[2].pk)
    assert (answer.status_code, answer.text) == (422, "Week 3 is closed. Choose a week that is still open.")


def test_when_all_have_gone_it_is_said(send, cards, member):
    sent = named(*cards[:2])
    for card in cards[:2]:
        move(card, member, column=Column.DOING)
    answer = send(sent, act="archive")
    assert (answer.status_code, answer.text) == (409, "Nothing was changed: 2 had gone.")


# --- The page ------------------------------------------------------------------------------------------------
def values(response):
    return re.findall(r'name="cards" value="([^"]+)"( checked)?', response.text)


def test_the_page_lists_what_the_board_shows_and_checks_what_was_chosen(as_member, cards, weeks, member):
    CardFactory(project=cards[0].project, milestone=weeks[0])
    cards[1].archive(by=member)
    page = as_member.get(f"{SEVERAL}?week=2&cards=3&act=archive")
    first, _, third, fourth = named(*cards)
    assert values(page) == [(first, ""), (third, " checked"), (fourth, "")]
    assert 'value="archive" checked' in page.text


def test_the_page_keeps_to_the_filters_of_the_board(as_member, cards, project):
    cards[2].labels.add(LabelFactory(project=project, name="api"))
    page = as_member.get(f"{SEVERAL}?week=2&label=api")
    assert [value for value, _ in values(page)] == named(cards[2])
    assert 'name="back" value="?week=2&amp;label=api"' in page.text


def test_without_a_script_it_leads_back_to_the_board_which_says_what_was_done(as_member, cards, project):
    sent = {"cards": named(*cards[:2]), "act": "move", "column": "", "milestone": "own", "top": "1"}
    answer = as_member.post(SEVERAL, {**sent, "column": "done", "back": "?week=2"}, follow=True)
    assert answer.redirect_chain == [(f"{BOARD}?week=2&undo={project.events.first().seq}", 302)]
    assert toast(answer) == "2 cards moved to Done"
    assert f'<form action="{SEVERAL}undo/"' in answer.text


def test_without_a_script_the_undo_says_what_it_has_left(as_member, cards, project, member):
    as_member.post(SEVERAL, {"cards": named(*cards), "act": "move", "column": "done"})
    first = project.events.first()
    move(cards[0], member, column=Column.DOING)
    answer = as_member.post(f"{SEVERAL}undo/", {"event": first.seq, "back": "?week=2"}, follow=True)
    assert toast(answer) == "3 of 4 put back, 1 has been changed since"
    assert "data-undo" not in answer.text


def test_a_board_with_filters_says_which_of_the_cards_it_hides(as_member, cards, project):
    label = LabelFactory(project=project, name="api")
    label.cards.set(cards[:2])
    sent = {"cards": named(*cards[:2]), "act": "unlabel", "label": "api", "back": "?week=2&label=api"}
    assert "The filters hide 2 of them." in toast(as_member.post(SEVERAL, sent, follow=True))


def test_what_was_refused_is_still_on_the_page(as_member, cards, project):
    ana = MembershipFactory(project=project)
    sent = {
        "cards": named(cards[1]),
        "act": "label",
        "label": "",
        "member": ana.pk,
        "column": "doing",
        "back": "?week=2",
    }
    page = as_member.post(SEVERAL, sent)
    assert [chosen for _, chosen in values(page)] == ["", " checked", "", ""]
    assert f'value="{ana.pk}" selected' in page.text
    assert 'value="doing" selected' in page.text


def test_the_page_asks_as_much_for_many_cards_as_for_few(
    as_member, cards, project, django_assert_num_queries
):
    CardFactory.create_batch(30, project=project, milestone=cards[0].milestone)
    as_member.get(f"{SEVERAL}?week=2")
    with django_assert_num_queries(5):
        as_member.get(f"{SEVERAL}?week=2")


def test_the_page_of_a_move_leads_here_with_its_card_chosen(as_member, cards):
    assert (
        f'href="{SEVERAL}?week=2&amp;cards=2&amp;act=move"'
        in as_member.get("/p/parcel-vision/cards/2/move/").text
    )


def test_the_page_of_all_weeks_lists_one_week_after_the_other_and_names_them(
    as_member, cards, weeks, project
):
    later = CardFactory(project=project)
    first = CardFactory(project=project, milestone=weeks[0])
    page = as_member.get(f"{SEVERAL}?week=all")
    assert [value for value, _ in values(page)] == named(first, *cards, later)
    assert f"<bdi>{first.title}</bdi> · W1" in page.text


def test_a_single_card_of_the_act_that_is_put_back_is_not_told_as_all_of_them(
    send, as_member, cards, project
):
    send(named(*cards), act="move", column="done", request_id="once")
    first = project.events.get(request_id="once")
    sent = {"event": first.seq}
    answer = as_member.post(f"/p/parcel-vision/cards/{first.card_number}/undo/", sent, headers=AS_A_SCRIPT)
    assert toast(answer).startswith("Taken back")
    assert project.cards.filter(column=Column.DONE).count() == 3


@pytest.mark.parametrize("count", [1, 2])
def test_without_a_script_it_is_said_that_nothing_needed_a_change(as_member, cards, project, count):
    sent = {"cards": named(*cards[-count:]), "act": "move", "milestone": "own", "back": "?week=2"}
    answer = as_member.post(SEVERAL, sent)
    assert (answer.status_code, project.events.count()) == (422, 0)
    assert f"Nothing was changed: {count} needed no change." in answer.text
