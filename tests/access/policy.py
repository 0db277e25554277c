"""Who may do what: a row for every route. A route without one fails the suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from projects.models.weeks import plan_fingerprint
from projects.text import content_hash

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
    is_preview: bool = False  # what is posted is only looked at
    permitted: bool = False  # needs a permission that of these people only a superuser has
    author_only: bool = False  # a world's comment is its owner's
    prepare: Callable = field(default=lambda world: None)  # makes that there is something to be done
    otherwise: dict[str, tuple[int, int]] = field(default_factory=dict)  # whom GET and POST answer otherwise
    even_archived: bool = False

    def status(self, person: str, method: str) -> int:
        if refused := self.refusal(person, method):
            return refused
        if person in self.otherwise:
            return self.otherwise[person][method not in READING]
        return self.named[method]

    @property
    def named(self) -> dict[str, int]:
        return self.answers | ({"HEAD": self.answers["GET"]} if "GET" in self.answers else {})

    def refusal(self, person: str, method: str) -> int | None:
        """What the table in "Answers of the server" says, in its order: 404, 405, 403; None for who may."""
        if person == "anonymous":
            return 302
        if self.role and person not in RANK:
            return 404
        if method not in self.named:
            return 405
        if self.role and RANK[person] < RANK[self.role]:
            return 403
        if self.permitted and person != "superuser":
            return 403
        if self.author_only and person != "owner":
            return 403
        return None

    @property
    def writes(self) -> list[str]:
        return [method for method in self.answers if method not in READING]


def page(role, status=200, **more):
    return Row(role, {"GET": status}, **more)


def action(role, body=lambda world: {}, *, form=False, answers=302, **more):
    """Something that is posted; `form` for one that has a page of its own."""
    return Row(role, {**({"GET": 200} if form else {}), "POST": answers}, body, **more)


def several_body(world):
    return {"cards": [world.card.number, world.neighbour.number], "act": "move", "column": "done"}


def move_body(world):
    return {
        "column": "done",
        "milestone": world.week.pk,
        "after": world.neighbour.number,
        "before": world.neighbour.number,
    }


def demo_body(world):
    return {"shows": "One", "link": "https://video.example/2"}


def tick_body(world):
    return {"task": f"0-done-{content_hash(world.project.name)}"}


def standup_body(world):
    return {"address": f"/p/{world.project.slug}/board/?week=1", "card": world.card.number}


def link_body(world):
    return {"role": "1", "until": world.project.today().isoformat()}


def split_body(world):
    card = world.project.cards.get(pk=world.card.pk)
    return {"title": ["One", "Two"], "hours": ["3", "2"], "seen": card.split_base_hash}


def closing_body(world):
    return {f"card-{card.number}": "later" for card in (world.card, world.neighbour)}


def preview(role, body, *methods):
    """Something that is posted to see what it would do."""
    return Row(role, {**dict.fromkeys(methods, 200), "POST": 200}, body, is_preview=True)


def plan_body(world):
    seen = plan_fingerprint(world.project.milestones.all())
    return {"plan": '[[1, "One", ""]]', "seen": seen}


def new_project_body(world):
    choices = {"demo_weekday": "4", "time_zone": "UTC", "weeks_from": "empty", "week_count": "3"}
    return {"name": "One", "starts_on": "2026-09-07", "card_limit_minutes": "4", **choices}


def settings_body(world):
    return {"section": "limits", "card_limit_minutes": "3", "standup_minutes": "10"}


PASTED = "Week\tGoal\tDemo\n1\tOne\tTwo"

OURS = {
    "home": page(None),
    "project-menu": page(None, 302),
    "account": page(None),
    "account-name": action(None, lambda world: {"name": "One"}),
    "account-picture": action(None, lambda world: {"colour": "3"}),
    "account-username": action(None, lambda world: {"username": "one"}),
    "account-address": action(
        None, lambda world: {"email": "one@example.org", "password": "correct horse battery"}
    ),
    "account-send-link": action(None),
    "account-keep-address": action(None),
    "account-confirm-address": Row(None, {"GET": 404, "POST": 404}),  # by a link that nobody was sent
    "account-end-session": action(None, lambda world: {"session": "1"}),
    "account-end-others": action(None),
    # The password is somebody else's: of these people some are the only owner, or the only superuser.
    "account-delete": action(None, lambda world: {"password": "wrong"}, form=True, answers=422),
    "project": page("viewer", 302),
    "plan": page("viewer"),
    "new-project": Row(None, {"GET": 200, "POST": 302}, new_project_body, permitted=True),
    "download-plan": page("viewer"),
    "upload-plan": preview("member", lambda world: {"plan_text": PASTED}, "GET"),
    "paste-plan": preview(
        "member", lambda world: {"milestone": world.week.pk, "name": "goal", "text": "One"}
    ),
    "take-plan": action("member", plan_body),
    "move-start": action("owner", lambda world: {"starts_on": "2026-09-08"}, form=True),
    "make-template": action("owner"),
    "remove-week": action(
        "owner", lambda world: {"milestone": world.later.pk, "cards_to": world.week.pk}, form=True
    ),
    "add-week": action("owner", lambda world: {"before": world.week.pk}),
    "move-weeks": action("owner", lambda world: {"milestone": world.week.pk, "count": "1"}),
    "undo-plan": action("member", lambda world: {"event": world.plan_event.seq}),
    "edit-week": action("member", lambda world: {"milestone": world.week.pk, "goal": "One"}, form=True),
    "board": page("viewer"),
    "search": page("viewer", query=lambda world: {"q": "card"}),
    "standup": page("viewer"),
    "standup-text": page("viewer"),
    "people": page("viewer"),
    "change-role": action("owner", lambda world: {"role": "1"}),
    "take-out": action("owner", form=True),
    # A world's only owner stays, and a superuser is in no project.
    "leave-project": action(
        "viewer",
        form=True,
        prepare=lambda world: world.add_owner(),
        otherwise={"owner": (200, 409), "superuser": (404, 404)},
    ),
    "change-link": action("owner", link_body),
    "rotate-link": action("owner", prepare=lambda world: world.switch_link_on(), answers=409),
    "switch-link-off": action("owner", prepare=lambda world: world.switch_link_on()),
    "invite": action("owner", lambda world: {"people": "tom@depot.example", "role": "2"}),
    "send-invitation": action("owner"),
    "take-invitation-back": action("owner"),
    # Only who did it undoes it: a world's owner.
    "undo-member": action(
        "owner", lambda world: {"event": world.role_event.seq}, otherwise={"superuser": (405, 404)}
    ),
    "progress": page("viewer"),
    "standup-lead": action("member", standup_body),
    "standup-take": action("member", standup_body),
    # Nobody leads in a world at first, where there are no steps.
    "standup-step": action("member", standup_body, prepare=lambda world: world.lead(), answers=409),
    "standup-finish": action("member", prepare=lambda world: world.lead()),
    "close-week": action("member", closing_body, form=True),
    # The week of a world is open, where there is nothing to be undone or counted.
    "undo-close": action("member", prepare=lambda world: world.close(), answers=409),
    "count-late": action(
        "member",
        lambda world: {"card": world.card.number},
        prepare=lambda world: world.finish_late(),
        answers=409,
    ),
    "bring": action(
        "member",
        lambda world: {"cards": str(world.card.number)},
        form=True,
        prepare=lambda world: world.card.move(column="", milestone_id=world.later.pk, by=world.member),
    ),
    "add": action("member", lambda world: {"lines": "One", "column": "todo", "milestone": world.week.pk}),
    "read": Row(
        "member",
        {"GET": 200, "POST": 200},
        lambda world: {"lines": "One 3h"},
        lambda world: {"lines": "One 3h"},
        is_preview=True,
    ),
    "move": action("member", move_body, form=True),
    "several": action("member", several_body, form=True),
    "assignee-list": page("member", query=lambda world: {"cards": world.card.number}),
    "label-list": page("member", query=lambda world: {"cards": world.card.number}),
    "undo-several": action("member", lambda world: {"event": world.several_event.seq}),
    "split": action("member", split_body, form=True),
    "names": page("member", query=lambda world: {"card": "secret"}),
    "read-split": page("member", query=lambda world: {"hours": ["3", "lots"]}),
    "undo": action("member", lambda world: {"event": world.event.seq}),
    "demos": page("viewer"),
    "reel": page("viewer"),
    "hand-in": action("member", demo_body, form=True),
    "record": page("member"),
    "demo-making": page("viewer"),
    # The world's demo is its owner's.
    "replace-demo": action("owner", demo_body, form=True),
    "delete-demo": action("owner"),
    "undo-demo": action("owner", lambda world: {"event": world.demo_event.seq}),
    "archive": page("viewer"),
    "settings": action("owner", settings_body, form=True),
    "archive-project": action("owner"),
    "unarchive-project": action(
        "owner", prepare=lambda world: world.project.archive(by=None), even_archived=True
    ),
    "delete-project": action(
        "owner", lambda world: {"name": world.project.name}, form=True, even_archived=True
    ),
    "add-label": action("owner", lambda world: {"name": "One", "hue": "1"}, form=True),
    "change-label": action("owner", lambda world: {"name": "One", "hue": "1"}, form=True),
    "merge-label": action("owner", lambda world: {"into": world.other_label.pk}),
    "delete-label": action("owner"),
    "card": page("viewer"),
    "edit-card": action("member", lambda world: {"title": "One"}),
    "estimate-card": action("member", lambda world: {"hours": "2"}),
    "change-week": action("member", lambda world: {"milestone": ""}),
    "assign-card": action("member", lambda world: {"member": world.membership_of("owner").pk}),
    "unassign-card": action(
        "member",
        lambda world: {"member": world.membership.pk},
        prepare=lambda world: world.card.assignees.add(world.membership),
    ),
    "label-card": action("member", lambda world: {"label": "one"}),
    "unlabel-card": action(
        "member",
        lambda world: {"label": world.label.name},
        prepare=lambda world: world.card.labels.add(world.label),
    ),
    "block-card": action("member", lambda world: {"reason": "One"}),
    "tick-card": action("member", tick_body),
    "add-comment": action("member", lambda world: {"text": "One"}),
    "edit-comment": Row("owner", {"GET": 200, "POST": 302}, lambda world: {"text": "One"}, author_only=True),
    "delete-comment": action("owner"),
    "attach-file": action("member", lambda world: {"file": SimpleUploadedFile("one.txt", b"One")}),
    "remove-file": action("member"),
    "archive-card": action("member"),
    "restore-card": action("member", prepare=lambda world: world.card.archive(by=world.member)),
    "delete-card": action("member"),
}

# The doors: (signed out, signed in) by GET.
ACCOUNTS = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_change_password": (302, 200),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (404, 404),  # for a key that nobody was sent
    "account_reset_password_from_key_done": (200, 200),
    "join": (200, 403),  # the invitation of somebody who has no account
    "admin:login": (302, 403),
    "admin:logout": (302, 302),
}

# Django's admin: its own pages, and those of each model, with what a superuser gets by GET.
ADMIN_PAGES = {
    "admin:index": 200,
    "admin/password_change/": 302,
    "admin:password_change": 302,
    "admin:password_change_done": 200,
    "admin:auth_user_password_change": 200,
    "admin:autocomplete": 403,
    "admin:jsi18n": 200,
    "admin:view_on_site": 404,
    "admin:app_list": 200,
    "admin/(?P<url>.*)$": 404,
}
USUAL = {"changelist": 200, "add": 200, "history": 200, "delete": 200, "change": 200}
ADMIN_MODELS = {
    "auth_group": USUAL,
    "boards_card": USUAL | {"add": 403},
    "boards_comment": USUAL | {"add": 403, "delete": 403},
    "boards_label": USUAL,
    "projects_demo": USUAL | {"add": 403},
    "projects_event": USUAL | {"add": 403, "delete": 403},
    "projects_plantemplate": USUAL,
    "projects_project": USUAL,
    "projects_user": USUAL,
}
MODEL_ROUTES = {
    f"admin:{model}_{page}": status for model, pages in ADMIN_MODELS.items() for page, status in pages.items()
}
# Old addresses of single rows lead to the page that changes them.
OLD_ADDRESSES = {f"admin/{model.replace('_', '/', 1)}/<path:object_id>/": 302 for model in ADMIN_MODELS}
ADMIN = ADMIN_PAGES | MODEL_ROUTES | OLD_ADDRESSES

# Views that nobody needs to be signed in for.
PUBLIC = [
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin:login",
    "join",
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
    known = {*OURS, *ACCOUNTS, *ADMIN}
    return sorted({route.name for route in routes()} - known)


def rows_without_a_route() -> list[str]:
    return sorted({*OURS, *ACCOUNTS, *ADMIN, *PUBLIC} - {route.name for route in routes()})
