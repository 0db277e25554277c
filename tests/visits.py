"""The pages that people look at and the changes they make every day, for what has to hold for each of them."""

from typing import NamedTuple

from django.contrib import admin

from tests.conftest import client_for

SEARCHES = ["zebra", "number", "view", "17"]  # found nowhere, nearly everywhere, here and there, as a number
BOARD = [
    "board/",
    "board/?week=all",
    "board/?week=later&blocked=1&person=1",
    "board/?q=zebra&over=1&mine=1&label=data",
    "board/?q=%2317&week=all",
]
PAGES = [*BOARD, "plan/", "progress/", "archive/", "demos/", "weeks/1/close/"]
CARD = ["", "?history=1", "?until=1", "move/", "split/"]
HOME = ["/", "/?q=zebra", "/?q=number", "/?page=2", "/?archived=1"]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/p/any/board/"}


class Visit(NamedTuple):
    path: str
    data: dict | None = None  # of what is posted

    def by(self, client):
        if self.data is None:
            return client.get(self.path)
        return client.post(self.path, self.data, headers=HTMX)


def of_member(project):
    """What a member of a project asks for, board, move, plan, progress, home and search among it."""
    card = project.cards.on_board().filter(milestone__closed_at=None).first()
    week = project.current_milestone()
    place = {"milestone": week.pk, "week_shown": week.pk}
    yield from map(Visit, HOME)
    for path in [*PAGES, *(f"cards/{card.number}/{path}" for path in CARD)]:
        yield Visit(f"/p/{project.slug}/{path}")
    for query in ("", "?from=later"):
        yield Visit(f"/p/{project.slug}/weeks/{week.number}/bring/{query}")
    yield Visit(f"/p/{project.slug}/cards/{card.number}/move/", {"column": "doing", **place})
    yield Visit(f"/p/{project.slug}/cards/", {"lines": "Another one 3h #data", "column": "todo", **place})
    yield Visit(f"/p/{project.slug}/cards/{card.number}/comments/", {"text": "Well"})


def of_superuser(user):
    """My projects, and the lists of Django's admin, by every column and filter and by search."""
    yield from map(Visit, [*HOME, "/?page=60", "/projects/new/", "/admin/"])
    for model, page in list(admin.site._registry.items()):
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from map(Visit, [address, f"{address}?p=9", *(f"{address}?q={word}" for word in SEARCHES)])
        yield from (Visit(address + query) for query in queries_of(client_for(user).get(address)))
        yield from map(Visit, choices(page))


def queries_of(response):
    """The links of a list by which it is sorted and filtered."""
    changes = response.context["cl"]
    columns = range(1, len(changes.list_display) + 1)
    yield from (f"?o={sign}{column}" for column in columns for sign in ("", "-"))
    for one in changes.filter_specs:
        yield from (choice["query_string"] for choice in one.choices(changes) if "query_string" in choice)


def choices(page):
    """The addresses from which the forms of a page of the admin fetch what can be chosen."""
    for place in (page, *page.inlines):
        for name in place.autocomplete_fields:
            model = place.model._meta
            field = f"app_label={model.app_label}&model_name={model.model_name}&field_name={name}"
            yield from (f"/admin/autocomplete/?{field}&term={word}" for word in ("", *SEARCHES))
