"""The sample project."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from boards.figures import Figures
from projects.models import Project, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample():
    call_command("sample", verbosity=0)
    return Project.objects.get(slug="parcel-vision")


def test_the_sample_is_in_week_five_of_ten(sample):
    assert (sample.current_milestone().number, sample.milestones.count()) == (5, 10)


def test_the_sample_shows_every_state_of_a_card_this_week(sample):
    tally = Figures(sample).of(sample.current_milestone())
    assert (tally.cards, tally.over, tally.blocked) == (25, 2, 1)


def test_a_second_run_changes_nothing(sample):
    before = (sample.seq, User.objects.count(), sample.cards.count())
    call_command("sample", verbosity=0)
    sample.refresh_from_db()
    assert (sample.seq, User.objects.count(), sample.cards.count()) == before


def test_nobody_can_sign_in_as_one_of_the_sample_people(sample):
    assert not any(user.has_usable_password() for user in sample.members.all())


def test_an_admin_who_is_there_owns_the_sample(db):
    admin = User.objects.create_superuser("root", "root@example.org", "x", name="Root")
    call_command("sample", verbosity=0)
    assert admin.memberships.get().get_role_display() == "Owner"


def test_nothing_in_the_sample_happened_in_the_future(sample):
    assert not sample.events.filter(at__gt=timezone.now()).exists()
    assert not sample.cards.filter(done_at__gt=timezone.now()).exists()
