"""The page and the dialog in which a card is split: what they offer, what they refuse, and what they say."""

import re

import pytest
from django.urls import reverse

from boards.models import Card
from boards.models.card.splitting import MOST_PIECES
from boards.split.suggestion import offer, share_out
from tests.boards.test_queries import queries
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = pytest.mark.django_db

AS_A_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def big(project, week):
    return CardFactory(project=project, milestone=week, title="Boosted trees", estimate_minutes=540)


def address(card, name="split"):
    return reverse(name, args=[card.project.slug, card.number])


def send(client, card, titles=("One", "Two"), hours=("5", "4"), headers=None, **more):
    card.reload_locked()
    fields = {"title": titles, "hours": hours, "seen": card.split_base_hash, **more}
    return client.post(address(card), fields, headers=headers)


def estimates(project):
    return list(project.cards.on_board().in_order().values_list("title", "estimate_minutes"))


def offered(card):
    return [(draft.title, draft.estimate_minutes) for draft in offer(card)]


# --- What is offered ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("minutes", "count", "limit", "parts"),
    [
        (540, 3, 240, [180, 180, 180]),
        (600, 3, 240, [240, 180, 180]),
        (570, 3, 240, [210, 180, 180]),
        (241, 2, 240, [121, 120]),
        (240, 2, 240, [120, 120]),
        (60, 2, 240, [30, 30]),
        (180, 2, 90, [90, 90]),
        (1, 2, 240, [1, None]),
        (999 * 60, 52, 240, [20 * 60] * 11 + [19 * 60] * 41),
        (None, 2, 240, [None, None]),
    ],
)
def test_hours_are_shared_out_evenly_and_in_round_numbers(minutes, count, limit, parts):
    assert share_out(minutes, count, most=limit) == parts


def test_as_many_pieces_as_needed_are_offered_each_at_most_the_limit(big):
    assert offered(big) == [(f"Boosted trees ({n}/3)", 180) for n in (1, 2, 3)]


@pytest.mark.parametrize("minutes", [None, 60, 240])
def test_a_card_that_is_not_too_big_is_offered_in_two_pieces(big, minutes):
    big.estimate_minutes = minutes
    assert len(offered(big)) == 2


def test_open_tasks_are_the_titles_and_what_is_left_is_numbered(big):
    big.description = "- [x] Done\n- [ ] Train **it** with `defaults`\n- [ ] [Tune](https://example.org)"
    assert [title for title, _ in offered(big)] == ["Train it with defaults", "Tune", "Boosted trees (3/3)"]


def test_each_open_task_is_a_piece_even_where_fewer_would_do(big):
    big.description = "\n".join(f"- [ ] Task {n}" for n in range(5))
    assert offered(big) == [(f"Task {n}", 120 if n < 4 else 60) for n in range(5)]


def test_titles_that_are_offered_are_short_enough_to_be_saved(big):
    big.title = "x" * 200
    big.description = f"- [ ] {'y' * 300}"
    assert [len(title) for title, _ in offered(big)] == [200, 200, 200]


def test_the_end_of_a_long_title_is_not_cut_within_a_letter(big):
    big.title = "x" + "e\u0301" * 97 + "xxx"  # its number needs six of the 200
    assert offered(big)[0][0] == "x" + "e\u0301" * 96 + " (1/3)"


def test_eighty_hours_are_twenty_pieces_and_a_milestone_rather_than_a_card(as_member, big):
    Card.objects.update(estimate_minutes=80 * 60)
    page = as_member.get(address(big)).text
    assert page.count('name="title"') == 20 + 1  # the blank one
    assert "80 h is a milestone rather than a card" in page


def test_more_than_52_pieces_are_not_made_at_once(as_member, big):
    Card.objects.update(estimate_minutes=999 * 60)
    page = as_member.get(address(big)).text
    assert page.count('name="title"') == MOST_PIECES + 1
    assert "At most 52 pieces are made at once" in page


def test_the_page_says_what_becomes_of_everything(as_member, big):
    big.assignees.add(MembershipFactory(project=big.project, user__name="Chen Wei"))
    big.labels.add(LabelFactory(project=big.project, name="model"))
    page = as_member.get(address(big)).text
    assert "All keep <bdi>Chen</bdi> and <bdi>#model</bdi>." in page


def test_a_card_that_is_away_has_no_such_page(as_member, big):
    big.archive(by=None)
    assert as_member.get(address(big)).status_code == 404


# --- Splitting ------------------------------------------------------------------------------------------------
def test_pieces_that_add_up_are_saved_and_lead_back_to_the_board_with_a_way_back(as_member, project, big):
    answer = send(as_member, big, back="week=1")
    assert (answer.status_code, answer["Location"]) == (302, "/p/parcel-vision/board/?week=1&undo=1")
    assert estimates(project) == [("One", 300), ("Two", 240)]
    assert "Split into <b>2 cards</b>" in as_member.get(answer["Location"]).text


