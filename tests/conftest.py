"""What the tests share: people in their roles, clients who act for them, and what is run where."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client, override_settings

from boards.models import Standup
from boards.rendering.cache import clear_caches
from projects.files.usage import stored_bytes
from projects.models import Project, Role
from tests import examples, site
from tests.asking import page_of, session_of
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory, UserFactory

examples.register_profiles()

# Fixtures that lead to the database which DATABASE_URL names.
ASKING = {"db", "transactional_db", "database", "site", "sites", "homes", "place", "runs", "filled"}


@pytest.hookimpl(trylast=True)  # after pytest-django has put those last that empty the database
def pytest_collection_modifyitems(config, items):
    """Put programs first, which take longest, and leave out on PostgreSQL what does not ask it."""
    items.sort(key=lambda item: not item.get_closest_marker("programs"))
    if site.on_postgresql():
        again = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


def asks_the_database(item):
    asks = item.get_closest_marker("django_db") or ASKING & set(item.fixturenames)
    return asks and not item.get_closest_marker("one_database")


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """The folder of what is made once: for the workers of a run, and for its jobs if tests.jobs has started them."""
    if "SHARED_BY_JOBS" in os.environ:
        return Path(os.environ["SHARED_BY_JOBS"])
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def static(shared):
    """The static files, collected; returns where they are."""
    collected = shared / "static"
    command = ["collectstatic", "--no-input"]
    return made_once_by_manage(command, collected, STATIC_ROOT=str(collected), DATA_DIR=str(shared))


@pytest.fixture(scope="session")
def migrated(shared):
    """Gives the path of a SQLite file with our tables and no row of ours, made when it is first asked for.

    To copy it takes a moment, where each server that migrates one of its own takes seconds.
    """
    data = shared / "migrated"
    return lambda: made_once_by_manage(["migrate"], data, DATA_DIR=str(data)) / "weekboard.sqlite3"


def made_once_by_manage(command, made, **told):
    """Has manage.py make something that is not there, while the others who want it wait; returns where it is."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | told
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            words = [sys.executable, "manage.py", *command, "--verbosity", "0"]
            subprocess.run(words, cwd=django_settings.BASE_DIR, env=environment, check=True)
    return made


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """What takes long in earnest, and needs not here: slow passwords, names by content, a look at every static file.

    Pages can be drawn without collecting files first, and a client begins as quickly after `make run` as before.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=django_settings.STORAGES | {"staticfiles": plain},
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def nothing_kept():
    """Drawings are kept by id and version; every test's database begins with the same ids."""
    clear_caches()


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """A transaction around all tests of a module: what is made in it before them is there for each of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def stored_in(folder):
    """Return the setting STORAGES with uploaded files in this folder."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return django_settings.STORAGES | {"default": storage}


@pytest.fixture
def files(settings, tmp_path, tmp_path_factory):
    """An empty folder for uploaded files; returns where it is."""
    settings.STORAGES = stored_in(tmp_path)
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    return tmp_path


@pytest.fixture
def check_figure(db, files):
    """Compares what projects are said to store with the bytes of the files beside the trash; returns the sum."""

    def check():
        found = (path for path in files.rglob("*") if path.is_file() and "gone" not in path.parts)
        figure = sum(stored_bytes(project) for project in Project.objects.all())
        assert figure == sum(path.stat().st_size for path in found)
        return figure

    return check


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


@pytest.fixture
def meanwhile(monkeypatch):
    """Something that others do when a form was found valid, before its change begins."""

    def meanwhile(act):
        own = {model: model.changing for model in (Project, Standup)}

        def after_that(changed, **how):
            for model, changing in own.items():
                monkeypatch.setattr(model, "changing", changing)
            act()
            return own[type(changed)](changed, **how)

        for model in own:
            monkeypatch.setattr(model, "changing", after_that)

    return meanwhile


def client_for(user, **options):
    """A browser with a session, and a page that was drawn for this person.

    (`Client.force_login` does more: it signs in, at several times the cost.)
    """
    client = Client(headers=page_of(user.pk), **options)
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session_of(user)
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
