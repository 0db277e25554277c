"""The line at the foot of a column, read as a card."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from boards.board.quick_add import MOST_LINES, by_name, read_line, read_lines
from projects.limits import ESTIMATE_MINUTES, NAME, TITLE
from projects.models import Membership, User
from tests.examples import examples
from tests.factories import MembershipFactory

ANA, BO, OTHER_BO = (
    Membership(pk=n, user=User(pk=n, name=name, username=username))
    for n, name, username in [(1, "Ana Reyes", "ana"), (2, "Bo Lind", "bo.l"), (3, "Bo Park", "bo-p")]
)
PEOPLE = {"ana": [ANA], "anareyes": [ANA], "bo": [BO, OTHER_BO], "bo.l": [BO], "bo-p": [OTHER_BO]}
#       line, title, minutes, people, labels
LINES = [
    ("Train baseline 3h @ana #gcp", "Train baseline", 180, [ANA], ["gcp"]),
    ("3h Train baseline", "Train baseline", 180, [], []),
    ("Train @ana @bo.l #gcp #ml", "Train", None, [ANA, BO], ["gcp", "ml"]),
    ("Train @Ana @ANA", "Train", None, [ANA], []),
    ("Train #gcp #GCP", "Train", None, [], ["gcp"]),
    ("Ask @bo", "Ask @bo", None, [], []),
    ("Mail to @nobody", "Mail to @nobody", None, [], []),
    ("Add 3 tests", "Add 3 tests", None, [], []),
    ("Follow up on #42", "Follow up on #42", None, [], []),
    ("Train 1h 2h", "Train 2h", 60, [], []),
    ("Train 90m", "Train", 90, [], []),
    ("Train 1:30", "Train", 90, [], []),
    ("Train 1h30m", "Train", 90, [], []),
    ("Train 1,5h", "Train", 90, [], []),
    ("Train ½", "Train", 30, [], []),
    ("Train 1½h", "Train", 90, [], []),
    ("C# and a @", "C# and a @", None, [], []),
    ("# and #", "# and #", None, [], []),
    ("mail ana@example.org", "mail ana@example.org", None, [], []),
    ("Fix #ci-cd v2", "Fix v2", None, [], ["ci-cd"]),
    ("  spaces   between  ", "spaces between", None, [], []),
    ("Label #daten-größe", "Label", None, [], ["daten-größe"]),
    ("Not a label #\u3164", "Not a label #\u3164", None, [], []),
    ("Train baseline, 3h.", "Train baseline, 3h.", None, [], []),
]


@pytest.mark.parametrize(("line", "title", "minutes", "people", "labels"), LINES)
def test_a_line_is_read_as_its_parts(line, title, minutes, people, labels):
    draft = read_line(line, PEOPLE)
    assert (draft.title, draft.estimate_minutes) == (title, minutes)
    assert (draft.people, draft.labels) == (people, labels)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("3h @ana #gcp", "needs a title"),
        ("Train 0h", "Zero hours"),
        ("Train 1000h", "more than 999"),
        ("Train 1.2.3h", "not a number of hours"),
        ("x" * 201, "201 characters; 200 are allowed"),
        ("Train #" + "a" * 101, "A label has at most 100 characters"),
        ("\u200b", "only invisible"),
        ("a\x00b", "U\\+0000"),
        ("half \ud83d", "U\\+D83D"),
    ],
)
def test_a_line_that_is_no_card_is_refused_with_a_sentence(line, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_line(line, PEOPLE)


@given(st.text(st.characters(codec=None), max_size=400))
@example("@ana")
@example("#" + "a" * 300)
@example("9" * 300 + "h")
def test_any_line_is_read_as_a_card_that_can_be_saved_or_is_refused(line):
    try:
        draft = read_line(line, PEOPLE)
    except ValidationError:
        return
    assert 1 <= len(draft.title) <= TITLE
    assert draft.estimate_minutes is None or 1 <= draft.estimate_minutes <= ESTIMATE_MINUTES
    assert all(1 <= len(name) <= NAME for name in draft.labels)


WORDS = st.sampled_from(["Train", "baseline", "3h", "@ana", "#gcp", "#42", "@who", "½", "1:30", "—", "🚂"])


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_no_word_of_a_line_is_lost(words):
    """Each is in the title, or is one of the parts."""
    try:
        draft = read_line(" ".join(words), PEOPLE)
    except ValidationError:
        return
    parts = {"@ana", "#gcp", "3h", "½", "1:30"}
    assert [word for word in draft.title.split() if word not in parts] == [w for w in words if w not in parts]
    assert bool(draft.people) == ("@ana" in words)
    assert bool(draft.labels) == ("#gcp" in words)


# --- Several lines ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "One\nTwo",
        "One\r\nTwo\r\n",
        "\n\n One \n\n\tTwo\n",
        "- One\n- Two",
        "* One\n* Two",
        "1. One\n2) Two",
        "- [ ] One\n- [x] Two",
    ],
)
def test_each_line_that_is_pasted_is_a_card_without_its_bullet(project, text):
    assert [draft.title for draft in read_lines(text, project)] == ["One", "Two"]


@pytest.mark.django_db
def test_the_only_line_keeps_what_looks_like_a_bullet(project):
    assert read_lines("- minus one", project)[0].title == "- minus one"


@pytest.mark.django_db
def test_a_refused_line_among_several_is_named(project):
    with pytest.raises(ValidationError, match=r"^\['Line 2: Zero hours"):
        read_lines("One\nTwo 0h\nThree", project)


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "allowed"), [(MOST_LINES, True), (MOST_LINES + 1, False)])
def test_at_most_a_hundred_lines_are_added_at_once(project, count, allowed):
    try:
        found = len(read_lines("\n".join(["Line"] * count), project))
    except ValidationError:
        found = 0
    assert found == (count if allowed else 0)


@pytest.mark.django_db
@examples(200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_read_as_cards_or_is_refused(project, text):
    with suppress(ValidationError):
        assert read_lines(text, project)


@pytest.mark.django_db
@pytest.mark.parametrize("called", ["@ana", "@anareyes", "@a.reyes", "@A.Reyes"])
def test_somebody_is_meant_by_first_name_whole_name_or_user_name(project, called):
    ana = MembershipFactory(project=project, user__name="Ana Reyes", user__username="a.reyes")
    assert read_lines(f"Train {called}", project)[0].people == [ana]


@pytest.mark.django_db
def test_a_user_name_goes_before_somebody_elses_first_name(project):
    MembershipFactory(project=project, user__name="Ana Reyes", user__username="ar")
    other = MembershipFactory(project=project, user__name="Bo Lind", user__username="ana")
    assert read_lines("Train @ana", project)[0].people == [other]


@pytest.mark.django_db
def test_nobody_from_outside_and_nobody_who_was_locked_out_is_meant(project):
    MembershipFactory(user__name="Ana Reyes")
    MembershipFactory(project=project, user__name="Bo Lind", user__is_active=False)
    [draft] = read_lines("Train @ana @bo", project)
    assert (draft.title, draft.people) == ("Train @ana @bo", [])


# --- Read back before Enter --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_chips_say_how_a_line_will_be_read_and_save_nothing(as_member, project):
    page = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": "Train baseline 5h #gcp"}).text
    assert all(part in page for part in ("<bdi>Train baseline</bdi>", "5 h", "<bdi>gcp</bdi>", "hours over"))
    assert not project.cards.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("lines", ["", "0h x", "x" * 201, "\x00", "a\n" * 200])
def test_the_chips_say_what_is_wrong_with_a_line(as_member, project, lines):
    response = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": lines})
    assert (response.status_code, 'class="error"' in response.text) == (200, True)


# --- Adding -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_several_lines_add_as_many_cards_at_the_end_in_their_order(as_member, project, week):
    data = {"lines": "One 3h\nTwo\nThree #gcp", "column": "doing", "milestone": week.pk}
    as_member.post(f"/p/{project.slug}/cards/", data)
    cards = project.cards.in_order()
    assert [card.title for card in cards] == ["One", "Two", "Three"]
    assert {(card.column, card.milestone) for card in cards} == {("doing", week)}


@pytest.mark.django_db
def test_when_one_of_several_lines_is_refused_none_is_added_and_all_stand_in_the_field(as_member, project):
    data = {"lines": "One\nTwo 0h", "column": "todo"}
    response = as_member.post(f"/p/{project.slug}/cards/", data)
    assert (response.status_code, project.cards.count()) == (422, 0)
    assert "Line 2: Zero hours is not an estimate." in response.text
    assert "Two 0h" in response.text


@pytest.mark.django_db
def test_a_board_takes_no_more_open_cards_than_it_can_show(as_member, project, monkeypatch):
    monkeypatch.setattr("projects.limits.OPEN_CARDS", 1)
    statuses = [
        as_member.post(f"/p/{project.slug}/cards/", {"lines": "One", "column": "todo"}).status_code
        for _ in range(2)
    ]
    assert (statuses, project.cards.count()) == ([302, 422], 1)


@pytest.mark.django_db
def test_who_only_looks_is_not_given_cards(project, viewer):
    assert by_name(project) == {}
