"""The labels on the settings page."""

import pytest

from projects.models import Role
from projects.text import content_hash
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LABELS = "/p/parcel-vision/settings/labels/"
PAGE = "/p/parcel-vision/settings/"


@pytest.fixture
def gcp(project):
    return LabelFactory(project=project, name="gcp", hue=1)


@pytest.fixture
def cloud(project):
    return LabelFactory(project=project, name="Cloud", hue=2)


def body(**new):
    return {"name": "gcp", "hue": "1", "seen_name": content_hash("gcp"), "seen_hue": content_hash("1"), **new}


def told(project):
    return [event.kind for event in project.events.all()]


def test_labels_are_listed_by_name_with_their_cards(as_owner, project, gcp, cloud, card):
    card.labels.add(gcp)
    deleted = CardFactory(project=project)
    deleted.labels.add(gcp)
    deleted.delete_card(by=None)
    lines = as_owner.get(PAGE).context["page"].labels
    assert [(str(line.label), line.cards) for line in lines] == [("Cloud", "0 cards"), ("gcp", "1 card")]


def test_a_label_is_added(as_owner, project):
    response = as_owner.post(LABELS, {"name": "data", "hue": "3"})
    assert response["Location"] == f"{PAGE}?done=1#labels"
    assert list(project.labels.values_list("name", "hue")) == [("data", 3)]
    assert "Label added" in as_owner.get(response["Location"]).text


def test_name_and_colour_are_changed_with_an_event_each(as_owner, project, gcp):
    response = as_owner.post(f"{LABELS}{gcp.pk}/", body(name="google", hue="5"))
    assert response.status_code == 302
    assert list(project.labels.values_list("name", "hue")) == [("google", 5)]
    assert told(project) == ["label_changed", "label_changed"]


def test_what_was_not_changed_is_not_written(as_owner, project, gcp):
    gcp.recolour(7, by=None)
    as_owner.post(f"{LABELS}{gcp.pk}/", body(name="google"))
    assert list(project.labels.values_list("name", "hue")) == [("google", 7)]


@pytest.mark.parametrize("address", [LABELS, None])
@pytest.mark.parametrize("typed", ["cloud", "CLOUD", "", "x" * 101])
def test_a_name_that_cannot_be_comes_back_with_the_reason(as_owner, project, gcp, cloud, address, typed):
    response = as_owner.post(address or f"{LABELS}{gcp.pk}/", body(name=typed))
    assert (response.status_code, told(project)) == (422, [])
    assert f'name="name" value="{typed}"' in response.text or not typed
    assert 'aria-invalid="true"' in response.text


def test_a_name_that_somebody_else_has_changed_comes_back_with_both(as_owner, project, gcp):
    other = MembershipFactory(project=project, role=Role.OWNER, user__name="Ben Hart").user
    gcp.rename("cloud", by=other)
    response = as_owner.post(f"{LABELS}{gcp.pk}/", body(name="google"))
    assert (response.status_code, project.labels.get().name) == (409, "cloud")
    assert "Ben Hart has changed this meanwhile. It says now: “cloud”." in response.text
    assert 'value="google"' in response.text
    again = body(name="google", seen_name=content_hash("cloud"))
    assert as_owner.post(f"{LABELS}{gcp.pk}/", again).status_code == 302


def test_a_name_that_another_label_takes_meanwhile_is_said_at_the_field(as_owner, project, gcp, meanwhile):
    meanwhile(lambda: LabelFactory(project=project, name="google"))
    response = as_owner.post(f"{LABELS}{gcp.pk}/", body(name="google"))
    assert (response.status_code, "There is a label of this name already." in response.text) == (422, True)


def test_a_label_is_merged_into_another(as_owner, project, gcp, cloud, card):
    card.labels.add(gcp)
    response = as_owner.post(f"{LABELS}{gcp.pk}/merge/", {"into": cloud.pk})
    assert [label.name for label in card.labels.all()] == ["Cloud"]
    assert told(project) == ["label_merged", "unlabelled"]
    page = as_owner.get(response["Location"]).text
    assert "Merged <b><bdi>gcp</bdi></b> into <b><bdi>Cloud</bdi></b>" in page


@pytest.mark.parametrize("into", ["itself", "another project's", "none"])
def test_a_label_is_merged_into_no_other_thing(as_owner, project, gcp, into):
    chosen = {"itself": gcp.pk, "another project's": LabelFactory().pk, "none": ""}[into]
    response = as_owner.post(f"{LABELS}{gcp.pk}/merge/", {"into": chosen})
    assert (response.status_code, project.labels.count(), told(project)) == (422, 1, [])


def test_a_label_that_is_being_changed_says_how_many_cards_lose_it(as_owner, gcp, card):
    card.labels.add(gcp)
    assert "1 card has it. It loses it if you delete it." in as_owner.get(f"{LABELS}{gcp.pk}/").text


def test_a_label_is_deleted(as_owner, project, gcp, card):
    card.labels.add(gcp)
    response = as_owner.post(f"{LABELS}{gcp.pk}/delete/")
    assert (project.labels.count(), told(project)) == (0, ["label_deleted", "unlabelled"])
    assert "Label <b><bdi>gcp</bdi></b> deleted" in as_owner.get(response["Location"]).text


@pytest.mark.parametrize("act", ["", "merge/", "delete/"])
def test_a_label_that_is_gone_is_not_there(project, gcp, act):
    label, owner = gcp.pk, MembershipFactory(project=project, role=Role.OWNER).user
    gcp.remove(by=None)
    assert client_for(owner).post(f"{LABELS}{label}/{act}", body(into=1)).status_code == 404
