"""A line typed at the foot of a column, read as a card."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from boards.board.quick_add import MOST_LINES, read_line, read_lines
from projects.limits import ESTIMATE_MINUTES, NAME, TITLE
from projects.models import Membership, User
from projects.people.handles import workers_by_handle
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
    ("3h Train baseline", "3h Train baseline", None, [], []),
    ("Train @ana @bo.l #gcp #ml", "Train", None, [ANA, BO], ["gcp", "ml"]),
    ("Train @Ana @ANA", "Train", None, [ANA], []),
    ("Train #gcp #GCP", "Train", None, [], ["gcp"]),
    ("Ask @bo", "Ask @bo", None, [], []),
    ("Mail to @nobody", "Mail to @nobody", None, [], []),
    ("Add 3 tests", "Add 3 tests", None, [], []),
    ("Follow up on #42", "Follow up on #42", None, [], []),
    ("Train 1h 2h", "Train 1h", 120, [], []),
    ("Train 90m", "Train", 90, [], []),
    ("Train 1h30", "Train", 90, [], []),
    ("Train 1.5 hrs", "Train", 90, [], []),
    ("Train 3 hours", "Train", 180, [], []),
    ("Train 1 hour 30 min", "Train", 90, [], []),
    ("Train 3\u00a0h", "Train", 180, [], []),
    ("Train 1 ½", "Train", 90, [], []),
    ("Train 3H", "Train", 180, [], []),
    ("Train 3h @ana #gcp #ml", "Train", 180, [ANA], ["gcp", "ml"]),
    ("Train @ana 3h #gcp", "Train", 180, [ANA], ["gcp"]),
    # Words: what is not at the end, has no letter of its own, a capital M, or is no estimate.
    ("Call client 14:00", "Call client 14:00", None, [], []),
    ("Standup at 10:30", "Standup at 10:30", None, [], []),
    ("Load 5M rows into BigQuery", "Load 5M rows into BigQuery", None, [], []),
    ("Load 5M", "Load 5M", None, [], []),
    ("Load 5 M @ana", "Load 5 M", None, [ANA], []),
    ("Run 48h soak test", "Run 48h soak test", None, [], []),
    ("Cron at 0:00", "Cron at 0:00", None, [], []),
    ("Meet 1h30", "Meet", 90, [], []),
    ("Train 1:30", "Train 1:30", None, [], []),
    ("Add test 3", "Add test 3", None, [], []),
    ("Upgrade to 1.5", "Upgrade to 1.5", None, [], []),
    ("Retry after 0m", "Retry after 0m", None, [], []),
    ("Retry after 1000h", "Retry after 1000h", None, [], []),
    ("Ship 1000h burn-in", "Ship 1000h burn-in", None, [], []),
    ("Release 1.2.3h", "Release 1.2.3h", None, [], []),
    # After a tab, as in a row of a spreadsheet, they are hours as in the estimate's own field.
    ("Train baseline\t3", "Train baseline", 180, [], []),
    ("Train baseline\t1:30", "Train baseline", 90, [], []),
    ("Train baseline\t1,5", "Train baseline", 90, [], []),
    ("Train\t@ana\t3\t#gcp", "Train", 180, [ANA], ["gcp"]),
    ("Train\t3 @ana", "Train", 180, [ANA], []),
    ("Train\t\t3\t", "Train", 180, [], []),
    ("Train\tsee page 3", "Train see page 3", None, [], []),
    ("Train\tas agreed 3h", "Train as agreed", 180, [], []),
    ("Train\t0", "Train 0", None, [], []),
    # A mark that follows a part is no part of it.
    ("Fix login #gcp.", "Fix login", None, [], ["gcp"]),
    ("Fix login @ana, 3h, #gcp;", "Fix login", 180, [ANA], ["gcp"]),
    ("Fix login #v1.2.", "Fix login", None, [], ["v1.2"]),
    ("Fix login #gcp。", "Fix login", None, [], ["gcp"]),
    ("Is it done?", "Is it done?", None, [], []),
    ("Deploy 2h @unknown", "Deploy @unknown", 120, [], []),
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
    ("Label #cafe\u0301 #CAFÉ", "Label", None, [], ["café"]),
    ("Not a label #\u3164", "Not a label #\u3164", None, [], []),
    ("Train baseline, 3h.", "Train baseline,", 180, [], []),
]


@pytest.mark.parametrize(("line", "title", "minutes", "people", "labels"), LINES)
def test_a_line_is_read_as_its_parts(line, title, minutes, people, labels):
    draft = read_line(line, PEOPLE)
    assert (draft.title, draft.estimate_minutes) == (title, minutes)
    assert (draft.people, draft.labels) == (people, labels)


def test_a_name_is_found_however_its_letters_are_composed():
    assert read_line("Train @JOSE\u0301", {"josé": [ANA]}).people == [ANA]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("3h @ana #gcp", "needs a title"),
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
@example("x " + "9" * 300 + "h")
@example("x\t0:99")
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
    kept = [word for word in words if word not in {"@ana", "#gcp"}]
    hours = draft.typed_hours.split()
    assert sorted([*draft.title.split(), *hours]) == sorted(kept)
    assert bool(draft.people) == ("@ana" in words)
    assert bool(draft.labels) == ("#gcp" in words)


#       line, what is to be words, title, minutes
BACK = [
    ("Run 48h", "48h", "Run 48h", None),
    ("Wait 1 h 30 m @ana", "1 h 30 m", "Wait 1 h 30 m", None),
    ("Version 3h.", "3h.", "Version 3h.", None),
    ("Read chapter\t3", "3", "Read chapter 3", None),
    ("Tell @ana 3h", "@ana", "Tell @ana", 180),
    ("Move to #gcp 3h", "#gcp", "Move to #gcp", 180),
    ("Run 47h", "48h", "Run", 47 * 60),
]


@pytest.mark.parametrize(("line", "word", "title", "minutes"), BACK)
def test_what_was_read_can_be_turned_back_into_words(line, word, title, minutes):
    draft = read_line(line, PEOPLE, {word})
    assert (draft.title, draft.estimate_minutes) == (title, minutes)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Deploy 2h @unknown", "Nobody who can be given cards is called @unknown."),
        ("Deploy @Unknown, 2h", "Nobody who can be given cards is called @Unknown."),
        ("Ask @bo", "@bo can be Bo Lind or Bo Park: write @bo.l or @bo-p."),
        ("Deploy 2h @ana", ""),
        ("mail ana@example.org", ""),
    ],
)
def test_a_name_that_is_nobodys_or_several_peoples_is_told(line, sentence):
    assert " ".join(read_line(line, PEOPLE).notes) == sentence


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
        "[ ] One\n[x] Two",
        "– One\n— Two",
        "· One\n• Two",
        "☐ One\n☑ Two",
        "☐One\n☒Two",
        "a) One\nb) Two",
        "(1) One\n(b) Two",
        "i) One\nii) Two",
        "•\tOne\n1.\tTwo",
    ],
)
def test_each_line_that_is_pasted_is_a_card_without_its_bullet(project, text):
    assert [draft.title for draft in read_lines(text, project)] == ["One", "Two"]


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["- One", "– One", "· One", "☐ One", "a) One", "3. One", "- [ ] One"])
def test_the_only_line_loses_its_bullet_too(project, line):
    assert read_lines(line, project)[0].title == "One"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line", ["-1 is not zero", "3.5 is a number", "A. Smith calls", "a) ", "(see below) One"]
)
def test_what_only_looks_like_a_bullet_stays(project, line):
    assert read_lines(line, project)[0].title == line.strip()


@pytest.mark.django_db
def test_a_refused_line_among_several_is_named(project):
    with pytest.raises(ValidationError, match=r"^\['Line 2: A card needs a title"):
        read_lines("One\n#two\nThree", project)


@pytest.mark.django_db
def test_rows_of_a_spreadsheet_are_cards_with_hours(project):
    cards = read_lines("Train baseline\t3\nTune it\t1:30\nWrite it down\t", project)
    assert [(card.title, card.estimate_minutes) for card in cards] == [
        ("Train baseline", 180),
        ("Tune it", 90),
        ("Write it down", None),
    ]


@pytest.mark.django_db
def test_of_several_lines_only_the_one_meant_is_turned_back_into_words(project):
    cards = read_lines("Run 48h\nSoak 48h", project, {"2 48h"})
    assert [(card.title, card.estimate_minutes) for card in cards] == [("Run", 48 * 60), ("Soak 48h", None)]


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


@pytest.mark.django_db
def test_who_only_looks_is_not_given_cards(project, viewer):
    assert workers_by_handle(project) == {}
