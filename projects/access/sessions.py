"""A session, its person, and the project that is asked for with their role in it: read by one statement."""

from functools import cache
from threading import Lock
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from projects.models import Project, SignIn, User
from projects.statements import columns, reader
from projects.text import whole_number

# Plain SQL, because every request begins with it: to build three querysets takes longer than to run them. A session
# names its person in its data alone; so the process remembers whom it named, and the statement is told.
STATEMENT = """
    SELECT session.session_data, membership.id, membership.role, {person}, {project}
    FROM django_session session
    LEFT JOIN projects_user person ON person.id = %s
    LEFT JOIN projects_project project ON project.slug = %s
    LEFT JOIN projects_membership membership
        ON membership.project_id = project.id AND membership.user_id = person.id
    WHERE session.session_key = %s AND session.expire_date > %s
"""
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
KEY_CHARACTERS = set(VALID_KEY_CHARS)
MOST_REMEMBERED = 2000


class SessionStore(db.SessionStore):
    """Django's sessions in the database; with the session its `user` is read, and the `project` of a `slug`.

    `user` is whom the session names: only `user_of` tells whether that still counts. The name of the class is part
    of the salt of what is stored.
    """

    slug = ""  # counts if it is set before anything is read
    session_data = ""
    user: User | None = None
    project: Project | None = None  # only if `user` may see it

    def _validate_session_key(self, key: str | None) -> bool:
        """Ask the database for nothing that no session is called; PostgreSQL refuses some characters."""
        return super()._validate_session_key(key) and set(str(key)) <= KEY_CHARACTERS  # type: ignore[misc]

    def load(self) -> dict[str, Any]:
        key = str(self.session_key)
        known = remembered.get(key, NOTHING)
        row = read_row(key, known.user_id, self.slug)
        if row and row.session_data != known.session_data:
            asked_for, known = known.user_id, self.remember(key, row.session_data)
            if known.user_id != asked_for:
                row = read_row(key, known.user_id, self.slug)
        if row is None:
            self._session_key = None
            return {}
        self.session_data, self.user, self.project = known.session_data, row.user, row.project
        return self.serializer().loads(known.content)

    def cycle_key(self) -> None:
        """Take another key, which is where the person is signed in from now on."""
        key = self.session_key
        super().cycle_key()
        if key:
            SignIn.objects.filter(session_key=key).update(session_key=self.session_key)

    def flush(self) -> None:
        key = self.session_key
        super().flush()
        SignIn.objects.filter(session_key=key).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        self.remember(row.session_key, row.session_data)
        return row

    def remember(self, key: str, session_data: str) -> "Known":
        content = self.decode(session_data)
        user_id = whole_number(str(content.get(SESSION_KEY, "")))
        known = Known(session_data, self.serializer().dumps(content), user_id)
        if content:  # it is nothing if the signature is wrong, of which every request is to tell
            with lock:
                remembered.pop(key, None)
                remembered[key] = known
                if len(remembered) > MOST_REMEMBERED:
                    del remembered[next(iter(remembered))]
        return known


class Known(NamedTuple):
    """What the data of a session say, whose signature was checked. It holds only for exactly these data."""

    session_data: str
    content: bytes  # serialized, so that no request can change it for others
    user_id: int | None


NOTHING = Known("", b"{}", None)
remembered: dict[str, Known] = {}  # by the session's key; the oldest goes first
lock = Lock()


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Return whose session it is: by the rules of Django's `get_user`, from what was read with the session.

    It decides only where everything is in order. The rest it leaves to Django, which ends a session that a new
    password or another secret has made invalid.
    """
    session = cast(SessionStore, request.session)
    named = session.get(SESSION_KEY)
    user = session.user
    if user is not None and named == str(user.pk) and is_valid(session, user):
        return user
    return cast(User | AnonymousUser, get_user(request))


def is_valid(session: SessionStore, user: User) -> bool:
    """Tell whether the session was begun with the user's password of now, and they may still sign in."""
    return (
        user.is_active
        and session.get(BACKEND_SESSION_KEY) == MODEL_BACKEND
        and MODEL_BACKEND in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY) or "", user.get_session_auth_hash())
    )


class Row(NamedTuple):
    session_data: str
    user: User | None
    project: Project | None


def read_row(session_key: str, user_id: int | None, slug: str) -> Row | None:
    """Return a session that has not expired, this user, and the project of this slug if they may see it."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement(), [user_id, slug, session_key, now])
        row = cursor.fetchone()
    if row is None:
        return None
    session_data, membership_id, role, *both = row
    user: User | None
    project: Project | None
    user, project = reader(User, Project)(both)
    # The rule of `ProjectQuerySet.visible_to`.
    if user is None or project is None or (membership_id is None and not user.is_superuser):
        return Row(session_data, user, None)
    project.role, project.membership_id = role, membership_id
    project.let_in(user)
    return Row(session_data, user, project)


@cache
def statement() -> str:
    return STATEMENT.format(person=columns("person", User), project=columns("project", Project))
