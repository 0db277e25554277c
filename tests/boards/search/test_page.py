"""What a search says of what it finds: where it is, why it was found, what else there is."""

import pytest
from django.utils import timezone

from boards.models import Comment
from tests.boards.search.pages import found, lines, marked, search
from tests.boards.test_queries import fill, queries
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def weeks(project, week):
    return [week, *(MilestoneFactory(project=project, number=number) for number in (2, 3))]


def test_cards_of_the_week_on_the_board_come_before_others_and_those_that_are_done_last(
    as_viewer, project, weeks
):
    for week, column in ((weeks[2], "todo"), (None, "doing"), (weeks[0], "done"), (weeks[1], "doing")):
        CardFactory(project=project, milestone=week, column=column, title="Predict")
    assert lines(search(as_viewer, project, "predict", week="2"))[:-1] == [
        "Week 2, on this board",
        "Predict #4, In Progress",
        "Other weeks",
        "Predict #1, week 3, To Do",
        "Predict #2, Later, In Progress",
        "Predict #3, week 1, Done",
    ]


@pytest.mark.parametrize(
    ("shown", "groups"),
    [
        ("later", ["Later, on this board", "Other weeks"]),
        ("all", ["On this board"]),
        ("", ["Cards"]),
        ("nonsense", ["Cards"]),
        ("9" * 30, ["Cards"]),
    ],
)
def test_the_groups_say_what_the_page_shows(as_viewer, project, weeks, shown, groups):
    CardFactory(project=project, milestone=None, title="Predict")
    CardFactory(project=project, milestone=weeks[0], title="Predict")
    said = lines(search(as_viewer, project, "predict", week=shown))
    assert [line for line in said if not line.startswith(("Predict", "Show"))] == groups


def test_a_title_with_the_words_comes_before_texts_that_have_them(as_viewer, project, week):
    for title, description in (("A predict", ""), ("Other", "predict\nthis"), ("B predict", "predict")):
        CardFactory(project=project, milestone=week, title=title, description=description)
    CardFactory(project=project, milestone=week, title="Said")
    Comment.objects.create(card=project.cards.get(title="Said"), text="predict")
    assert found(search(as_viewer, project, "predict")) == [3, 1, 4, 2]


def test_the_words_are_marked_in_title_and_number(as_viewer, project, week):
    CardFactory(project=project, milestone=week, title="Große Straße")
    assert marked(search(as_viewer, project, "STRASSE")) == ["Straße"]
    assert marked(search(as_viewer, project, "1")) == ["#1"]


def test_what_is_not_in_the_title_is_quoted_with_its_mark(as_viewer, project, week):
    card = CardFactory(
        project=project, milestone=week, title="Sketch", description="Leave <room> for\n& lateness"
    )
    Comment.objects.create(card=card, text="Ask **Ben** first")
    answer = search(as_viewer, project, "sketch late")
    assert "Leave &lt;room&gt; for &amp; <mark>late</mark>ness" in answer.text
    assert "Ask **<mark>Ben</mark>** first" in search(as_viewer, project, "sketch ben").text


def test_the_label_and_the_person_that_were_found_are_named(as_viewer, project, card):
    card.labels.add(LabelFactory(project=project, name="big data"), LabelFactory(project=project, name="gcp"))
    card.assignees.add(MembershipFactory(project=project, user=UserFactory(name="Ana Lopes")))
    answer = search(as_viewer, project, "#data ana")
    assert marked(answer) == ["data", "Ana"]
    assert "gcp" not in answer.text


def test_what_people_wrote_is_escaped(as_viewer, project, week):
    card = CardFactory(project=project, milestone=week, title="<script>predict</script>")
    card.labels.add(LabelFactory(project=project, name="<i>x"))
    answer = search(as_viewer, project, "<script> <i>")
    assert "<script>" not in answer.text
    assert "<i>" not in answer.text


def test_a_list_has_20_cards_and_says_how_many_there_are(as_viewer, project, week):
    CardFactory.create_batch(25, project=project, milestone=week, title="Predict")
    answer = search(as_viewer, project, "predict")
    assert len(found(answer)) == 20
    assert 'data-says="25 cards"' in answer.text
    assert "5 more: another word leaves fewer." in lines(answer)


def test_the_last_line_leads_to_the_board_of_these_words(as_viewer, project, card):
    answer = search(as_viewer, project, "c&rd", week="1")
    assert 'href="/p/parcel-vision/board/?week=1&amp;q=c%26rd" data-filters' in answer.text
    assert "?week=all&amp;q=card" in search(as_viewer, project, "card").text


def test_the_page_has_what_the_list_has(as_viewer, project, card):
    CardFactory(project=project, title="Card of old", archived_at=timezone.now())
    page = search(as_viewer, project, "card", as_list=False)
    assert found(page) == [card.number]
    assert "<title>Search: card · Parcel Vision · Weekboard</title>" in page.text
    assert 'href="/p/parcel-vision/search/?q=card&amp;archive=1"' in page.text
    assert 'role="option"' not in page.text


@pytest.mark.parametrize("as_list", [True, False])
def test_a_project_in_the_archive_can_be_searched(as_viewer, project, card, as_list):
    project.archive(by=None)
    assert found(search(as_viewer, project, "card", as_list=as_list)) == [card.number]


@pytest.mark.parametrize(("as_list", "most"), [(True, 5), (False, 5)])
def test_a_search_asks_as_often_whatever_it_finds(as_viewer, project, week, as_list, most):
    fill(project, week, 5)
    few = queries(lambda: search(as_viewer, project, "card", as_list=as_list))
    fill(project, week, 95)
    LabelFactory.create_batch(200, project=project)[0].cards.add(*project.cards.all())
    Comment.objects.bulk_create(
        Comment(card=card, text="quota") for card in project.cards.all() for _ in range(3)
    )
    assert queries(lambda: search(as_viewer, project, "card", as_list=as_list)) == few
    assert few == most - 1
    assert queries(lambda: search(as_viewer, project, "card quota", as_list=as_list)) == most


def test_a_board_that_is_searched_leads_to_the_list_for_who_has_no_scripts(as_viewer, project, card):
    page = as_viewer.get("/p/parcel-vision/board/?week=1&q=c%26rd")
    assert 'href="/p/parcel-vision/search/?q=c%26rd&amp;week=1">As a list' in page.text
    assert "/search/?q=" not in as_viewer.get("/p/parcel-vision/board/?week=1").text
