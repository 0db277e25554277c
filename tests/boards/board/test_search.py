"""The board's search: the same words are found on both databases, however they are spelled."""

from unicodedata import normalize

import pytest
from django.db import connection
from django.urls import reverse

from boards.models import Card, Column, Label, create_cards
from boards.models.card.creating import NewCard
from projects.models import Project
from tests.boards.board.reading import numbers
from tests.boards.test_queries import fill
from tests.factories import CardFactory, LabelFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def found(words):
    cards = Card.objects.search(words, project=Project.objects.get())
    return [card.number for card in cards.order_by("number")]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("GröSSe", "gröẞe"),
        ("mixed ŁÓDź", "łódŹ"),
        (normalize("NFD", "Café Zürich"), "CAFÉ"),
        ("Café", normalize("NFD", "café")),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("ﬁnal ２４", "FINAL 24"),
        ("Ёлка", "ёлкА"),
        ("soft\u00adware", "software"),
    ],
)
def test_a_title_is_found_however_it_is_spelled(project, week, stored, typed):
    CardFactory(project=project, milestone=week, title=stored)
    assert found(typed) == [1]


def test_a_lone_hash_finds_no_card_for_its_labels(project, card):
    card.labels.add(LabelFactory(project=project, name="data"))
    assert found("#") == []


def test_many_words_in_many_cards_are_no_reason_to_compile_the_statement(project, week):
    """PostgreSQL does so where it thinks a statement dear, and takes seconds."""
    fill(project, week, 2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert "JIT" not in Card.objects.search("a b c d e f g h", project=project).explain()


def test_another_letter_is_not_found(project, week):
    CardFactory(project=project, milestone=week, title="Arger, pate")
    assert found("ärger") == found("pâté") == []


def test_a_word_of_two_texts_of_a_card_is_no_word(project, week):
    CardFactory(project=project, milestone=week, title="Blue", description="print")
    assert found("blueprint") == []


def test_a_label_is_found_in_mixed_case(project, card):
    card.labels.add(LabelFactory(project=project, name="ÜbErSiCht"))
    assert found("#üBERsicht") == [card.number]


def test_a_comment_is_found(card, member):
    card.comment("Der ÄrGeR bleibt", author=member, by=member)
    assert found("ärger") == [card.number]


def test_a_deleted_comment_is_not_found(card, member):
    card.comment("Der Ärger", author=member, by=member)
    card.delete_comment(card.comments.get(), by=member)
    assert found("ärger") == []


def test_a_card_is_found_by_the_name_of_its_person(project, card):
    card.assignees.add(MembershipFactory(project=project, user=UserFactory(name="JoSÉ Ñandú")))
    assert found("josé ñANDÚ") == [card.number]


def test_the_filter_finds_a_label_however_its_case_is_written(show, project, weeks):
    card = CardFactory(project=project, milestone=weeks[1])
    card.labels.add(LabelFactory(project=project, name="ÜbErsicht"))
    assert numbers(show("?label=üBERSICHT")) == [1]


def test_a_label_of_decomposed_letters_is_the_same_label(project, card, member):
    LabelFactory(project=project, name="Café")
    card.label(normalize("NFD", "CAFÉ"), by=member)
    assert [label.name for label in Label.objects.all()] == ["Café"]


# --- Each door that saves a text writes what is searched -------------------------------------------------------
def test_an_added_card_is_found(project, week, member):
    create_cards(project, [NewCard("ÄrGer")], column=Column.TODO, milestone=week, by=member)
    assert found("ärger") == [1]


def test_a_renamed_card_is_found_by_its_new_title_only(card, member):
    card.edit(base_hashes={}, title="ÖffNen", by=member)
    assert (found("öffnen"), found("card")) == ([card.number], [])


def test_an_edited_description_is_found(card, member):
    card.edit(base_hashes={}, description="ÖffNen", by=member)
    assert found("öffnen") == [card.number]


def test_the_pieces_of_a_split_are_found(card, member):
    pieces = [NewCard("ÄrGer eins"), NewCard("ÄrGer zwei")]
    card.split(pieces, base_hash=card.split_base_hash, by=member)
    assert found("ärger") == [1, 2]


def test_an_edited_comment_is_found_by_its_new_words(card, member):
    card.comment("Old", author=member, by=member)
    card.edit_comment(card.comments.get(), "ÖffNen", by=member)
    assert (found("öffnen"), found("old")) == ([card.number], [])


def test_a_renamed_label_is_found_by_its_new_name(project, card, member):
    label = LabelFactory(project=project, name="old")
    card.labels.add(label)
    label.rename("ÖffNen", by=member)
    assert (found("öffnen"), found("old")) == ([card.number], [])


@pytest.mark.parametrize(
    ("page", "stored", "typed"),
    [("boards_card", "ÄrGer", "ärGER"), ("boards_label", "Übersicht", "üBERSICHT")],
)
def test_the_admin_finds_what_the_board_finds(as_admin, project, card, page, stored, typed):
    Card.objects.filter(pk=card.pk).delete()
    CardFactory(project=project, title=stored)
    LabelFactory(project=project, name=stored)
    answer = as_admin.get(reverse(f"admin:{page}_changelist"), {"q": typed})
    assert answer.context["cl"].result_count == 1


def test_the_admin_finds_a_person_by_a_name_in_mixed_case(as_admin):
    UserFactory(name="ÖzGür")
    answer = as_admin.get(reverse("admin:projects_user_changelist"), {"q": "özgÜR"})
    assert answer.context["cl"].result_count == 1


def test_the_admin_finds_a_project_by_a_name_in_mixed_case(as_admin, project):
    project.name = "ÖffNen"
    project.save()
    answer = as_admin.get(reverse("admin:projects_project_changelist"), {"q": "öffneN"})
    assert answer.context["cl"].result_count == 1