def test_a_script_gets_all_pieces_for_the_board_and_the_way_back(as_member, project, big):
    answer = send(as_member, big, headers=AS_A_SCRIPT).text
    assert all(f'id="card-{number}"' in answer for number in (1, 2))
    assert 'name="event" value="1"' in answer


def test_undo_takes_the_pieces_off_the_board_again(as_member, project, big):
    send(as_member, big)
    answer = as_member.post(address(big, "undo"), {"event": 1}, headers=AS_A_SCRIPT).text
    assert 'hx-target="#card-2" hx-swap="leave"' in answer
    assert estimates(project) == [("Boosted trees", 540)]


def test_hours_are_read_as_everywhere(as_member, project, big):
    send(as_member, big, titles=["One", "Two", "Three"], hours=["1:30", "90m", "6"])
    assert [minutes for _, minutes in estimates(project)] == [90, 90, 360]


def test_a_piece_over_the_limit_is_flagged_and_saved(as_member, project, big):
    page = as_member.get(address(big, "read-split"), {"hours": ["5", "4"]}).text
    assert "Piece 1 is over the 4-hour limit." in page
    assert send(as_member, big).status_code == 302
    assert [card.title for card in project.cards.too_big()] == ["One"]


def test_the_same_pieces_sent_twice_are_one_split(as_member, project, big):
    seen = big.split_base_hash
    assert send(as_member, big, request_id="r1", seen=seen).status_code == 302
    assert send(as_member, big, request_id="r1", seen=seen).status_code == 302
    assert project.cards.count() == 2


def test_other_pieces_under_the_same_id_are_not_passed_over(as_member, project, big):
    seen = big.split_base_hash
    send(as_member, big, request_id="r1", seen=seen)
    assert send(as_member, big, titles=["A", "B"], request_id="r1", seen=seen).status_code == 409


# --- Another sum ------------------------------------------------------------------------------------------------
def test_another_sum_is_saved_only_by_the_button_that_names_the_difference(as_member, project, big):
    refused = send(as_member, big, hours=["4", "4"])
    assert refused.status_code == 422
    assert (
        '<button class="button primary" type="submit" name="accept" value="-60">Save with 1 h less'
        in refused.text
    )
    assert "4 + 4 = 8 h</b>, 1 h less than before" in refused.text
    assert project.cards.count() == 1
    assert send(as_member, big, hours=["4", "4"], accept="-60").status_code == 302


def test_a_difference_that_was_agreed_to_for_other_hours_counts_for_nothing(as_member, project, big):
    assert send(as_member, big, hours=["4", "3"], accept="-60").status_code == 422
    assert project.cards.count() == 1


def test_a_card_without_an_estimate_can_become_any_number_of_hours(as_member, project, big):
    Card.objects.update(estimate_minutes=None)
    assert send(as_member, big, hours=["2", ""]).status_code == 302
    assert estimates(project) == [("One", 120), ("Two", None)]


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (["3", "4", "2"], "3 + 4 + 2 = 9 h</b>, the same as before"),
        (["3", "4,5", "2"], "3 + 4.5 + 2 = 9.5 h</b>, 0.5 h more than before"),
        (["", ""], "<b>0 h</b>, 9 h less than before"),
        (["1"] * 9, "9 pieces = 9 h</b>, the same as before"),
        (["3", "lots", "x" * 50], "The hours of pieces 2, 3 cannot be read"),
    ],
)
def test_what_is_being_typed_is_added_up(as_member, big, hours, says):
    page = as_member.get(address(big, "read-split"), {"hours": hours}).text
    assert says in page
    assert f"Split into {len(hours)} cards" in page
    assert ('class="tally off"' in page) == ("same" not in says)


