"""Making the sample project: whoever is there, and on any day."""

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from boards.reporting.week_accounts import read_accounts
from projects.models import Project, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


def test_an_admin_who_is_there_owns_the_sample(db):
    admin = User.objects.create_superuser("root", "root@example.org", "x", name="Root")
    call_command("sample", verbosity=0)
    assert admin.memberships.get().get_role_display() == "Owner"


@pytest.mark.parametrize("day", ["2026-11-23T00:30Z", "2026-11-29T23:30Z", "2027-01-04T12:00Z"])
def test_the_sample_can_be_made_on_any_day(day, db):
    with time_machine.travel(day):
        call_command("sample", verbosity=0)
        project = Project.objects.get(slug="parcel-vision")
        account = read_accounts(project)[project.current_milestone().pk]
        assert account.planned.cards == 25
        assert not project.events.filter(at__gt=timezone.now()).exists()
