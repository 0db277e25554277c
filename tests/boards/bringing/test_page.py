"""The list of cards that can be brought into a week: where they come from, and what they come to."""

import re

import pytest
from django.utils import timezone

from boards.models import Column
from boards.models.card.several import MOST_SEVERAL
from tests.factories import CardFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def address(number=3):
    return f"/p/parcel-vision/weeks/{number}/bring/"


@pytest.fixture
def show(as_member):
    return lambda query="", number=3, client=as_member: client.get(f"{address(number)}{query}")


@pytest.fixture
def count(as_member):
    """Send a form that brings nothing yet."""
    return lambda **data: as_member.post(address(), {"from": "2", "count": "1", **data})


def listed(answer):
    return re.findall(r"<bdi>(.*?)</bdi></label>", answer.text)


def ticked(answer):
    return re.findall(r'type="checkbox" name="cards" value="(\d+)-\S+" checked', answer.text)


def sources(answer):
    """The buttons of the sources, the one that is shown in brackets."""
    found = re.findall(r'aria-pressed="(\w+)"><b>(\d+)</b> (.*?)</button>', answer.text)
    return [f"[{n} {text}]" if pressed == "true" else f"{n} {text}" for pressed, n, text in found]


def said(answer):
    """What the ticked cards come to."""
    inside = re.search(r'id="bring-sum".*?<p>(.*?)</p>', answer.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", "", inside).split())


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# --- Where they come from -------------------------------------------------------------------------------------
def test_the_open_cards_of_the_last_week_before_that_has_any_are_listed(show, project, weeks):
    CardFactory(project=project, milestone=weeks[0], title="Too early")
    for column, title in (("todo", "To do"), ("doing", "Begun"), ("done", "Done")):
        CardFactory(project=project, milestone=weeks[1], column=column, title=title)
    CardFactory(project=project, title="Later")
    assert listed(show()) == ["Begun", "To do"]
    assert sources(show()) == ["[2 open in week 2]", "1 from Later"]


def test_weeks_in_between_that_left_nothing_are_passed_over(show, project, weeks):
    CardFactory(project=project, milestone=weeks[0], title="Left")
    CardFactory(project=project, milestone=weeks[1], column="done")
    weeks[1].closed_at = timezone.now()
    weeks[1].save()
    assert sources(show()) == ["[1 left in week 1]", "0 from Later"]
    assert listed(show()) == ["Left"]


def test_a_week_that_has_not_begun_is_a_source_only_if_it_is_asked_for(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], title="Of now")
    CardFactory(project=project, milestone=weeks[2], title="To come")
    assert listed(show(number=4)) == ["Of now"]
    assert listed(show("?from=3", number=4)) == ["To come"]


