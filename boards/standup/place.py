"""Where a leader can take others: to some pages of the project, and to a card on them. All else is elsewhere."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from boards.board.filters import BoardFilter
from boards.board.responses import query_in
from boards.forms import MAX_NUMBER, small_number
from boards.standup.stops import BLOCKED, NOBODY, WRAP_UP, Round, been_query, stops_of
from projects import limits
from projects.models import Demo, Membership, Project

NAMES = {BLOCKED: "what is blocked", NOBODY: "nobody’s cards", WRAP_UP: "the wrap-up"}
ELSEWHERE = {"address": ""}  # the others stay where they are


class PlaceForm(forms.Form):
    """The address that a leader's browser shows, the card that is spoken of, and whether the window is out of sight.

    A window that nobody sees gives its stream up: its leader is not away.
    """

    address = forms.CharField(required=False, max_length=2 * limits.STANDUP_PLACE)
    card = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    hidden = forms.BooleanField(required=False)

    def __init__(self, *args, project: Project):
        super().__init__(*args)
        self.project = project

    def clean_card(self):
        number = self.cleaned_data["card"]
        if number and not self.project.cards.on_board().filter(number=number).exists():
            raise ValidationError("This card is not on the board.")
        return number

    def clean_address(self):
        address = self.cleaned_data["address"]
        return place_of(self.project, address) if address else None

    def clean(self):
        """Bound what is stored; a browser sends longer addresses than anybody needs."""
        if len(json.dumps(self.place())) > limits.STANDUP_PLACE:
            raise ValidationError("This address is too long to lead there.")
        return self.cleaned_data

    def place(self) -> dict | None:
        place = self.cleaned_data.get("address")
        if not place:
            return None
        more = {name: self.cleaned_data.get(name) for name in ("card", "hidden")}
        return place | {name: value for name, value in more.items() if value}


def place_of(project: Project, address: str) -> dict:
    """Return the place that an address is. Raises ValidationError for a person or a demo not of this project."""
    try:
        start, where, slug, page = urlsplit(address).path.split("/", 3)
    except ValueError:
        return ELSEWHERE
    read = PAGES.get(page) if (start, where) == ("", "p") and project.has_or_had(slug) else None
    return read(project, query_in(address)) if read else ELSEWHERE


# --- The pages --------------------------------------------------------------------------------------------
def board(project: Project, query: QueryDict) -> dict:
    """Return a board with its week and filters; the leader's own cards are those of their person."""
    chosen = BoardFilter.of(project, query, list(project.milestones.all()))
    person = project.membership_id if chosen.mine else chosen.person
    chosen.mine, chosen.person = False, None
    more = {"member": member_of(project, person).pk} if person else {}
    return {"address": "board/" + chosen.query(person=person), "name": "the board", **more}


def stop(project: Project, query: QueryDict) -> dict:
    """Return a stop, with who has been already: whoever takes the lead goes on from there."""
    there = Round(stops_of(project), query)
    if query.get("stop") and query["stop"] != there.stop.key:
        raise ValidationError("This person is not in the project.")
    place = {"address": f"standup/?stop={there.stop.key}{been_query(there.been)}"}
    if there.stop.member:
        return place | {"name": there.stop.title, "member": there.stop.member.pk}
    return place | {"name": NAMES[there.stop.key]}


def demos(project: Project, query: QueryDict) -> dict:
    demo, week = small_number(query.get("demo", "")), small_number(query.get("week", ""))
    if demo and not Demo.objects.of(project).filter(pk=demo).exists():
        raise ValidationError("This demo is not there any more.")
    place = {"address": "demos/", "name": "the demos"}
    if demo:
        return place | {"address": f"demos/?demo={demo}", "demo": demo}
    return place | ({"address": f"demos/?week={week}"} if week else {})


def member_of(project: Project, pk: int | None) -> Membership:
    member = project.memberships.active().with_people().filter(pk=pk or 0).first()
    if member is None:
        raise ValidationError("This person is not in the project.")
    return member


def page(address: str, name: str) -> Callable[[Project, QueryDict], dict]:
    return lambda project, query: {"address": address, "name": name}


# By their part of the address after the project's.
PAGES: dict[str, Callable[[Project, QueryDict], dict]] = {
    "board/": board,
    "standup/": stop,
    "plan/": page("plan/", "the plan"),
    "demos/": demos,
    "progress/": page("progress/", "the progress page"),
}
