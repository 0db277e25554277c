"""The cards that a search finds, best first, each with what was found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import StrIndex
from django.utils.safestring import SafeString

from boards.models import Card, Column, Comment
from boards.models.card.conditions import NOT_DONE
from boards.models.card.fields import CardQuerySet
from boards.rendering.badges import CardBadges, badges_for
from boards.search.marks import mark, snippet
from projects.models import Project
from projects.text import fold, whole_number


@dataclass
class Hit:
    """A card that has all of the words: where it is, and where in it they are."""

    card: Card
    words: Sequence[str]
    badges: CardBadges
    comment: str = ""

    @property
    def title(self) -> SafeString:
        return mark(self.card.title, self.words)

    @property
    def is_number(self) -> bool:
        return any(number_in(word) == self.card.number for word in self.words)

    @property
    def column(self) -> str:
        return Column(self.card.column).label

    @cached_property
    def left(self) -> list[str]:
        """Return the words that are neither in the title nor the number."""
        title, number = fold(self.card.title), self.card.number
        return [word for word in self.words if word not in title and number_in(word) != number]

    @cached_property
    def named(self) -> list[SafeString]:
        """Return the labels and people that have one of these, marked."""
        typed = [word.removeprefix("#") or word for word in self.left]
        labels = [mark(label.name, typed) for label in self.badges.labels if has_any(label.name, typed)]
        people = [person.name for person in self.badges.people if has_any(person.name, self.left)]
        return labels + [mark(name, self.left) for name in people]

    @cached_property
    def unnamed(self) -> list[str]:
        """Return the words that nothing shows yet, so they are in the description or in a comment."""
        labels = [fold(label.name) for label in self.badges.labels]
        people = [fold(person.name) for person in self.badges.people]
        return [
            word for word in self.left if not any(word.removeprefix("#") in name for name in labels + people)
        ]

    @cached_property
    def quote(self) -> SafeString:
        return snippet(self.card.description, self.unnamed) or snippet(self.comment, self.unnamed)

    @property
    def may_be_in_comment(self) -> bool:
        return bool(self.unnamed) and not has_any(self.card.description, self.unnamed)


class Found(NamedTuple):
    """The best of the cards that were found, and how many there are."""

    hits: list[Hit]
    on_board: int = 0
    in_archive: int = 0


def read_hits(project: Project, words: Sequence[str], *, here: Q, archived: bool, most: int) -> Found:
    """Find the cards with all of the words, on the board or in the archive: four statements, however many there are.

    `here` selects those that come first.
    """
    cards = project.cards.not_deleted().search(" ".join(words), project=project)
    rows = list(in_order_of_fit(cards, words, here=here, archived=archived)[:most])
    if not rows:
        return Found([])
    hits = with_badges(project, words, [pk for pk, archived_at, *_ in rows if bool(archived_at) == archived])
    read_comments(project, [hit for hit in hits if hit.may_be_in_comment])
    *_, on_board, in_archive = rows[0]
    return Found(hits, on_board, in_archive)


def in_order_of_fit(
    cards: CardQuerySet, words: Sequence[str], *, here: Q, archived: bool
) -> QuerySet[Card, tuple[int, datetime | None, int, int]]:
    """Sort: the card of that number; those that are `here`, have the words in the title, are not done; week, newest.

    The cards of the other place, on the board or in the archive, come last: they are counted by the same statement.
    """
    away = ~Q(archived_at=None)
    named = Q(number=number_in(words[0]) or 0) if len(words) == 1 else Q(number=0)
    in_title = Q(*(Q(**{f"at_{place}__gt": 0, f"at_{place}__lt": F("end")}) for place in range(len(words))))
    return (
        cards.alias(end=StrIndex("search_text", Value("\n")))
        .alias(**{f"at_{place}": StrIndex("search_text", Value(word)) for place, word in enumerate(words)})
        .annotate(on_board=Window(Count("pk", filter=~away)), in_archive=Window(Count("pk", filter=away)))
        .order_by(
            *map(first, (away if archived else ~away, named, here, in_title, NOT_DONE)),
            F("milestone__number").asc(nulls_last=True),
            "-number",
        )
        .values_list("pk", "archived_at", "on_board", "in_archive")
    )


def first(condition: Q) -> Case:
    return Case(When(condition, then=0), default=1)


def with_badges(project: Project, words: Sequence[str], ids: Sequence[int]) -> list[Hit]:
    """Read these cards, in this order."""
    cards, badges = project.cards.select_related("milestone").in_bulk(ids), badges_for(ids)
    # One may be deleted for good meanwhile.
    return [Hit(cards[pk], words, badges[pk]) for pk in ids if pk in cards]


def read_comments(project: Project, hits: Sequence[Hit]) -> None:
    """Give each the latest comment that has one of the words it is still looked for in."""
    words = {word for hit in hits for word in hit.unnamed}
    if not words:
        return
    has_word = reduce(or_, [Q(search_text__contains=word) for word in sorted(words)])
    said = Comment.of(project).filter(has_word, card=OuterRef("pk")).order_by("-pk")
    cards = project.cards.filter(pk__in=[hit.card.pk for hit in hits]).order_by()
    texts = dict(cards.annotate(said=Subquery(said.values("text")[:1])).values_list("pk", "said"))
    for hit in hits:
        hit.comment = texts.get(hit.card.pk) or ""


def has_any(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)


def number_in(word: str) -> int | None:
    return whole_number(word.removeprefix("#"), digits=9)
