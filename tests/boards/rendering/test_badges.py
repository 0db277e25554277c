"""The team and the labels of a board, read as rows, against what the querysets say."""

import pytest

from boards.rendering.badges import TeamMember, labels_of, people_of
from tests.factories import LabelFactory, MembershipFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_people_are_the_active_members_in_the_order_of_their_names(project):
    for name in ["Cem", "ana", "Ana", "Ana"]:
        MembershipFactory(project=project, user=UserFactory(name=name))
    MembershipFactory(project=project, user=UserFactory(name="Bo", is_active=False))
    MembershipFactory(project=ProjectFactory(), user=UserFactory(name="Dee"))
    active = project.memberships.active().with_people()
    assert people_of(project) == [TeamMember(one.pk, one.user.name, one.user_id) for one in active]
    assert len(people_of(project)) == 4


def test_labels_are_those_of_the_project_in_their_order(project):
    for name in ["gcp", "Docs", "api"]:
        LabelFactory(project=project, name=name)
    LabelFactory(project=ProjectFactory(), name="other")
    assert labels_of(project) == list(project.labels.values_list("name", flat=True)) == ["api", "Docs", "gcp"]


def test_a_face_on_a_card_names_its_membership_for_scripts(as_viewer, card, member, project):
    card.assignees.add(mine := project.memberships.get(user=member))
    assert (
        f'title="{member.name}" data-member="{mine.pk}"'
        in as_viewer.get(f"/p/{project.slug}/board/?week=all").text
    )
