"""Labels: how many there may be, and when two are the same."""

import pytest
from django.conf import settings

from boards.models import Label
from projects import limits
from projects.models import Project
from tests.factories import LabelFactory

pytestmark = pytest.mark.django_db


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


def test_a_form_holds_a_choice_for_every_open_card_there_may_be():
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS > limits.OPEN_CARDS
