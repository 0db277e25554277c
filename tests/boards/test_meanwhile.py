"""What others do between a form that was found valid and the lock under which it is carried out."""

import pytest

from projects.models import Project
from tests.factories import MembershipFactory, MilestoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Something that others do when a form was found valid, before its change begins."""

    def meanwhile(act):
        changing = Project.changing

        def after_that(project):
            monkeypatch.setattr(Project, "changing", changing)
            act()
            return changing(project)

        monkeypatch.setattr(Project, "changing", after_that)

    return meanwhile


def test_a_card_for_a_week_that_was_taken_out_meanwhile_is_refused(as_member, project, week, meanwhile):
    second = MilestoneFactory(project=project, number=2)
    meanwhile(second.delete)
    sent = {"lines": "One", "column": "todo", "milestone": second.pk}
    response = as_member.post("/p/parcel-vision/cards/", sent)
    assert response.status_code == 422
    assert "This week is not in the plan" in response.text


def test_a_card_for_a_week_that_was_taken_out_before_is_refused_in_the_same_words(as_member, week):
    sent = {"lines": "One", "column": "todo", "milestone": week.pk + 1}
    response = as_member.post("/p/parcel-vision/cards/", sent)
    assert (response.status_code, "This week is not in the plan" in response.text) == (422, True)


def test_a_change_of_a_project_that_was_deleted_meanwhile_is_not_found(as_member, project, card, meanwhile):
    meanwhile(Project.objects.get().delete)
    assert as_member.post("/p/parcel-vision/cards/1/estimate/", {"hours": "3"}).status_code == 404


def test_a_card_for_somebody_who_has_left_meanwhile_is_refused(as_member, project, card, meanwhile):
    other = MembershipFactory(project=project)
    sent = {"member": other.pk}
    meanwhile(other.delete)
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", sent)
    assert response.status_code == 422
    assert "does not work on the project any more" in response.text


def test_a_card_written_for_somebody_who_has_left_meanwhile_is_nobodys(as_member, project, week, meanwhile):
    other = MembershipFactory(project=project, user__username="emeka")
    meanwhile(other.delete)
    sent = {"lines": "One @emeka", "column": "todo", "milestone": week.pk}
    assert as_member.post("/p/parcel-vision/cards/", sent).status_code == 302
    assert not project.cards.get(title="One").assignees.exists()
