"""A change that only fails when its transaction is to be committed, as on a full disk."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse

from config.sessions import SessionStore
from projects.models import Event, Project
from tests.asking import session_of
from tests.conftest import client_for
from tests.factories import UserFactory

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
# Each database looks at a deferred constraint only at COMMIT.
BREAK = {
    "sqlite": """
        CREATE TABLE parents (id INTEGER PRIMARY KEY);
        CREATE TABLE broken (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER break_inserts AFTER INSERT ON {table} BEGIN INSERT INTO broken VALUES (1); END;
        CREATE TRIGGER break_updates AFTER UPDATE ON {table} BEGIN INSERT INTO broken VALUES (1); END
    """,
    "postgresql": """
        CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not serialize access'; END $$;
        CREATE CONSTRAINT TRIGGER broken AFTER INSERT OR UPDATE ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION broken()
    """,
}
MEND = {
    "sqlite": "DROP TRIGGER break_inserts; DROP TRIGGER break_updates; DROP TABLE broken; DROP TABLE parents",
    "postgresql": "DROP TRIGGER broken ON {table}; DROP FUNCTION broken",
}


@pytest.fixture
def broken(db):
    """Let no transaction be committed that writes to a table."""
    tables = []

    def execute(script, table):
        for statement in split(script[connection.vendor].format(table=table)):
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def broken(table):
        execute(BREAK, table)
        tables.append(table)

    def mend():
        while tables:
            execute(MEND, tables.pop())

    broken.mend = mend
    yield broken
    mend()


def split(script):
    """Statements; those within a trigger or a function stay together."""
    if "$$" in script:
        head, body, tail = script.split("$$")
        last, *others = tail.split(";")
        return [f"{head}$${body}$${last}", *others]
    parts = script.replace("; END", "\0 END").split(";")
    return [part.replace("\0", ";") for part in parts]


def quietly(user):
    """A browser of theirs that is shown an error as everybody is."""
    return client_for(user, raise_request_exception=False)


def sign_in():
    client = Client(raise_request_exception=False)
    return client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})


@pytest.mark.parametrize("table", ["weekboard_cache", "django_session"])
def test_a_sign_in_is_a_503_and_never_too_many_tries(broken, table):
    UserFactory(username="ana", password=PASSWORD)
    broken(table)
    page = sign_in()
    assert (page.status_code, page.get("Retry-After")) == (503, "5")


def test_a_move_is_a_503_and_changes_nothing(broken, member, card):
    broken("projects_event")
    url = reverse("move", args=[card.project.slug, card.number])
    answer = quietly(member).post(url, {"column": "done", "milestone": card.milestone_id})
    card.refresh_from_db()
    assert (answer.status_code, card.column, Event.objects.count()) == (503, "todo", 0)


def test_a_change_in_the_admin_is_a_503(broken, admin, project):
    broken("django_admin_log")
    url = reverse("admin:projects_user_change", args=[admin.pk])
    fields = {"username": "boss", "name": "Ana", "email": "b@example.org", "is_active": "on"}
    assert quietly(admin).post(url, fields).status_code == 503


def test_a_session_that_cannot_be_saved_is_not_taken_for_one_that_is_gone(broken, member):
    store = SessionStore(session_of(member))
    store["seen"] = 1
    broken("django_session")
    with pytest.raises(DatabaseError):
        store.save()


def test_a_session_that_is_gone_is_said_to_be(member):
    store = SessionStore(session_of(member))
    store["seen"] = 1
    store.model.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()


def test_the_next_change_on_the_same_connection_works(broken, member, project):
    broken("projects_event")
    with pytest.raises(DatabaseError), project.changing():
        project.record("renamed", by=None)
    broken.mend()
    with project.changing():
        project.record("renamed", by=None)
    assert Project.objects.get().seq == 1


def test_a_database_that_is_busy_is_not_taken_for_a_session_that_is_gone(member, monkeypatch):
    store = SessionStore(session_of(member))
    store["seen"] = 1
    execute = CursorWrapper._execute

    def busy(cursor, sql, *more):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        return execute(cursor, sql, *more)

    monkeypatch.setattr(CursorWrapper, "_execute", busy)
    with pytest.raises(OperationalError):
        store.save()