def test_a_week_that_was_taken_out_is_no_source(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    weeks[1].delete()
    assert sources(show()) == ["[1 from Later]"]


def test_what_is_archived_deleted_or_done_is_not_listed(show, project, weeks):
    now = timezone.now()
    CardFactory(project=project, milestone=weeks[1], archived_at=now)
    CardFactory(project=project, milestone=weeks[1], deleted_at=now)
    CardFactory(project=project, column="done")
    assert sources(show()) == ["[0 from Later]"]
    assert listed(show()) == []
    assert "Later is empty: every open card has a week." in show().text


def test_later_is_listed_when_it_is_asked_for(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    CardFactory(project=project, title="Someday")
    assert sources(show("?from=later")) == ["1 open in week 2", "[1 from Later]"]
    assert listed(show("?from=later")) == ["Someday"]


@pytest.mark.parametrize("asked", ["1", "3", "4", "99", "x", "", "²"])
def test_any_week_before_can_be_asked_for_and_nothing_else(show, project, weeks, asked):
    CardFactory(project=project, milestone=weeks[0], title="Of week 1")
    CardFactory(project=project, milestone=weeks[1], title="Of week 2")
    CardFactory(project=project, milestone=weeks[2], title="Here")
    CardFactory(project=project, milestone=weeks[3], title="Of week 4")
    assert listed(show(f"?from={asked}")) == ["Of week 1" if asked == "1" else "Of week 2"]


def test_a_list_of_more_than_a_hundred_has_an_end_and_says_so(show, project, weeks):
    CardFactory.create_batch(MOST_SEVERAL + 3, project=project, milestone=weeks[1])
    assert len(listed(show())) == MOST_SEVERAL
    assert "These are the first 100; 3 more are open in week 2." in text_of(show())


def test_a_card_over_the_limit_can_be_split_first(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=240)
    assert 'data-opens="split"' not in show().text
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=241)
    assert show().text.count('data-opens="split"') == 1


def test_nothing_can_be_brought_into_a_closed_week(show, weeks):
    weeks[2].closed_at = timezone.now()
    weeks[2].save()
    assert show().status_code == 409


def test_the_list_asks_as_often_for_60_cards_as_for_3(
    as_member, project, weeks, django_assert_max_num_queries, show
):
    cards = CardFactory.create_batch(60, project=project, milestone=weeks[1])
    MembershipFactory(project=project).cards.add(*cards)
    with django_assert_max_num_queries(6):
        show()


# --- What it comes to -----------------------------------------------------------------------------------------
def test_what_is_ticked_is_counted_beside_what_the_last_weeks_brought(count, project, weeks):
    CardFactory(project=project, milestone=weeks[0], column="done", estimate_minutes=600)
    for minutes in (90, 60, None):
        CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes)
    answer = count(cards=[f"2-todo-{weeks[1].pk}", f"3-todo-{weeks[1].pk}"])
    assert ticked(answer) == ["2", "3"]
    assert said(answer) == "2 cards, 2.5 h. Week 1 brought 10 h."
    assert 'max="600" value="150"' in answer.text
    assert "Bring 2 cards" in answer.text
    answer = count(cards=[f"3-todo-{weeks[1].pk}", f"4-todo-{weeks[1].pk}"])
    assert said(answer) == "2 cards, 1 h, 1 not estimated. Week 1 brought 10 h."


def test_what_the_week_holds_already_is_counted_with_it(count, project, weeks):
    CardFactory(project=project, milestone=weeks[2], estimate_minutes=120)
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=60)
    assert said(count(cards="2")) == (
        "1 card, 1 h. With what is planned: 2 cards, 3 h. Week 1 brought nothing."
    )
    assert "<progress" not in count(cards="2").text


def test_before_any_week_is_finished_nothing_is_compared(as_member, project, weeks):
    project.milestones.filter(number=1).delete()
    CardFactory(project=project, milestone=weeks[1])
    answer = as_member.post(address(), {"count": "1", "cards": "1"})
    assert said(answer) == "1 card, not estimated."


