"""Ana, with an account, and her browser."""

import pytest

from tests.conftest import client_for
from tests.factories import MembershipFactory, UserFactory

PASSWORD = "correct horse battery"
ACCOUNT = "/account/"


@pytest.fixture
def ana(db):
    return UserFactory(username="ana", name="Ana Petrova", email="ana@example.org", password=PASSWORD)


@pytest.fixture
def as_ana(ana):
    return client_for(ana)


@pytest.fixture
def membership(ana, project):
    """Ana's place in the project."""
    return MembershipFactory(project=project, user=ana)
