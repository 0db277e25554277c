"""Every field of a card with every kind of input: kept as it was typed, or refused without losing it."""

import html

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from boards.card.forms import BlockForm, CommentForm, DescriptionForm, LabelForm, TitleForm
from boards.models import Card, Column, content_hash
from tests.conftest import client_for
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

# field: the view that saves it, the name it is sent under, how to read what is kept, how long it may be
FIELDS = {
    "title": ("edit-card", "title", lambda card: card.title, 200),
    "description": ("edit-card", "description", lambda card: card.description, 20_000),
    "reason": ("block-card", "reason", lambda card: card.blocked_reason, 200),
    "label": ("label-card", "label", lambda card: card.labels.get().name, 100),
    "comment": ("add-comment", "text", lambda card: card.comments.get().text, 20_000),
}
SHOWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"quoted\" & 'single'",
    "{{7*7}} {% now %}",
    "</textarea><b>",
    "🚀 emoji 👩‍🔬",
    "עברית العربية",
    "a\u202eb",
    "e\u0301 é",
]
INVISIBLE = ["   ", "\u200b", "\u2800", "\u3164 "]
UNKEEPABLE = ["a\x00b", "a\x07b"]


def url(name, card, *more):
    return reverse(name, args=[card.project.slug, card.number, *more])


def send(client, card, field, text):
    view, name, *_ = FIELDS[field]
    return client.post(url(view, card), {name: text})


def kept(card, field):
    card = Card.objects.get(pk=card.pk)
    card.refresh_from_db()
    return FIELDS[field][2](card)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", SHOWN)
def test_a_text_is_kept_as_typed_and_shown_literally(as_member, card, field, text):
    assert send(as_member, card, field, text).status_code == 302
    assert kept(card, field) == text
    page = as_member.get(url("card", card) + "?edit=description").content.decode()
    assert text in html.unescape(page)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", UNKEEPABLE)
def test_a_text_that_no_screen_can_show_is_refused_and_not_lost(as_member, card, field, text):
    response = send(as_member, card, field, text)
    assert response.status_code == 422
    assert b'role="alert"' in response.content
    assert text in response.content.decode()


@pytest.mark.parametrize("field", ["title", "reason", "label", "comment"])
@pytest.mark.parametrize("text", INVISIBLE)
def test_a_text_that_nobody_can_see_is_refused(as_member, card, field, text):
    response = send(as_member, card, field, text)
    if text.strip() or field in ("title", "label", "comment"):
        assert response.status_code == 422
    else:
        assert kept(card, field) == ""


@pytest.mark.parametrize("field", FIELDS)
def test_the_longest_text_is_kept_and_one_letter_more_is_not(as_member, card, field):
    most = FIELDS[field][3]
    response = send(as_member, card, field, "é" * (most + 1))
    assert response.status_code == 422
    assert f"{most + 1:,} characters; {most:,} are allowed" in response.content.decode()
    assert "é" * (most + 1) in response.content.decode()
    assert send(as_member, card, field, "é" * most).status_code == 302
    assert kept(card, field) == "é" * most


@pytest.mark.parametrize("field", ["title", "label", "comment"])
def test_nothing_at_all_is_refused_where_something_is_needed(as_member, card, field):
    before = card.title
    assert send(as_member, card, field, "").status_code == 422
    card.refresh_from_db()
    assert card.title == before


@pytest.mark.parametrize("form", [TitleForm, DescriptionForm, BlockForm, LabelForm, CommentForm])
def test_a_lone_surrogate_is_refused(form):
    name = next(field for field in form.base_fields if field != "seen")
    with pytest.raises(ValidationError):
        form({name: "a\ud800b"}).fields[name].clean("a\ud800b")


def test_a_description_may_be_emptied_and_begin_with_spaces(as_member, card):
    send(as_member, card, "description", "    code\r\n\r\nend  ")
    assert kept(card, "description") == "    code\n\nend  "
    send(as_member, card, "description", "")
    assert kept(card, "description") == ""


def test_a_line_end_in_a_title_becomes_a_space(as_member, card):
    send(as_member, card, "title", "Train\r\nit")
    assert kept(card, "title") == "Train it"


# --- Estimates --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "minutes", "over"),
    [
        ("", None, False),
        ("4", 240, False),
        ("4.00", 240, False),
        ("4,5", 270, True),
        ("4.01", 241, True),
        ("4.005", 241, True),
        ("½", 30, False),
        ("1:30", 90, False),
        ("999", 59_940, True),
    ],
)
def test_an_estimate_is_read_and_flagged_above_the_limit_only(as_member, card, text, minutes, over):
    as_member.post(url("estimate-card", card), {"hours": text})
    card = Card.objects.get()
    assert (card.estimate_minutes, card.is_over) == (minutes, over)


