"""What completes an @ or a # that somebody types: people, labels and cards of the project, as they are read back."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import StrIndex

from boards.board.quick_add import LABEL, spaceless
from boards.models import Card, Label
from boards.models.card.conditions import ON_BOARD
from projects.models import Membership, Project
from projects.people.handles import HANDLE, Handles, members_by_handle, unambiguous, workers_by_handle
from projects.text import fold, searchable, whole_number

MOST_CARDS = 8


@dataclass
class Person:
    """A member, and the handles that mean them and nobody else."""

    member: Membership
    handles: list[str]

    @property
    def handle(self) -> str:
        """Return the one to write: the user name, if it can be, because it stays one person's whoever joins."""
        username = self.member.user.username or ""
        return username if fold(username) in self.handles else self.handles[-1]


@dataclass
class TypedLabel:
    """A label, and the word that quick add reads as it."""

    label: Label
    word: str


def people_to_assign(project: Project) -> list[Person]:
    """Return who is given a card by an @ in quick add."""
    return people_of(workers_by_handle(project))


def people_to_name(project: Project) -> list[Person]:
    """Return who is named by an @ in a text."""
    return people_of(members_by_handle(project.memberships.with_people()))


def people_of(handles: Handles) -> list[Person]:
    """Return the people who can be meant by one word alone, by name."""
    own = defaultdict(list)
    for handle, member in unambiguous(handles).items():
        if re.fullmatch(HANDLE, handle):
            own[member].append(handle)
    people = (Person(member, names) for member, names in own.items())
    return sorted(people, key=lambda person: (fold(person.member.user.name), person.member.pk))


def labels_to_add(project: Project) -> list[TypedLabel]:
    """Return the labels that one word of quick add can name."""
    typed = (TypedLabel(label, spaceless(label.name)) for label in project.labels.all())
    return [each for each in typed if LABEL.fullmatch(f"#{each.word}") and not each.word.isdigit()]


# --- Cards: too many to be sent whole ------------------------------------------------------------------------
def cards_to_name(project: Project, typed: str) -> list[Card]:
    """Return a few cards whose title holds the words typed, or whose number begins so; the likeliest first."""
    cards = project.cards.not_deleted().alias(title_end=StrIndex("search_text", Value("\n")))
    words = fold(searchable(typed)).split()
    for number, word in enumerate(words):
        cards = cards.alias(**{f"at_{number}": StrIndex("search_text", Value(word))})
        in_title = Q(**{f"at_{number}__range": (1, F("title_end"))})
        cards = cards.filter(in_title | numbers_beginning_with(word, project.last_number))
    exact = whole_number("".join(words), digits=9)
    likeliest = Case(When(number=exact, then=0), When(ON_BOARD, then=1), default=2)
    cards = cards.only("number", "title", "archived_at")
    return list(cards.order_by(likeliest, "-number")[:MOST_CARDS])


def numbers_beginning_with(digits: str, last: int) -> Q:
    """Match the numbers up to `last` that begin with these digits: 4, 40 to 49, 400 to 499."""
    first, q = whole_number(digits, digits=9) or 0, Q()
    count = 1
    while 0 < first <= last:
        q |= Q(number__range=(first, first + count - 1))
        first, count = first * 10, count * 10
    return q or Q(pk__in=[])
