"""The migrations of what an account holds, on rows that are there."""

from importlib import import_module

import pytest
from django.apps import apps

from projects.models import User
from projects.models.user import EMPTIED
from tests.factories import UserFactory

MIGRATION = import_module("projects.migrations.0013_confirm_addresses")

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_addresses_of_all_who_are_there_are_confirmed():
    UserFactory.create_batch(2)
    MIGRATION.confirm(apps, None)
    assert User.objects.filter(email_confirmed_at=None).count() == 0


def test_on_the_way_back_deleted_accounts_get_names_that_nobody_can_choose():
    for person in UserFactory.create_batch(2):
        User.objects.filter(pk=person.pk).update(**EMPTIED)
    MIGRATION.name_deleted_accounts(apps, None)
    assert User.objects.filter(username__startswith="@", email__endswith="@deleted.invalid").count() == 2
