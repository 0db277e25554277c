"""The board's filters and its search: they live in the address, and combine."""

import re

import pytest

from tests.boards.board.reading import numbers, text_of
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


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


def faces(response):
    """Where the faces in the top bar lead, and which of them is chosen."""
    bar = re.search(r'<ul class="people".*?</ul>', response.text, re.S)[0]
    return re.findall(r'<a href="([^"]*)"\s*(aria-current="true")?>', bar)


def test_a_face_leads_to_their_cards_within_what_is_chosen(show, various):
    here = "/p/parcel-vision/board/?week=2&amp;over=1"
    assert (f"{here}&amp;person={various.pk}", "") in faces(show("?week=2&over=1"))


def test_the_face_that_is_chosen_leads_back_to_everybodys(show, various):
    chosen = [face for face in faces(show(f"?week=2&blocked=1&person={various.pk}")) if face[1]]
    assert chosen == [("/p/parcel-vision/board/?week=2&amp;blocked=1", 'aria-current="true"')]


def test_on_other_pages_a_face_leads_nowhere(as_member, various):
    assert faces(as_member.get("/p/parcel-vision/plan/")) == []


def test_an_empty_column_says_whether_a_filter_hides_its_cards(show, various):
    assert "No card here fits the filter" in show("?over=1&blocked=1&label=gcp").text
    response = show("?q=nothing+at+all")
    assert "4 are hidden." in " ".join(response.text.split())


# --- What is in other weeks -------------------------------------------------------------------------------
@pytest.fixture
def elsewhere(project, weeks):
    """A card of this week, one of the third and one of Later."""
    CardFactory(project=project, milestone=weeks[1], title="Here")
    CardFactory(project=project, milestone=weeks[2], title="There")
    CardFactory(project=project, milestone=None, title="There, later")


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_a_search_that_finds_nothing_in_the_week_says_how_many_there_are_in_others(show, elsewhere):
    response = show("?q=there")
    link = '<a href="/p/parcel-vision/board/?week=all&amp;q=there">2 in other weeks</a>'
    assert link in " ".join(response.text.split())


def test_a_search_that_finds_nothing_in_the_week_says_so_once(show, elsewhere):
    text = words(show("?q=there"))
    assert text.count("No card of this week fits the filter") == 1
    assert "No card here" not in text


def test_a_search_that_finds_something_says_so_beside_the_filters(show, elsewhere):
    assert words(show("?q=here")).count("2 in other weeks") == 1


def test_a_search_that_finds_nothing_anywhere_leads_nowhere(show, elsewhere):
    text = words(show("?q=nowhere"))
    assert "No card of the project fits the filter" in text
    assert "other weeks" not in text


def test_a_search_in_all_weeks_knows_no_others(show, elsewhere):
    text = words(show("?q=nowhere&week=all"))
    assert "No card of the project fits the filter" in text


def test_later_counts_the_cards_of_every_week_as_others(show, elsewhere):
    assert "2 in other weeks" in words(show("?q=here&week=later"))


def test_a_board_without_filters_says_nothing_of_other_weeks(show, elsewhere):
    assert "other weeks" not in words(show())
