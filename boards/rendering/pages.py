"""Pages and parts of them: what differs from request to request is put in last, so that the rest can be cached."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from secrets import token_hex
from threading import Lock
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.rendering.cache import MIB, LRUCache
from projects.models import Project, User
from projects.versions import frontend_version

# Stands in a template's output where something is put in later. Nobody can write it into a card: no page shows it.
MARK = f"put-in-{token_hex(16)}-"
CSRF_TOKEN = SafeString(f"{MARK}token;")
PERSON, MEMBERSHIP = SafeString(f"{MARK}person;"), SafeString(f"{MARK}membership;")  # ids of whoever asks
LATER = re.compile(rf"{MARK}(\d+);")


class Page(HttpResponse):
    """A page in parts, between which the token against forged requests is put."""

    def __init__(self, request: HttpRequest, parts: list[bytes], status: int = 200):
        super().__init__(get_token(request).encode().join(parts), status=status)
        self.parts = parts


def render_page(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> Page:
    """Render a template to a page. What it passes to `put_in_later` is put in after it: templates copy every text
    a few times, which for a thousand cards takes longer than all else."""
    later: list[Iterable[str]] = []
    context = {**context, "csrf_token": CSRF_TOKEN, "put_in_later": later}
    html = get_template(template).render(context, request)
    return Page(request, parts_of(html, later), status)


def parts_of(html: str, later: Sequence[Iterable[str]] = ()) -> list[bytes]:
    """Split where the token belongs, and put in what came later."""
    parts = []
    for part in html.split(CSRF_TOKEN):
        texts: list[str] = LATER.split(part)
        texts[1::2] = ["".join(later[int(place)]) for place in texts[1::2]]
        parts.append("".join(texts).encode())
    return parts


def put_in_later(context: dict, html: Iterable[str]) -> SafeString:
    """Return what stands for these texts until the page is put together; the texts themselves in any other answer.

    Safe because they came out of our own templates, which escape what people wrote.
    """
    later = context.get("put_in_later")
    if later is None:
        return SafeString("".join(html))
    later.append(html)
    return SafeString(f"{MARK}{len(later) - 1};")


class CachedPage(NamedTuple):
    """A page, and all that it depends on but its address and its person."""

    depends_on: tuple
    parts: list[bytes]


# One page for each project, person and address, of whatever is shown there last; parts without a person.
cache: LRUCache[tuple, CachedPage] = LRUCache(most=4 * MIB)
drawing = [Lock() for _ in range(64)]


def cached_page(view: Callable) -> Callable:
    """Decorate a view whose page changes with the project's events, the day and the person alone.

    One that says what was just done (`?undo=`) is not cached.

    The project with the number of its last event was read before the view reads what it shows. So what is cached may
    be newer than its number says, as any page may be whose project changes while it is drawn: the stream brings it up
    to date. It is never older.
    """

    @wraps(view)
    def enter(request: HttpRequest, project: Project) -> HttpResponseBase:
        if "undo" in request.GET:
            return view(request, project)
        user = cast(User, request.user)
        key = (project.pk, user.pk, request.get_full_path())
        depends_on = dependencies(project, user)
        known = cache.get(key)
        if known and known.depends_on == depends_on:
            return Page(request, known.parts)
        response = view(request, project)
        if isinstance(response, Page) and response.status_code == 200:
            cache.set(key, CachedPage(depends_on, response.parts))
        return response

    return enter


class Anybody(NamedTuple):
    """Stands in a template for the person who asks."""

    pk: SafeString = PERSON


def shared_parts(
    request: HttpRequest, project: Project, template: str, context: Callable[[], dict], *differs: object
) -> Page:
    """Render parts of a page once for all who see the same: their ids are put in as the token is.

    `differs` is what else they do not all have in common. Of those who ask at once one renders: whoever leads a
    standup takes all who follow to a stop in the same moment.
    """
    key = (project.pk, request.get_full_path(), *differs)
    depends_on = project_dependencies(project)
    with drawing[hash(key) % len(drawing)]:
        known = cache.get(key)
        if known is None or known.depends_on != depends_on:
            shown = {"user": Anybody(), "membership": MEMBERSHIP, "csrf_token": CSRF_TOKEN, **context()}
            known = CachedPage(depends_on, parts_of(get_template(template).render(shown)))
            cache.set(key, known)
    ids = {PERSON: cast(User, request.user).pk, MEMBERSHIP: project.membership_id}
    return Page(request, [put_in(part, ids) for part in known.parts])


def put_in(part: bytes, ids: dict[SafeString, int | None]) -> bytes:
    for mark, pk in ids.items():
        part = part.replace(mark.encode(), str(pk or "").encode())
    return part


def dependencies(project: Project, user: User) -> tuple:
    """Return what a page of a person depends on: the project, the role, the person."""
    person = (user.name, user.username, user.email, user.colour, user.is_staff)
    return *project_dependencies(project), project.role, project.membership_id, *person


def project_dependencies(project: Project) -> tuple:
    """Return what all that is shown of a project depends on: every field of it, `seq` among them, the day."""
    fields = [getattr(project, field.attname) for field in project._meta.concrete_fields]
    return *fields, project.today(), frontend_version()