def test_nothing_is_ticked_at_first(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    assert (ticked(show()), said(show())) == ([], "No card is ticked. Week 1 brought nothing.")


def test_all_are_ticked_at_once(count, project, weeks):
    CardFactory.create_batch(3, project=project, milestone=weeks[1], estimate_minutes=60)
    answer = count(all="1")
    assert (ticked(answer), said(answer)[:12]) == (["1", "2", "3"], "3 cards, 3 h")


def test_a_ticked_card_stays_ticked_while_another_source_is_shown(count, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=60)
    CardFactory(project=project, estimate_minutes=120)
    later = count(show="later", cards=f"1-todo-{weeks[1].pk}")
    assert sources(later) == ["1 open in week 2", "[1 from Later]"]
    assert f'type="hidden" name="cards" value="1-todo-{weeks[1].pk}"' in later.text
    assert said(later).startswith("1 card, 1 h, from week 2.")
    both = count(show="2", cards=[f"1-todo-{weeks[1].pk}", "2-todo-later"])
    assert ticked(both) == ["1"]
    assert said(both).startswith("2 cards, 3 h, 1 of them from Later.")


def test_a_ticked_card_that_has_gone_meanwhile_is_not_counted(count, project, weeks):
    CardFactory(project=project, milestone=weeks[3])
    CardFactory(project=project, milestone=weeks[1], column="done")
    assert said(count(cards=[f"1-todo-{weeks[1].pk}", f"2-todo-{weeks[1].pk}"])).startswith(
        "No card is ticked."
    )


def test_to_count_changes_nothing(count, project, weeks):
    card = CardFactory(project=project, milestone=weeks[1])
    count(cards="1")
    card.refresh_from_db()
    assert card.milestone == weeks[1]


def test_while_one_ticks_a_script_gets_the_sum_alone(as_member, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=60)
    answer = as_member.post(address(), {"count": "1", "cards": "1"}, headers={"HX-Request": "true"})
    assert answer.text.count("<hx-partial") == 2
    assert "1 card, 1 h." in text_of(answer)
    assert "<form" not in answer.text


# --- Bringing -------------------------------------------------------------------------------------------------
def bring(client, *cards, **data):
    return client.post(address(), {"cards": cards, "back": "week=3", **data})


def where(project):
    """The number of each card's week, and its column."""
    return [
        (week, column)
        for week, column in project.cards.order_by("number").values_list("milestone__number", "column")
    ]


def test_ticked_cards_come_into_the_week_by_one_act_and_keep_their_columns(as_member, project, weeks):
    for column in ("todo", "doing", "todo"):
        CardFactory(project=project, milestone=weeks[1], column=column)
    CardFactory(project=project)
    answer = bring(as_member, f"1-todo-{weeks[1].pk}", f"2-doing-{weeks[1].pk}", "4-todo-later")
    assert where(project) == [(3, "todo"), (3, "doing"), (2, "todo"), (3, "todo")]
    first = project.events.first()
    assert answer["Location"] == f"/p/parcel-vision/board/?week=3&undo={first.seq}"
    assert [event.data.get("first") for event in project.events.order_by("seq")] == [
        None,
        first.seq,
        first.seq,
    ]


def test_what_somebody_else_has_brought_meanwhile_stays_out_and_is_said(as_member, project, weeks):
    for _ in range(4):
        CardFactory(project=project, milestone=weeks[1])
    project.cards.get(number=4).move(column="doing", milestone_id=weeks[3].pk, by=None)
    seen = [f"{number}-todo-{weeks[1].pk}" for number in range(1, 5)]
    answer = as_member.post(
        address(), {"cards": seen, "week_shown": weeks[2].pk}, headers={"HX-Request": "true"}
    )
    assert where(project) == [(3, "todo")] * 3 + [(4, "doing")]
    assert "3 of 4" in text_of(answer)
    assert "1 had gone" in text_of(answer)


def test_cards_that_have_all_gone_are_refused(as_member, project, weeks):
    CardFactory.create_batch(2, project=project, milestone=weeks[3], column=Column.DOING)
    answer = bring(as_member, f"1-todo-{weeks[1].pk}", f"2-todo-{weeks[1].pk}")
    assert answer.status_code == 409
    assert where(project) == [(4, "doing")] * 2


def test_a_repeated_request_brings_the_cards_once(as_member, project, weeks):
    CardFactory.create_batch(2, project=project, milestone=weeks[1])
    for _ in range(2):
        assert bring(as_member, "1", "2", request_id="once").status_code == 302
    assert project.events.count() == 2


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ([], "Tick at least one card."),
        (["x"], "One of these is no card."),
        ([str(number) for number in range(1, 102)], "At most 100 cards"),
    ],
)
def test_what_cannot_be_brought_is_said(as_member, project, weeks, cards, said):
    answer = bring(as_member, *cards)
    assert (answer.status_code, said in answer.text) == (422, True)
    answer = as_member.post(address(), {"cards": cards}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Content-Type"][:10]) == (422, "text/plain")


def test_the_week_may_be_closed_meanwhile(as_member, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    weeks[2].closed_at = timezone.now()
    weeks[2].save()
    assert bring(as_member, "1").status_code == 409
    assert where(project) == [(2, "todo")]
