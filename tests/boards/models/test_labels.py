"""Labels: how many there may be, and when two are the same."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Label
from boards.models.label import add_label
from projects import limits
from projects.models import Edited, Project
from projects.text import content_hash
from tests.factories import CardFactory, LabelFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_line_of_more_labels_than_a_card_may_have_is_refused(as_member, project, week):
    line = "Wide " + " ".join(f"#l{n}" for n in range(limits.CARD_LABELS + 1))
    response = as_member.post(
        "/p/parcel-vision/cards/", {"lines": line, "column": "todo", "milestone": week.pk}
    )
    assert (response.status_code, project.labels.count()) == (422, 0)
    assert "A card has at most 20 labels" in response.text


def test_a_card_has_no_more_labels_than_it_may_have(as_member, project, card):
    card.labels.set(LabelFactory.create_batch(limits.CARD_LABELS, project=project))
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/label/", {"label": "more"})
    assert response.status_code == 422
    assert "A card has at most 20 labels" in response.text


def test_a_project_has_no_more_labels_than_it_may_have(as_member, project, card):
    Label.objects.bulk_create(Label(project=project, name=f"l{n}") for n in range(limits.LABELS))
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/label/", {"label": "more"})
    assert response.status_code == 422
    assert "at most 200 labels" in response.text


@pytest.mark.parametrize("name", ["änder", "ÄNDER"])
def test_a_label_is_the_same_whatever_its_case(as_member, project, card, name):
    as_member.post(f"/p/parcel-vision/cards/{card.number}/label/", {"label": "Änder"})
    last = Project.objects.get(pk=project.pk).seq
    as_member.post(f"/p/parcel-vision/cards/{card.number}/label/", {"label": name})
    assert (project.labels.count(), Project.objects.get(pk=project.pk).seq) == (1, last)
    as_member.post(f"/p/parcel-vision/cards/{card.number}/unlabel/", {"label": name})
    assert not card.labels.exists()


def test_a_new_name_is_kept_with_the_old_one(project, member):
    event = LabelFactory(project=project, name="gpc").rename("gcp", by=member)
    assert (event.kind, event.data["was"], event.data["now"]) == (
        "label_changed",
        {"name": "gpc"},
        {"name": "gcp"},
    )
    assert project.labels.get().name == "gcp"


def test_each_card_that_loses_a_deleted_label_tells_so_and_is_drawn_anew(as_member, project, card, member):
    label, other = LabelFactory(project=project, name="gcp"), CardFactory(project=project)
    for each in (card, other):
        each.labels.add(label)
    label.remove(by=member)
    assert list(project.events.values_list("seq", "kind", "card_number")) == [
        (1, "label_deleted", None),
        (2, "unlabelled", card.number),
        (3, "unlabelled", other.number),
    ]
    assert set(project.cards.values_list("version", flat=True)) == {2}
    page = as_member.get(f"/p/parcel-vision/cards/{card.number}/").text
    assert "took the label <bdi>gcp</bdi> off, which was deleted" in page


def test_cards_of_a_merged_label_have_the_other_one_and_tell_so(project, card, member, as_member):
    gcp, cloud = LabelFactory(project=project, name="gcp"), LabelFactory(project=project, name="cloud")
    both = CardFactory(project=project)
    card.labels.add(gcp)
    both.labels.add(gcp, cloud)
    gcp.merge_into(cloud, by=member)
    assert list(project.events.values_list("seq", "kind", "card_number")) == [
        (1, "label_merged", None),
        (2, "unlabelled", card.number),
        (3, "unlabelled", both.number),
    ]
    assert [list(each.labels.all()) for each in (card, both)] == [[cloud], [cloud]]
    assert set(project.cards.values_list("version", flat=True)) == {2}
    page = as_member.get(f"/p/parcel-vision/cards/{card.number}/").text
    assert "put the label <bdi>cloud</bdi> in the place of <bdi>gcp</bdi>" in page


def test_a_card_with_the_other_label_alone_is_not_touched_by_a_merge(project, card, member):
    gcp, cloud = LabelFactory(project=project, name="gcp"), LabelFactory(project=project, name="cloud")
    card.labels.add(cloud)
    gcp.merge_into(cloud, by=member)
    assert (project.cards.get().version, project.events.count()) == (1, 1)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_label_that_was_removed_meanwhile_is_not_merged(project, member, gone):
    labels = [LabelFactory(project=project), LabelFactory(project=project)]
    Label.objects.get(pk=labels[gone].pk).remove(by=member)
    with pytest.raises(Label.DoesNotExist):
        labels[0].merge_into(labels[1], by=member)


def test_a_label_is_not_merged_into_itself(project, member):
    label = LabelFactory(project=project)
    with pytest.raises(ValidationError):
        label.merge_into(label, by=member)
    assert project.labels.exists()


def test_a_label_of_500_cards_is_merged_in_as_many_queries_as_one_of_ten(project, member):
    other = LabelFactory(project=project)

    def queries(cards):
        label = LabelFactory(project=project)
        label.cards.set(CardFactory.create_batch(cards, project=project))
        with CaptureQueriesContext(connection) as captured:
            label.merge_into(other, by=member)
        return len(captured)

    assert queries(400) == queries(10)


def test_a_label_that_was_removed_meanwhile_is_not_removed_again(project, member):
    label = LabelFactory(project=project)
    Label.objects.get().remove(by=member)
    with pytest.raises(Label.DoesNotExist):
        label.remove(by=member)
    assert project.events.count() == 1


def test_a_name_that_somebody_else_has_changed_is_not_written_over(project, member):
    label = LabelFactory(project=project, name="gcp")
    Label.objects.get().rename("cloud", by=member)
    with pytest.raises(Edited):
        label.rename("google", by=member, base_hash=content_hash("gcp"))
    assert project.labels.get().name == "cloud"


def test_a_label_of_500_cards_is_deleted_in_as_many_queries_as_one_of_one(project, member):
    def queries(cards):
        label = LabelFactory(project=project)
        label.cards.set(CardFactory.create_batch(cards, project=project))
        with CaptureQueriesContext(connection) as captured:
            label.remove(by=member)
        return len(captured)

    assert queries(500) == queries(1)


def test_a_new_colour_is_kept_with_the_old_one(project, member):
    event = LabelFactory(project=project, hue=1).recolour(2, by=member)
    assert (event.kind, event.data["was"], event.data["now"]) == ("label_changed", {"hue": 1}, {"hue": 2})
    assert project.labels.get().hue == 2


@pytest.mark.parametrize(("verb", "same"), [(Label.rename, "gcp"), (Label.recolour, 1)])
def test_what_a_label_says_already_is_no_change(project, member, verb, same):
    assert verb(LabelFactory(project=project, name="gcp", hue=1), same, by=member) is None
    assert not project.events.exists()


@pytest.mark.parametrize("name", ["ärger", "ÄRGER"])
def test_a_label_is_not_renamed_to_what_another_is_called(project, member, name):
    LabelFactory(project=project, name="Ärger")
    with pytest.raises(ValidationError, match="There is a label of this name already"):
        LabelFactory(project=project, name="Freude").rename(name, by=member)
    with pytest.raises(ValidationError, match="There is a label of this name already"):
        add_label(project, name=name, hue=1, by=member)


@pytest.mark.parametrize(
    "change", [lambda label: label.rename("b", by=None), lambda label: label.recolour(2, by=None)]
)
def test_a_change_of_a_label_has_those_cards_rendered_anew_that_have_it(project, change):
    label = LabelFactory(project=project, name="a", hue=1)
    labelled, other = CardFactory(project=project), CardFactory(project=project)
    labelled.labels.add(label)
    change(label)
    assert dict(project.cards.values_list("number", "version")) == {labelled.number: 2, other.number: 1}
    assert Project.objects.get().render_version == 0


def test_a_label_that_was_removed_meanwhile_is_not_renamed(project, member):
    label = LabelFactory(project=project)
    Label.objects.get().remove(by=member)
    with pytest.raises(Label.DoesNotExist):
        label.rename("gcp", by=member)


def test_a_label_that_is_removed_is_on_no_card(project, card, member):
    label = LabelFactory(project=project)
    card.labels.add(label)
    assert label.remove(by=member).kind == "label_deleted"
    assert (card.labels.count(), project.labels.count()) == (0, 0)


def test_a_label_is_added_with_an_event(project, member):
    label = add_label(project, name="gcp", hue=3, by=member)
    data = {"label": label.pk, "was": {}, "now": {"name": "gcp", "hue": 3}}
    assert [(event.kind, event.data) for event in project.events.all()] == [("label_added", data)]


def test_a_form_holds_a_choice_for_every_open_card_there_may_be():
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS > limits.OPEN_CARDS
