"""Who is mentioned in a description, or in a comment, kept as rows."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from boards.markdown import tasks_in
from boards.models import Column, Mention, NewCard, create_cards
from projects.models import Role
from projects.text import content_hash
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ana(project):
    return MembershipFactory(project=project, user__name="Ana Reyes", user__username="ana.r")


@pytest.fixture
def bo(project):
    return MembershipFactory(project=project, user__name="Bo Lind", user__username="bo.l", role=Role.VIEWER)


def mentioned(card, comment=None):
    """User names, and the rows, so that one that was written anew is told apart."""
    return dict(card.mentions.filter(comment=comment).values_list("membership__user__name", "pk"))


def commented(card, text, member):
    card.comment(text, author=member, by=member)
    return card.comments.latest("pk")


# --- Descriptions -----------------------------------------------------------------------------------------
def test_whom_a_description_names_is_mentioned_once(card, member, ana, bo):
    card.edit(description="@ana, @anareyes and @bo.l, not @dora, `@ana` or x@bo.l", by=member)
    assert mentioned(card).keys() == {"Ana Reyes", "Bo Lind"}


def test_a_description_that_is_changed_keeps_the_rows_of_who_is_still_named(card, member, ana, bo):
    card.edit(description="@ana", by=member)
    before = mentioned(card)
    card.edit(description="@anareyes @bo", by=member)
    assert mentioned(card)["Ana Reyes"] == before["Ana Reyes"]
    card.edit(description="@bo", by=member)
    assert mentioned(card).keys() == {"Bo Lind"}
    card.edit(description="Nobody", by=member)
    assert mentioned(card) == {}


def test_a_box_that_is_ticked_changes_no_mention(card, member, ana):
    card.edit(description="- [ ] @ana", by=member)
    before = mentioned(card)
    card.tick(0, done=True, mark=marks(card)[0], by=member)
    assert mentioned(card) == before


def marks(card):
    return [content_hash(task.text) for task in tasks_in(card.description)]


def test_a_new_card_mentions_whom_its_description_names(project, member, ana):
    create_cards(
        project, [NewCard("Train", description="For @ana")], column=Column.TODO, milestone=None, by=member
    )
    assert mentioned(project.cards.get()).keys() == {"Ana Reyes"}


def test_a_title_mentions_nobody(card, member, ana):
    card.edit(title="Ask @ana", by=member)
    assert mentioned(card) == {}


def test_a_split_leaves_the_mentions_with_the_description(card, member, ana):
    card.edit(description="@ana", by=member)
    card.split([NewCard("One"), NewCard("Two")], base_hash=card.split_base_hash, by=member)
    assert [(mention.card, mention.membership) for mention in Mention.objects.all()] == [(card, ana)]


# --- Comments ---------------------------------------------------------------------------------------------
def test_a_comment_mentions_whom_it_names_as_it_is_changed(card, member, ana, bo):
    card.edit(description="@ana", by=member)
    comment = commented(card, "@ana @bo", member)
    assert mentioned(card, comment).keys() == {"Ana Reyes", "Bo Lind"}
    card.edit_comment(comment, "@bo", by=member)
    assert mentioned(card, comment).keys() == {"Bo Lind"}
    assert mentioned(card).keys() == {"Ana Reyes"}


def test_a_comment_that_is_deleted_and_comes_back_has_its_mentions(card, member, ana):
    comment = commented(card, "@ana", member)
    before = mentioned(card, comment)
    event = card.delete_comment(comment, by=member)
    card.undo(event, by=member)
    assert mentioned(card, comment) == before


def test_a_comment_that_is_sent_twice_mentions_once(card, member, ana):
    for _ in range(2):
        card.comment("@ana", author=member, by=member, request_id="r1")
    assert Mention.objects.count() == 1


def test_a_change_that_is_refused_mentions_nobody(card, member, ana):
    with pytest.raises(Exception, match="deleted meanwhile"):
        card.edit_comment(deleted(card, member), "@ana", by=member)
    assert Mention.objects.count() == 0


def deleted(card, member):
    comment = commented(card, "Well", member)
    card.delete_comment(comment, by=member)
    return comment


def test_who_leaves_the_project_is_not_mentioned_any_more(card, member, ana):
    commented(card, "@ana", member)
    ana.leave(by=member)
    assert Mention.objects.count() == 0


# --- What it costs ----------------------------------------------------------------------------------------
def statements(change):
    with CaptureQueriesContext(connection) as captured:
        change()
    return [query["sql"] for query in captured]


def test_a_text_without_an_at_asks_nothing_about_mentions(card, member, ana):
    comment = commented(card, "Well", member)
    sql = [
        *statements(lambda: card.edit(description="Well", by=member)),
        *statements(lambda: card.comment("Well", author=member, by=member)),
        *statements(lambda: card.edit_comment(comment, "Better", by=member)),
    ]
    assert not [text for text in sql if "boards_mention" in text or "projects_membership" in text]


def test_naming_forty_people_takes_as_many_statements_as_naming_one(card, member, ana):
    one = len(statements(lambda: card.comment("@ana", author=member, by=member)))
    people = [MembershipFactory(project=card.project).user.username for _ in range(40)]
    text = " ".join(f"@{name}" for name in people)
    assert len(statements(lambda: card.comment(text, author=member, by=member))) == one
    assert Mention.objects.count() == 41


# --- Texts of an earlier version --------------------------------------------------------------------------
def fill():
    state = MigrationLoader(connection).project_state(("boards", "0007_add_mentions"))
    import_module("boards.migrations.0008_fill_mentions").fill(state.apps, None)


def test_upgrading_reads_the_texts_that_are_there(card, member, ana, bo):
    card.edit(description="@ana", by=member)
    comment = commented(card, "@ana @bo `@bo`", member)
    MembershipFactory(user__name="Ana Elsewhere")
    before = {(None, ana.pk), (comment.pk, ana.pk), (comment.pk, bo.pk)}
    Mention.objects.all().delete()
    for _ in range(2):  # a second time, as after one that was interrupted
        fill()
        assert set(Mention.objects.values_list("comment", "membership")) == before
