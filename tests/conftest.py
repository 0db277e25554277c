"""What the tests share: people in their roles, and clients who act for them."""

import pytest
from django.test import Client

from boards import drawing
from projects.models import Role
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Passwords are hashed to be slow; tests need not wait for that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nothing_kept():
    """Drawings are kept by id and version; every test's database begins with the same ids."""
    drawing.kept.clear()


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Under their own names: pages can be drawn without collecting files first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def files(settings, tmp_path):
    """An empty folder for uploaded files; returns where it is."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    return tmp_path


@pytest.fixture
def admin(db):
    """A superuser, in no project."""
    return UserFactory(username="boss", name="Ana Boss", is_staff=True, is_superuser=True)


@pytest.fixture
def project(db):
    """A project with one week and an owner."""
    project = ProjectFactory(slug="parcel-vision", name="Parcel Vision")
    MilestoneFactory(project=project)
    return project


@pytest.fixture
def week(project):
    return project.milestones.get()


@pytest.fixture
def owner(project):
    return MembershipFactory(project=project, role=Role.OWNER).user


@pytest.fixture
def member(project):
    return MembershipFactory(project=project, role=Role.MEMBER).user


@pytest.fixture
def viewer(project):
    return MembershipFactory(project=project, role=Role.VIEWER).user


@pytest.fixture
def stranger(db):
    """Signed in, but in no project."""
    return UserFactory()


@pytest.fixture
def card(project, week):
    return CardFactory(project=project, milestone=week)


def client_for(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_admin(admin):
    return client_for(admin)


@pytest.fixture
def as_owner(owner):
    return client_for(owner)


@pytest.fixture
def as_member(member):
    return client_for(member)


@pytest.fixture
def as_viewer(viewer):
    return client_for(viewer)


@pytest.fixture
def as_stranger(stranger):
    return client_for(stranger)
