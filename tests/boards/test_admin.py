"""Cards, labels and comments in the admin: the same verbs, the same order, the same record."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.admin import CardAdmin
from boards.models import Card, Column, Comment
from projects import limits
from projects.models import Event
from tests.adminpages import allow, form_on, page, queries, save
from tests.conftest import client_for
from tests.factories import (
    CardFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
    UserFactory,
)

CARDS = reverse("admin:boards_card_changelist")


@pytest.fixture
def next_week(project):
    return MilestoneFactory(project=project, number=2, starts_on="2026-09-14")


@pytest.fixture
def as_staff(db):
    staff = UserFactory(is_staff=True)
    client = client_for(staff)
    client.staff = staff
    return client


def kinds(card):
    return list(Event.objects.filter(card_number=card.number).values_list("kind", flat=True))


def errors_of(response):
    return response.context["adminform"].form.errors


# --- Every change is a verb ----------------------------------------------------------------------------
def test_saving_without_a_change_changes_nothing(as_admin, card):
    assert save(as_admin, card).status_code == 302
    assert kinds(card) == []
    assert Card.objects.get().version == 1


@pytest.mark.parametrize(
    ("field", "typed", "kind", "saved"),
    [
        ("title", "Train", "edited", "Train"),
        ("description", "a\r\nb", "edited", "a\nb"),
        ("estimate_minutes", "1:30", "estimated", 90),
        ("blocked_reason", "No key", "blocked", "No key"),
        ("column", "doing", "moved", "doing"),
    ],
)
def test_a_change_is_one_event_by_whoever_made_it(as_admin, admin, card, field, typed, kind, saved):
    save(as_admin, card, **{field: typed})
    event = Event.objects.get()
    assert (event.kind, event.actor, event.data["how"]) == (kind, admin, "admin")
    assert getattr(Card.objects.get(), field) == saved


def test_column_and_week_together_are_one_move(as_admin, card, next_week):
    save(as_admin, card, column="doing", milestone=next_week.pk)
    moved = Card.objects.get()
    assert (moved.column, moved.milestone, kinds(card)) == ("doing", next_week, ["moved"])
    assert moved.started_at


def test_a_card_is_put_off_until_later(as_admin, card):
    save(as_admin, card, milestone="")
    assert Card.objects.get().milestone is None


def test_a_card_moved_in_the_admin_comes_last_in_its_column(as_admin, project, week, card):
    others = CardFactory.create_batch(3, project=project, milestone=week, column=Column.DONE)
    save(as_admin, card, column="done")
    column = project.cards.filter(column="done").in_order()
    assert list(column) == [*others, card]
    assert len(set(column.values_list("position", flat=True))) == 4


def test_nobody_types_a_place(as_admin, card):
    before = card.position
    save(as_admin, card, position="1", title="Train")
    assert Card.objects.get().position == before


def test_people_and_labels_change_one_by_one(as_admin, project, card):
    ana, ben = MembershipFactory.create_batch(2, project=project)
    gcp, data = LabelFactory(project=project), LabelFactory(project=project)
    card.assignees.add(ana)
    card.labels.add(gcp)
    save(as_admin, card, assignees=[ben.pk], labels=[gcp.pk, data.pk])
    assert sorted(kinds(card)) == ["assigned", "labelled", "unassigned"]
    assert set(card.assignees.all()) == {ben}
    assert set(card.labels.all()) == {gcp, data}


def test_a_card_goes_into_the_archive_after_its_other_changes(as_admin, card):
    save(as_admin, card, archived="on", title="Train")
    assert kinds(card) == ["edited", "archived"]


def test_a_card_comes_out_of_the_archive_before_its_other_changes(as_admin, admin, card):
    card.archive(by=admin)
    save(as_admin, card, archived=False, title="Train")
    assert kinds(card) == ["archived", "restored", "edited"]


# --- Nothing of somebody else's is written over --------------------------------------------------------
@pytest.mark.both_databases
def test_what_somebody_else_has_changed_meanwhile_stays(as_admin, admin, project, card, next_week):
    ana = MembershipFactory(project=project)
    opened = form_on(as_admin, card, title="Train")
    card.estimate(120, by=admin)
    card.move(column="done", milestone_id=next_week.pk, by=admin)
    card.assign(ana, by=admin)
    as_admin.post(page(card), opened)
    saved = Card.objects.get()
    assert (saved.title, saved.estimate_minutes, saved.column) == ("Train", 120, "done")
    assert (saved.milestone, saved.assignees.get()) == (next_week, ana)


def test_a_text_that_somebody_else_has_changed_is_shown_first(as_admin, admin, card):
    opened = form_on(as_admin, card, title="Mine")
    card.edit(title="Theirs", by=admin)
    response = as_admin.post(page(card), opened)
    [sentence] = errors_of(response)["title"]
    assert "It says now: “Theirs”." in sentence
    assert response.context["adminform"].form["title"].value() == "Mine"
    assert Card.objects.get().title == "Theirs"


def test_saving_again_is_meant_and_loses_nobody(as_admin, admin, project, card):
    card.assignees.set(MembershipFactory.create_batch(2, project=project))
    opened = form_on(as_admin, card, title="Mine")
    card.edit(title="Theirs", by=admin)
    returned = as_admin.post(page(card), opened).context["adminform"].form.data
    as_admin.post(page(card), returned)
    assert Card.objects.get().title == "Mine"
    assert card.assignees.count() == 2


def test_a_change_that_comes_too_late_after_all_is_said(as_admin, card, monkeypatch):
    opened = form_on(as_admin, card, title="Train")
    monkeypatch.setattr(Card, "check_editable", gone)
    response = as_admin.post(page(card), opened, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["This card was deleted meanwhile."]


def gone(card, **even):
    from boards.models import Refused

    raise Refused("This card was deleted meanwhile.")


# --- What is refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "This field is required."),
        ("title", "\u200b", "This has only invisible characters. Please write a word."),
        ("title", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        (
            "description",
            "a\x07",
            "This text holds a character that cannot be shown (U+0007). Please remove it.",
        ),
        ("column", "later", "Select a valid choice. later is not one of the available choices."),
        ("estimate_minutes", "0", "Zero hours is not an estimate. Leave it empty if nobody knows yet."),
        ("estimate_minutes", "1000", "That is more than 999 hours: a project, not a card."),
        ("estimate_minutes", "NaN", "“nan” is not a number of hours. Write hours as 3, 1.5, 1:30, 90m or ½."),
    ],
)
def test_bad_input_gets_its_sentence_and_saves_nothing(as_admin, card, field, typed, sentence):
    response = save(as_admin, card, **{"blocked_reason": "No key", field: typed})
    assert errors_of(response) == {field: [sentence]}
    assert kinds(card) == []


def test_a_card_in_the_archive_is_not_changed(as_admin, admin, card):
    card.archive(by=admin)
    response = save(as_admin, card, title="Train")
    [sentence] = errors_of(response)["archived"]
    assert sentence.startswith("This card is in the archive.")


@pytest.mark.parametrize("field", ["milestone", "assignees", "labels"])
def test_what_belongs_to_another_project_cannot_be_chosen(as_admin, card, field):
    other = ProjectFactory()
    foreign = {
        "milestone": MilestoneFactory(project=other).pk,
        "assignees": [MembershipFactory(project=other).pk],
        "labels": [LabelFactory(project=other).pk],
    }
    response = save(as_admin, card, **{field: foreign[field]})
    assert list(errors_of(response)) == [field]


def test_cards_are_added_on_the_board_only(as_admin):
    assert as_admin.get(reverse("admin:boards_card_add")).status_code == 403


# --- Deleting ------------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_deleted_card_leaves_a_tombstone(as_admin, card):
    as_admin.post(reverse("admin:boards_card_delete", args=[card.pk]), {"post": "yes"})
    assert Card.objects.get().deleted_at
    assert kinds(card) == ["deleted"]


def test_several_cards_leave_tombstones(as_admin, project):
    cards = CardFactory.create_batch(3, project=project)
    chosen = {"action": "delete_selected", "_selected_action": [card.pk for card in cards], "post": "yes"}
    as_admin.post(CARDS, chosen)
    assert Card.objects.exclude(deleted_at=None).count() == 3
    assert list(project.events.values_list("seq", flat=True)) == [1, 2, 3]


def test_a_deleted_card_is_not_there_any_more(as_admin, admin, card):
    card.delete_card(by=admin)
    assert as_admin.post(page(card), {"title": "Mine"}).status_code == 302
    assert kinds(card) == ["deleted"]


@pytest.mark.parametrize("thing", ["card", "label"])
def test_what_belongs_to_an_archived_project_is_only_looked_at(as_admin, project, card, thing):
    found = {"card": card, "label": LabelFactory(project=project)}[thing]
    sent = form_on(as_admin, found, title="Renamed", name="renamed")
    project.change(by=None, archived_at=timezone.now())
    assert as_admin.get(page(found)).status_code == 200
    assert as_admin.post(page(found), sent).status_code == 403


def test_of_several_cards_none_is_deleted_if_one_belongs_to_an_archived_project(as_admin, card):
    other = CardFactory()
    other.project.change(by=None, archived_at=timezone.now())
    chosen = {"action": "delete_selected", "_selected_action": [card.pk, other.pk], "post": "yes"}
    assert as_admin.post(CARDS, chosen).status_code == 403
    assert not Card.objects.exclude(deleted_at=None).exists()


def test_of_several_cards_none_is_deleted_if_a_project_is_archived_meanwhile(as_admin, card, monkeypatch):
    other, look = CardFactory(), CardAdmin.get_deleted_objects

    def look_and_be_overtaken(*args):
        found = look(*args)
        other.project.change(by=None, archived_at=timezone.now())
        return found

    monkeypatch.setattr(CardAdmin, "get_deleted_objects", look_and_be_overtaken)
    chosen = {"action": "delete_selected", "_selected_action": [card.pk, other.pk], "post": "yes"}
    assert as_admin.post(CARDS, chosen).status_code == 403
    assert not Card.objects.exclude(deleted_at=None).exists()


# --- Labels and comments -------------------------------------------------------------------------------
def test_a_renamed_label_has_its_cards_drawn_afresh(as_admin, project, card):
    label = LabelFactory(project=project, name="gpc")
    card.labels.add(label)
    save(as_admin, label, name="gcp")
    card.refresh_from_db()
    assert (card.version, project.events.get().kind) == (2, "label_changed")
    assert project.labels.get().name == "gcp"


def add_label(client, project, name):
    return client.post(reverse("admin:boards_label_add"), {"project": project.pk, "name": name, "hue": 1})


@pytest.mark.parametrize(("there", "added"), [("gcp", "GCP"), ("Ärger", "ärger")])
def test_a_label_is_added_once(as_admin, project, there, added):
    LabelFactory(project=project, name=there)
    assert errors_of(add_label(as_admin, project, added)) == {
        "name": ["There is a label of this name already."]
    }


def test_a_label_is_renamed_to_another_case(as_admin, project):
    label = LabelFactory(project=project, name="ärger")
    save(as_admin, label, name="Ärger")
    assert project.labels.get().name == "Ärger"


def test_another_project_may_have_a_label_of_the_same_name(as_admin, project):
    LabelFactory(name="gcp")
    assert add_label(as_admin, project, "gcp").status_code == 302


def test_a_project_has_at_most_so_many_labels(as_admin, project, monkeypatch):
    monkeypatch.setattr(limits, "LABELS", 2)
    assert add_label(as_admin, project, "one").status_code == 302
    assert add_label(as_admin, project, "two").status_code == 302
    assert errors_of(add_label(as_admin, project, "three"))["__all__"][0].startswith(
        "A project has at most 2 labels"
    )


def test_a_deleted_label_is_taken_off_the_cards(as_admin, project, card):
    label = LabelFactory(project=project)
    card.labels.add(label)
    confirm = reverse("admin:boards_label_delete", args=[label.pk])
    assert as_admin.get(confirm).context["deleted_objects"] == [f"{label}, taken off 1 card"]
    as_admin.post(confirm, {"post": "yes"})
    assert (card.labels.count(), kinds(card)) == (0, ["unlabelled"])


def test_comments_are_looked_at_only(as_admin, admin, card):
    card.comment("Look here", author=admin, by=admin)
    comment = Comment.objects.get()
    assert as_admin.get(page(comment)).status_code == 200
    assert as_admin.post(page(comment), {"text": "x"}).status_code == 403
    assert as_admin.post(reverse("admin:boards_comment_delete", args=[comment.pk])).status_code == 403


# --- Who may, and lists --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["card", "label", "comment"])
def test_staff_without_permissions_see_nothing(as_staff, name):
    assert as_staff.get(reverse(f"admin:boards_{name}_changelist")).status_code == 403


def test_staff_who_may_look_at_cards_change_none(as_staff, card):
    allow(as_staff.staff, "view_card")
    shown = as_staff.get(page(card)).content.decode()
    assert "parcel" in shown.lower()
    assert as_staff.post(page(card), {"title": "Mine"}).status_code == 403
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": card.pk, "form-0-column": "done"}
    as_staff.post(CARDS, rows | {"_save": "Save"})
    assert (Card.objects.get().title, Card.objects.get().column) == (card.title, "todo")


def test_staff_who_may_change_cards_do_so_and_delete_none(as_staff, card):
    allow(as_staff.staff, "view_card", "change_card")
    save(as_staff, card, title="Train")
    assert Card.objects.get().title == "Train"
    assert as_staff.post(reverse("admin:boards_card_delete", args=[card.pk])).status_code == 403


@pytest.mark.parametrize("term", ["train", "baseline", "parcel-vision"])
def test_cards_are_found_by_their_words_and_project(as_admin, project, term):
    card = CardFactory(project=project, title="Train", description="the baseline")
    CardFactory(title="Other")
    assert list(as_admin.get(CARDS, {"q": term}).context["cl"].result_list) == [card]


def test_a_card_is_found_by_its_number(as_admin, project):
    _, second = CardFactory.create_batch(2, project=project, title="Train")
    assert list(as_admin.get(CARDS, {"q": "2"}).context["cl"].result_list) == [second]


def fill(number):
    for _ in range(number):
        project = MilestoneFactory().project
        card = CardFactory(project=project, milestone=project.milestones.get(), estimate_minutes=90)
        author = MembershipFactory(project=project).user
        card.comment("Look", author=author, by=author)
        LabelFactory(project=project)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["card", "label", "comment"])
def test_a_list_of_thirty_takes_as_many_queries_as_one_of_one(as_admin, name):
    address = reverse(f"admin:boards_{name}_changelist")
    fill(1)
    few = queries(as_admin, address)
    fill(29)
    assert queries(as_admin, address) == few


def test_the_page_of_a_card_takes_as_many_queries_for_thirty_people(as_admin, project, card):
    MembershipFactory(project=project)
    few = queries(as_admin, page(card))
    MembershipFactory.create_batch(29, project=project)
    assert queries(as_admin, page(card)) == few


def test_space_around_a_text_is_nobody_elses_change(as_admin, admin, card):
    card.edit(description="one\ntwo\n", by=admin)
    save(as_admin, card, description="three")
    card.refresh_from_db()
    assert card.description == "three"


def test_who_only_looks_is_not_offered_but_stays_where_they_are(as_admin, project, card):
    member, was_member, _ = (MembershipFactory(project=project, role=role) for role in (2, 1, 1))
    card.assignees.add(was_member)
    choices = as_admin.get(page(card)).context["adminform"].form.fields["assignees"].queryset
    assert set(choices) == {member, was_member}