# --- What is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"titles": ["One", " "]}, "Write what is to be done in this piece."),
        ({"titles": ["One", "x" * 201]}, "This has 201 characters; 200 are allowed."),
        ({"titles": ["One", "\u200b"]}, "This has only invisible characters."),
        ({"titles": ["One", "a\x00b"]}, "cannot be shown"),
        ({"hours": ["lots", "4"]}, "“lots” is not a number of hours."),
        ({"hours": ["0", "9"]}, "Zero hours is not an estimate."),
        ({"titles": ["One"], "hours": ["9"]}, "A card is split into 2 to 52 pieces."),
        ({"titles": ["x"] * 60, "hours": ["1"] * 60}, "A card is split into 2 to 52 pieces."),
        ({"titles": []}, "A card is split into 2 to 52 pieces."),
        ({"seen": ""}, "Reload the page"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_a_sentence(as_member, project, big, fields, sentence):
    for headers in ({}, AS_A_SCRIPT):
        answer = send(as_member, big, headers=headers, **fields)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert project.cards.count() == 1


def test_a_refused_page_keeps_what_was_typed(as_member, big):
    page = send(as_member, big, titles=["Train <b>", ""], hours=["lots", "½"]).text
    assert 'value="Train &lt;b&gt;"' in page
    assert re.search(r'name="hours" value="lots"[^>]*aria-invalid', page)
    assert 'value="½"' in page


def test_a_refusal_for_a_script_does_not_touch_the_fields(as_member, big):
    answer = send(as_member, big, titles=["", "Two"], headers=AS_A_SCRIPT).text
    assert 'hx-target="#split-pieces > li:nth-child(1) .fieldnote"' in answer
    assert 'name="title"' not in answer


def test_a_full_project_says_so(as_member, project, big, monkeypatch):
    monkeypatch.setattr("projects.limits.OPEN_CARDS", 1)
    answer = send(as_member, big)
    assert (answer.status_code, "at most 1 open cards" in answer.text) == (422, True)


# --- Meanwhile ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [{}, AS_A_SCRIPT])
def test_a_card_that_was_changed_meanwhile_is_shown_as_it_is_now(as_member, project, big, headers):
    seen = big.split_base_hash
    big.edit(title="Gradient boosting", by=None)
    big.move(column="doing", milestone_id=None, by=None)
    answer = send(as_member, big, seen=seen, headers=headers)
    assert answer.status_code == 409
    assert "Gradient boosting" in answer.text
    assert "It is now in In Progress, for later" in answer.text
    assert f'name="seen" value="{big.split_base_hash}"' in answer.text
    assert headers or 'value="Two"' in answer.text
    assert project.cards.count() == 1


def test_what_was_typed_can_be_saved_after_the_look_at_the_change(as_member, project, big):
    seen = big.split_base_hash
    big.estimate(480, by=None)
    page = send(as_member, big, seen=seen).text
    assert 'name="accept" value="60">Save with 1 h more' in page
    now = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert send(as_member, big, seen=now, accept="60").status_code == 302


def test_a_card_that_was_deleted_meanwhile_is_not_split(as_member, project, big):
    big.delete_card(by=None)
    answer = send(as_member, big, headers=AS_A_SCRIPT)
    assert (answer.status_code, answer.text) == (409, "This card was deleted meanwhile.")


# --- Without JavaScript -------------------------------------------------------------------------------------------
def test_a_button_adds_a_piece_and_keeps_what_was_typed(as_member, project, big):
    page = send(as_member, big, titles=["One", "Tw"], add="1").text
    assert re.findall(r'name="title" value="(\w*)"', page) == ["One", "Tw", "", ""]
    assert project.cards.count() == 1


def test_a_button_takes_a_piece_away(as_member, big):
    page = send(as_member, big, titles=["One", "Two", "Three"], hours=["1", "2", "3"], remove="1").text
    assert re.findall(r'name="title" value="(\w*)"', page) == ["One", "Three", ""]
    assert re.findall(r'name="hours" value="(\w*)"', page) == ["1", "3", ""]


def test_a_blank_piece_has_nothing_wrong_with_it_yet(as_member, big):
    assert send(as_member, big, titles=["One", ""]).text.count('data-field="title"') == 1


@pytest.mark.parametrize("place", ["9", "-1", "x", "", "9" * 40, "00009999"])
def test_a_piece_that_is_not_there_is_not_taken_away(as_member, big, place):
    page = send(as_member, big, titles=["One", "Two", "Three"], remove=place)
    assert (page.status_code, page.text.count('name="title"')) == (200, 4)


# --- Queries ------------------------------------------------------------------------------------------------------
def asked(client, card, count):
    card.reload_locked()
    card.description = "\n".join(f"- [ ] Task {n}" for n in range(count))
    card.save(update_fields=["description"])
    return queries(lambda: client.get(address(card)))


def test_the_page_asks_as_often_for_50_pieces_as_for_two(as_member, big):
    assert asked(as_member, big, 50) == asked(as_member, big, 2) <= 10


def split_into(client, card, count):
    Card.objects.update(estimate_minutes=None)
    card.assignees.add(MembershipFactory(project=card.project))
    card.labels.add(LabelFactory(project=card.project))
    return queries(lambda: send(client, card, ["x"] * count, ["1"] * count, AS_A_SCRIPT))


def test_a_split_asks_as_often_for_50_pieces_as_for_three(as_member, project, week, big):
    other = CardFactory(project=project, milestone=week)
    assert split_into(as_member, other, 50) == split_into(as_member, big, 3) <= 26
