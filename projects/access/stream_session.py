"""Who comes to what stands beside Django, streams and videos: let in by the same rules as to the pages."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404
from django.utils import timezone

from projects.access.permissions import existing, lookers, project_for
from projects.models import Project, User
from projects.plain import answer
from projects.threads import in_a_thread

type Scope = dict[str, Any]
SIGNED_OUT, REMOVED, DELETED = "signed-out", "removed", "deleted"


class TurnedAway(Exception):
    """This visitor is not let in: the arguments are the status and the sentence."""


@dataclass(eq=False, slots=True)
class Visit:
    """Somebody who has been let in to a project, and what it was seen by.

    `seq` is the project's last event at that moment. `session_data` and `password` are kept as they are stored: as
    long as they stay the same, the session is still this person's.
    """

    user_id: int
    project_id: int
    seq: int
    session_key: str
    session_data: str
    password: str


def admit(scope: Scope) -> tuple[Visit, Project]:
    """Let the sender of a request in to the project that its path names; raises TurnedAway as pages refuse."""
    request = ASGIRequest(scope, BytesIO())
    try:
        request.get_host()
    except DisallowedHost:
        raise TurnedAway(400, "This request could not be understood.") from None
    session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = user_of(request, session)
    if user is None:
        raise TurnedAway(401, "You are signed out.")
    try:
        project = project_for(user, scope["path_params"]["slug"])
    except Http404:
        raise TurnedAway(404, "There is no such project.") from None
    key = str(session.session_key)
    stored = stored_sessions([key]).get(key, "")
    return Visit(user.pk, project.pk, project.seq, key, stored, user.password), project


def user_of(request: ASGIRequest, session: SessionStore) -> User | None:
    """The person whose session it is, by the backends and the check of the password that Django's pages use."""
    request.session = session
    user = get_user(request)
    return cast(User, user) if user.is_authenticated else None


def stored_sessions(keys: Collection[str]) -> dict[str, str]:
    """The stored words of those of these sessions that have not ended."""
    sessions = SessionStore.get_model_class().objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    return dict(sessions.values_list("session_key", "session_data"))


def unwelcome(visits: Collection[Visit]) -> dict[Visit, str]:
    """Those of these visitors who may look no longer, and why: two queries if all are members still, four at most."""
    sessions = stored_sessions({visit.session_key for visit in visits})
    people = lookers({visit.project_id for visit in visits}, {visit.user_id for visit in visits})
    reasons = {}
    for visit in visits:
        person = people.get(visit.user_id)
        if person is None or not is_signed_in(visit, person.password, sessions.get(visit.session_key)):
            reasons[visit] = SIGNED_OUT
        elif visit.project_id not in person.projects:
            reasons[visit] = REMOVED
    removed = [visit for visit, reason in reasons.items() if reason == REMOVED]
    there = existing({visit.project_id for visit in removed})
    return reasons | {visit: DELETED for visit in removed if visit.project_id not in there}


def is_signed_in(visit: Visit, password: str, session_data: str | None) -> bool:
    """Whether the session is still this person's. Read in full only if something in it has changed."""
    if session_data is None:
        return False
    if (session_data, password) == (visit.session_data, visit.password):
        return True
    request = ASGIRequest({"type": "http", "method": "GET", "path": "/", "headers": []}, BytesIO())
    found = user_of(request, SessionStore(visit.session_key))
    if found is None or found.pk != visit.user_id:
        return False
    visit.session_data, visit.password = session_data, password
    return True


def visitors_only(app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """For a plain ASGI callable under an address of one project: it gets the Visit and the Project as well.

    Refuses in the order of the pages: 401 for who is signed out, 404, 405 (GET and HEAD alone are answered).
    """

    @wraps(app)
    async def enter(scope: Scope, receive: Callable, send: Callable) -> None:
        try:
            visit, project = await in_a_thread(admit, scope)
            if scope["method"] not in ("GET", "HEAD"):
                raise TurnedAway(405, "This address can only be read.")
        except TurnedAway as refusal:
            allowed = [(b"allow", b"GET, HEAD")] if refusal.args[0] == 405 else []
            await answer(send, *refusal.args, headers=allowed)
            return
        await app(scope, receive, send, visit, project)

    return enter
