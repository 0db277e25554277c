"""Who may do what: a row for every route. A route without one fails the suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
READING = ["GET", "HEAD"]
RANK = {"viewer": 1, "member": 2, "owner": 3, "superuser": 3}


@dataclass(frozen=True)
class Row:
    """One route of ours.

    `role` is the least that is needed; None for whoever is signed in. `answers` gives the status of each method
    that the route has, for those who may. `body` makes what is posted, from a world.
    """

    role: str | None
    answers: dict[str, int]
    body: Callable = field(default=lambda world: {})
    query: Callable = field(default=lambda world: {})

    def status(self, person: str, method: str) -> int:
        """What the table in "Answers of the server" says, in its order: 404, 405, 403."""
        if person == "anonymous":
            return 302
        if self.role and person not in RANK:
            return 404
        named = self.answers | ({"HEAD": self.answers["GET"]} if "GET" in self.answers else {})
        if method not in named:
            return 405
        if self.role and RANK[person] < RANK[self.role]:
            return 403
        return named[method]

    @property
    def writes(self) -> list[str]:
        return [method for method in self.answers if method not in READING]


def page(role, status=200, **more):
    return Row(role, {"GET": status}, **more)


def action(role, body, *, form=False):
    """Something that is posted; `form` for one that has a page of its own."""
    return Row(role, {**({"GET": 200} if form else {}), "POST": 302}, body)


def move_body(world):
    return {
        "column": "done",
        "milestone": world.week.pk,
        "after": world.neighbour.number,
        "before": world.neighbour.number,
    }


OURS = {
    "home": page(None),
    "project": page("viewer", 302),
    "board": page("viewer"),
    "add": action("member", lambda world: {"lines": "One", "column": "todo", "milestone": world.week.pk}),
    "read": page("member", query=lambda world: {"lines": "One 3h"}),
    "move": action("member", move_body, form=True),
    "undo": action("member", lambda world: {"event": world.event.seq}),
}

# allauth's, which keep their own doors: (anonymous, signed in) by GET.
ACCOUNTS = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_inactive": (200, 200),
    "account_signup": (200, 302),
    "account_reauthenticate": (302, 302),
    "account_email": (302, 200),
    "account_email_verification_sent": (200, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_confirm_login_code": (302, 302),
    "account_confirm_email": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_done": (200, 200),
}

# Django's admin: the models in it, and its own pages with what a superuser gets by GET.
ADMIN_MODELS = ["auth_group", "account_emailaddress"]
ADMIN_PAGES = {
    "index": 200,
    "login": 302,
    "logout": 405,
    "password_change": 200,
    "password_change_done": 200,
    "autocomplete": 403,
    "jsi18n": 200,
    "view_on_site": 404,
    "app_list": 200,
}
MODEL_PAGES = {"changelist": 200, "add": 200, "history": 302, "delete": 302, "change": 302}
# Redirects and the last resort have no name.
NAMELESS = [
    "admin/(?P<url>.*)$",
    *(f"admin/{m.replace('_', '/', 1)}/<path:object_id>/" for m in ADMIN_MODELS),
]

MODEL_ROUTES = [f"admin:{model}_{name}" for model in ADMIN_MODELS for name in MODEL_PAGES]

ADMIN = {
    **{f"admin:{name}": status for name, status in ADMIN_PAGES.items()},
    **{f"admin:{model}_{name}": status for model in ADMIN_MODELS for name, status in MODEL_PAGES.items()},
}

# Views that nobody needs to be signed in for.
PUBLIC = [
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "admin:login",
    "admin:logout",
]


@dataclass(frozen=True)
class Route:
    """An address pattern of the URLconf, by its name or, without one, its text."""

    name: str
    pattern: str
    view: Callable


def routes(patterns=None, prefix="", space="") -> Iterator[Route]:
    """Every route, through all includes."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        text = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry.url_patterns, text, inner)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}" if entry.name else text, text, entry.callback)


def without_a_row() -> list[str]:
    known = {*OURS, *ACCOUNTS, *ADMIN, *NAMELESS}
    return sorted({route.name for route in routes()} - known)


def rows_without_a_route() -> list[str]:
    return sorted({*OURS, *ACCOUNTS, *ADMIN, *NAMELESS, *PUBLIC} - {route.name for route in routes()})
