"""What an @ or a # is completed with."""

import re
from html import unescape

import pytest

from boards.board.quick_add import read_lines
from projects.models import Role
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def offered(client, project, query=""):
    response = client.get(f"/p/{project.slug}/names/", query)
    assert response.status_code == 200
    return [unescape(word) for word in re.findall(r'data-insert="([^"]*)"', response.text)]


@pytest.fixture
def people(project, member):
    """Two Anas, one whose name cannot be typed, a viewer, one who is locked out, and somebody from elsewhere."""
    for name, username, more in [
        ("Ana Lopes", "a.lopes", {}),
        ("Ana Reyes", "Ana", {}),
        ("आना", "aanaa", {}),
        ("Vic Hugo", "vic", {"role": Role.VIEWER}),
        ("Lou Lind", "lou", {"user__is_active": False}),
    ]:
        MembershipFactory(project=project, user__name=name, user__username=username, **more)
    MembershipFactory(user__username="elsewhere")
    return member


def test_quick_add_is_offered_who_can_be_given_cards(as_member, project, people):
    words = offered(as_member, project, {"for": "add"})
    assert words == ["@a.lopes", "@Ana", f"@{people.username}", "@aanaa"]
    for word in words:
        [card] = read_lines(f"Train {word}", project)
        assert f"@{card.people[0].user.username}" == word


def test_a_text_is_offered_viewers_too_and_no_labels(as_member, project, people):
    LabelFactory(project=project, name="gcp")
    assert offered(as_member, project) == ["@a.lopes", "@Ana", f"@{people.username}", "@vic", "@aanaa"]


def test_labels_are_offered_as_one_word_that_is_read_back_as_them(as_member, project):
    for name in ("data science", "42", "c++", "GCP", "café"):
        LabelFactory(project=project, name=name)
    LabelFactory(name="elsewhere")
    words = [word for word in offered(as_member, project, {"for": "add"}) if word.startswith("#")]
    assert words == ["#café", "#datascience", "#GCP"]
    [card] = read_lines(f"Train {' '.join(words)}", project)
    assert card.labels == ["café", "data science", "GCP"]


def test_a_label_named_like_the_word_goes_before_one_with_a_space(project):
    for name in ("data science", "datascience"):
        LabelFactory(project=project, name=name)
    assert read_lines("Train #DataScience", project)[0].labels == ["datascience"]


@pytest.fixture
def cards(project):
    titles = ["Clean the data", "Straße prüfen", "Load 100%", "Say “#1”", "don't", "数据清洗"]
    return [
        CardFactory(project=project, title=title, number=number) for number, title in enumerate(titles, 40)
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", [45, 44, 43, 42, 41, 40]),
        ("4", [45, 44, 43, 42, 41, 40]),
        ("42", [42]),
        ("DATA clean", [40]),
        ("data  zzz", []),
        ("strasse pru\u0308", [41]),
        ("%", [42]),
        ("_", []),
        ("don't", [44]),
        ("数据", [45]),
        ("described", []),
        ("0", [42]),
        ("9" * 40, []),
        ("\x00", [45, 44, 43, 42, 41, 40]),
    ],
)
def test_cards_are_found_by_the_beginning_of_their_number_and_words_of_their_title(
    as_member, project, cards, typed, numbers
):
    project.cards.update(description="described")
    for card in project.cards.all():
        card.save()
    type(project).objects.update(last_number=45)
    assert offered(as_member, project, {"card": typed}) == [f"#{number}" for number in numbers]


@pytest.mark.both_databases
def test_the_very_number_comes_first_then_what_is_on_the_board_then_the_archive(as_member, project, member):
    for number in (4, 40, 41, 42):
        CardFactory(project=project, title="Train", number=number)
    type(project).objects.update(last_number=42)
    project.cards.get(number=42).archive(by=member)
    project.cards.get(number=41).delete_card(by=member)
    CardFactory(number=43, title="Train")
    assert offered(as_member, project, {"card": "4"}) == ["#4", "#40", "#42"]
    assert offered(as_member, project, {"card": "train"}) == ["#40", "#4", "#42"]


def test_no_more_than_a_few_cards_are_sent(as_member, project):
    for _ in range(12):
        CardFactory(project=project)
    assert len(offered(as_member, project, {"card": ""})) == 8


def test_what_is_sent_is_escaped(as_member, project):
    CardFactory(project=project, title='<i>"')
    text = as_member.get(f"/p/{project.slug}/names/", {"card": ""}).text
    assert "&lt;i&gt;&quot;" in text
    assert "<i>" not in text