@pytest.mark.parametrize(
    "text", ["0", "-1", "NaN", "Infinity", "1e400", "1000", "abc", "4 h 5 h", "٣", "9" * 50]
)
def test_what_is_no_estimate_is_refused_and_stays_in_its_field(as_member, card, text):
    response = as_member.post(url("estimate-card", card), {"hours": text})
    assert response.status_code == 422
    assert b'id="sheet-estimate-error"' in response.content
    assert f'value="{text}"' in response.content.decode()
    assert Card.objects.get().estimate_minutes is None


# --- Numbers that were made up ----------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "9" * 30, "\x00", "1.5"])
@pytest.mark.parametrize(("view", "name"), [("assign-card", "member"), ("unassign-card", "member")])
def test_a_number_that_is_nobodys_is_refused(as_member, card, view, name, text):
    assert as_member.post(url(view, card), {name: text}).status_code == 422


@pytest.mark.parametrize("text", ["abc", "0", "-1", "9" * 30, "\x00"])
def test_a_number_that_is_no_weeks_is_refused(as_member, card, text):
    assert as_member.post(url("change-week", card), {"milestone": text}).status_code == 422


@pytest.mark.parametrize("text", ["", "abc", "0-done-x", "99999999-done-0123456789abcdef", "0-done"])
def test_a_tick_that_says_nothing_is_refused(as_member, card, text):
    assert as_member.post(url("tick-card", card), {"task": text}).status_code == 422


# --- Two people -------------------------------------------------------------------------------------------
@pytest.fixture
def ana(project):
    return MembershipFactory(project=project, user__name="Ana Lima").user


@pytest.mark.both_databases
@pytest.mark.parametrize("field", ["title", "description"])
def test_who_comes_second_sees_both_texts_and_may_save_again(as_member, card, ana, field):
    seen = content_hash(getattr(card, field))
    card.edit(by=ana, **{field: "Theirs"})
    response = as_member.post(url("edit-card", card), {field: "Mine", "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ana Lima</bdi> wrote this meanwhile" in page
    assert "Theirs</pre>" in page
    assert "Mine</textarea>" in page
    assert f'name="seen" value="{content_hash("Theirs")}"' in page
    assert kept(card, field) == "Theirs"
    as_member.post(url("edit-card", card), {field: "Mine", "seen": content_hash("Theirs")})
    assert kept(card, field) == "Mine"


@pytest.mark.both_databases
def test_who_is_named_wrote_that_text_and_not_another_one(as_member, card, ana, owner):
    card.edit(by=ana, title="Theirs")
    card.edit(by=owner, description="- [ ] Something else")
    response = as_member.post(url("edit-card", card), {"title": "Mine", "seen": content_hash("Before")})
    assert "Ana Lima</bdi> wrote this meanwhile" in response.text


def test_who_comes_second_with_what_blocks_it_sees_both_and_may_save_again(as_member, card, ana):
    card.block("Waiting for Bo", by=ana)
    seen = content_hash("")
    response = as_member.post(url("block-card", card), {"reason": "No key", "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ana Lima</bdi> wrote this meanwhile" in page
    assert "Waiting for Bo</pre>" in page
    assert 'name="reason" value="No key"' in page
    assert kept(card, "reason") == "Waiting for Bo"
    again = {"reason": "No key", "seen": content_hash("Waiting for Bo")}
    as_member.post(url("block-card", card), again)
    assert kept(card, "reason") == "No key"


@pytest.mark.both_databases
def test_different_fields_are_both_kept(as_member, card, ana):
    card.edit(description="Theirs", by=ana)
    as_member.post(url("edit-card", card), {"title": "Mine", "seen": content_hash(card.title)})
    card.refresh_from_db()
    assert (card.title, card.description) == ("Mine", "Theirs")


def test_a_form_opened_before_a_move_saves_the_text_and_keeps_the_column(as_member, card, ana):
    seen = content_hash(card.title)
    card.move(column=Column.DONE, milestone_id=card.milestone_id, by=ana)
    as_member.post(url("edit-card", card), {"title": "Mine", "seen": seen})
    card.refresh_from_db()
    assert (card.title, card.column) == ("Mine", Column.DONE)


def test_two_people_tick_different_boxes(as_member, card, ana, project):
    card.edit(description="- [ ] a\n- [ ] b", by=ana)
    page = as_member.get(url("card", card)).content.decode()
    other = client_for(ana)
    first, second = (part.split('"')[0] for part in page.split('name="task" value="')[1:])
    as_member.post(url("tick-card", card), {"task": first})
    other.post(url("tick-card", card), {"task": second})
    assert kept(card, "description") == "- [x] a\n- [x] b"


def test_a_tick_on_a_list_that_was_rewritten_is_too_late(as_member, card, ana):
    card.edit(description="- [ ] a", by=ana)
    tick = f"0-done-{content_hash('a')}"
    card.edit(description="- [ ] z\n- [ ] a", by=ana)
    assert as_member.post(url("tick-card", card), {"task": tick}).status_code == 409
    assert kept(card, "description") == "- [ ] z\n- [ ] a"
