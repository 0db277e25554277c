"""Access to what is served beside Django, streams and videos: by the same rules as pages."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404
from django.utils import timezone

from projects.access.permissions import active_users_by_id, existing_project_ids, project_of
from projects.access.session_cookie import session_key_of
from projects.access.sessions import SessionStore, user_of
from projects.models import Project, User
from projects.plain_text import send_text
from projects.threads import run_in_thread

type Scope = dict[str, Any]
SIGNED_OUT, REMOVED, DELETED = "signed-out", "removed", "deleted"


class AccessDenied(Exception):
    """The sender of this request gets no answer but a refusal: the arguments are the status and the sentence."""


@dataclass(eq=False, slots=True)
class StreamSession:
    """Somebody who has a project open, and what gave them access.

    `seq` is the project's last event at that moment. `session_data` and `password` are kept as they are stored: as
    long as they stay the same, the session is still this person's.
    """

    user_id: int
    project_id: int
    seq: int
    session_key: str
    session_data: str
    password: str


def authenticate(scope: Scope) -> tuple[StreamSession, Project]:
    """Find who sends a request, and the project that its path names.

    Raises AccessDenied where a page would refuse the same request.
    """
    request = ASGIRequest(scope, BytesIO())
    try:
        request.get_host()
    except DisallowedHost:
        raise AccessDenied(400, "This request could not be understood.") from None
    slug = scope["path_params"]["slug"]
    store = request.session = SessionStore(session_key_of(request.COOKIES))
    store.slug = slug
    request.user = user_of(request)
    if not request.user.is_authenticated:
        raise AccessDenied(401, "You are signed out.")
    try:
        project = project_of(request, slug)
    except Http404:
        raise AccessDenied(404, "There is no such project.") from None
    user, key = cast(User, request.user), str(store.session_key)
    return StreamSession(user.pk, project.pk, project.seq, key, store.session_data, user.password), project


def stored_sessions(keys: Collection[str]) -> dict[str, str]:
    sessions = SessionStore.get_model_class().objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    return dict(sessions.values_list("session_key", "session_data"))


def revoked(sessions: Collection[StreamSession]) -> dict[StreamSession, str]:
    """Return those of these sessions that have lost access, and why.

    Two queries if all are members still, four at most.
    """
    stored = stored_sessions({session.session_key for session in sessions})
    users = active_users_by_id(
        {session.project_id for session in sessions}, {session.user_id for session in sessions}
    )
    reasons = {}
    for session in sessions:
        user = users.get(session.user_id)
        if user is None or not is_signed_in(session, user.password, stored.get(session.session_key)):
            reasons[session] = SIGNED_OUT
        elif session.project_id not in user.projects:
            reasons[session] = REMOVED
    removed = [session for session, reason in reasons.items() if reason == REMOVED]
    existing = existing_project_ids({session.project_id for session in removed})
    return reasons | {session: DELETED for session in removed if session.project_id not in existing}


def is_signed_in(session: StreamSession, password: str, session_data: str | None) -> bool:
    """Tell whether the session is still this person's; it is decoded only if something in it has changed."""
    if session_data is None:
        return False
    if (session_data, password) == (session.session_data, session.password):
        return True
    request = ASGIRequest({"type": "http", "method": "GET", "path": "/", "headers": []}, BytesIO())
    request.session = SessionStore(session.session_key)
    if user_of(request).pk != session.user_id:
        return False
    session.session_data, session.password = session_data, password
    return True


def project_members_only(
    app: Callable[..., Awaitable[None]], *, leads_to_sign_in: bool = False
) -> Callable[..., Awaitable[None]]:
    """Decorate a plain ASGI callable under a project's address: it gets the StreamSession and the Project too.

    Refuses in the order of the pages: 401 for who is signed out, 404, 405 (GET and HEAD alone are answered).
    With `leads_to_sign_in` a browser that shows the address as a page is led to the sign-in and back.
    """

    @wraps(app)
    async def enter(scope: Scope, receive: Callable, send: Callable) -> None:
        try:
            session, project = await run_in_thread(authenticate, scope)
            if scope["method"] not in ("GET", "HEAD"):
                raise AccessDenied(405, "This address can only be read.")
        except AccessDenied as refusal:
            status, sentence = refusal.args
            headers = [(b"allow", b"GET, HEAD")] if status == 405 else []
            if status == 401 and leads_to_sign_in and is_navigation(scope):
                status, headers = 302, [(b"location", redirect_to_login(full_path(scope)).url.encode())]
            await send_text(send, status, sentence, headers=headers)
            return
        await app(scope, receive, send, session, project)

    return enter


def full_path(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def is_navigation(scope: Scope) -> bool:
    """Tell whether a browser asks for a page to show. Without https it says so by what it accepts alone."""
    headers = dict(scope["headers"])
    destination = headers.get(b"sec-fetch-dest")
    shows = destination == b"document" if destination else b"text/html" in headers.get(b"accept", b"")
    return scope["method"] in ("GET", "HEAD") and shows
