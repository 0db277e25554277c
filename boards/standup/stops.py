"""The stops of a standup: what is blocked, everybody, what is nobody's, and the wrap-up; and who comes next."""

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from boards.models import Column
from boards.models.card.conditions import AWAY
from projects.models import Membership, Project, Role

BLOCKED, NOBODY, WRAP_UP = "blocked", "nobody", "wrap-up"
FEW = 20  # stops that an address names one by one
PACKED = 700  # characters for all others, of which a place keeps no more
DIGITS = string.digits + string.ascii_letters + "-_"


@dataclass(frozen=True)
class Stop:
    """A stop: `key` is its name in the address, for a person the id of their membership."""

    key: str
    name: str  # in the rail, short
    title: str
    member: Membership | None = None

    @property
    def has_lists(self) -> bool:
        """Tell whether it has the three lists: what is done, in progress, and next."""
        return self.member is not None or self.key == NOBODY


def stops_of(project: Project) -> list[Stop]:
    """Return the stops in their order, people by name. They are read for each step: people join and leave."""
    members = members_with_work(project)
    firsts = Counter(member.user.first for member in members)
    return [
        Stop(BLOCKED, "Blocked", "What is blocked"),
        *(Stop(str(member.pk), name_in_rail(member, firsts), str(member), member) for member in members),
        Stop(NOBODY, "Nobody’s", "Nobody’s cards"),
        Stop(WRAP_UP, "Wrap-up", "Wrap-up"),
    ]


def members_with_work(project: Project) -> list[Membership]:
    """Return those who work on the project, and viewers who still have cards from the time when they did."""
    open_card = Q(card__column__in=[Column.TODO, Column.DOING], **{f"card__{name}": None for name in AWAY})
    cards = Membership.cards.through.objects.filter(open_card, membership=OuterRef("pk"))
    members = project.memberships.active().filter(Q(role__gte=Role.MEMBER) | Exists(cards))
    return list(members.with_people())


def name_in_rail(member: Membership, firsts: Counter[str]) -> str:
    first = member.user.first
    return first if firsts[first] == 1 else str(member)


class Round:
    """A way through the stops: where one is, who has been, who is next. The address holds it: `?stop=7&been=3.5`.

    Of many the ids are packed: a project of several hundred people has an address that can be sent, too.
    """

    def __init__(self, stops: list[Stop], query: QueryDict):
        self.stops = stops
        keys = [stop.key for stop in stops]
        asked = query.get("stop", "")
        self.place = keys.index(asked) if asked in keys else 0  # one that is gone is the first
        been = set(keys_in(query.get("been", "")))
        self.been = [key for key in keys if key in been]

    @property
    def stop(self) -> Stop:
        return self.stops[self.place]

    @property
    def before(self) -> Stop | None:
        return self.stops[self.place - 1] if self.place else None

    @property
    def next(self) -> Stop | None:
        """Return the next stop that has not been, from here on and then from the first; None at the wrap-up.

        The wrap-up comes last, whoever else was left out before.
        """
        if self.stop.key == WRAP_UP:
            return None
        ahead = [*self.stops[self.place + 1 : -1], *self.stops[: self.place]]
        return next((stop for stop in ahead if stop.key not in self.been), self.stops[-1])

    def has_been(self, stop: Stop) -> bool:
        return stop.key in self.been

    def query(self, stop: Stop) -> str:
        """Return the address' query for another stop: here one has been then."""
        been = {*self.been, self.stop.key} - {stop.key}
        return f"?stop={stop.key}{been_query(each.key for each in self.stops if each.key in been)}"


# --- Who has been, in an address -------------------------------------------------------------------------------
def been_query(keys: Iterable[str]) -> str:
    """Return what an address says of the stops that have been, after its `stop`; nothing for none."""
    keys = list(keys)
    if len(keys) > FEW:
        ids = sorted(int(key) for key in keys if key.isdecimal())
        keys = [*(key for key in keys if not key.isdecimal()), "~" + packed(ids)[:PACKED]]
    return f"&been={'.'.join(keys)}" if keys else ""


def keys_in(text: str) -> Iterator[str]:
    for key in text.split("."):
        yield from map(str, unpacked(key[1:])) if key.startswith("~") else [key]


def packed(numbers: list[int]) -> str:
    """Write ascending numbers as their differences, five bits a character; a sixth bit says that more follow."""
    text, last = "", 0
    for number in numbers:
        rest, last = number - last, number
        while rest > 31:
            text += DIGITS[32 + rest % 32]
            rest //= 32
        text += DIGITS[rest]
    return text


def unpacked(text: str) -> Iterator[int]:
    number = difference = shift = 0
    for digit in map(DIGITS.find, text[:PACKED]):
        if digit < 0:
            return
        difference += digit % 32 << shift
        shift += 5
        if digit < 32:
            number += difference
            yield number
            difference = shift = 0
