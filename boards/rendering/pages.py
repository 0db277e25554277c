"""Whole pages: what differs from request to request is put in last, so that the rest can be cached."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from secrets import token_hex
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
    parts = []
    for part in html.split(CSRF_TOKEN):
        texts: list[str] = LATER.split(part)
        texts[1::2] = ["".join(later[int(place)]) for place in texts[1::2]]
        parts.append("".join(texts).encode())
    return Page(request, parts, status)


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


# One page for each project, person and address, of whatever is shown there last.
cache: LRUCache[tuple[int, int, str], CachedPage] = LRUCache(most=4 * MIB)


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


def dependencies(project: Project, user: User) -> tuple:
    """Return what a page depends on: every field of the project, `seq` among them, the role, the person, the day."""
    fields = [getattr(project, field.attname) for field in project._meta.concrete_fields]
    person = (user.name, user.username, user.email, user.colour, user.is_staff)
    return *fields, project.role, project.membership_id, *person, project.today(), frontend_version()
