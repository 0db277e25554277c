"""The lists of people and of labels for chosen cards: who has them, what is on them, and what there is besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum

from boards.models import Card, Label
from projects.hours import as_hours
from projects.models import Membership, Milestone, Project, Role, User


@dataclass
class Option:
    """A line of a list: of how many of the chosen cards it is true, which are `total`."""

    count: int
    total: int

    @property
    def is_on(self) -> bool:
        """Tell whether all have it, so that choosing it takes it away; else choosing it gives it to the others."""
        return self.count == self.total

    @property
    def is_partly(self) -> str:
        """Say of how many cards it is true, where that is neither all nor none."""
        return f"on {self.count} of {self.total}" if 0 < self.count < self.total else ""


@dataclass
class PersonOption(Option):
    member: Membership
    is_me: bool
    hours_left: str

    @property
    def is_at_work(self) -> bool:
        return self.member.user.is_active and self.member.role >= Role.MEMBER

    @property
    def notes(self) -> str:
        """Say what decides about giving somebody a card: "you, 14 h left"."""
        left = f"{self.hours_left} h left" if self.is_at_work else "cannot be given cards"
        return ", ".join(filter(None, ["you" if self.is_me else "", self.is_partly or left]))


@dataclass
class LabelOption(Option):
    label: Label


class CardList:
    """What both lists know of the chosen cards; those that are not on the board any more are not among them."""

    def __init__(self, project: Project, numbers: Iterable[int], user: User):
        self.project, self.user = project, user
        cards = project.cards.on_board().filter(number__in=list(numbers)).select_related("milestone")
        self.cards: list[Card] = list(cards.order_by("number"))

    @property
    def one(self) -> Card | None:
        return self.cards[0] if len(self.cards) == 1 else None

    @property
    def what(self) -> str:
        """Name the cards for a heading: the title of one, else how many."""
        return f"“{self.one.title}”" if self.one else f"{len(self.cards)} cards"

    def counts(self, through: type, of: str) -> dict[int, int]:
        """Count the cards by what they have."""
        rows = through.objects.filter(card__in=self.cards)  # type: ignore[attr-defined]
        return dict(rows.values_list(of).annotate(Count("pk")))


class AssigneeList(CardList):
    """The people: oneself first, each with the hours that are left to them in the cards' week, or in this one."""

    @cached_property
    def week(self) -> Milestone | None:
        weeks = {card.milestone for card in self.cards}
        [week] = weeks if len(weeks) == 1 else [None]
        return week or self.project.week_at_work(self.project.milestones.all())

    @cached_property
    def options(self) -> list[PersonOption]:
        counts, left = self.counts(Card.assignees.through, "membership"), self.minutes_left
        members = self.project.memberships.with_people()
        people = [
            PersonOption(
                counts.get(member.pk, 0),
                len(self.cards),
                member,
                member.user_id == self.user.pk,
                as_hours(left.get(member.pk, 0)),
            )
            for member in members
        ]
        return sorted(
            (person for person in people if person.is_at_work or person.count),
            key=lambda person: not person.is_me,
        )

    @property
    def minutes_left(self) -> dict[int, int]:
        """Sum the estimates of everybody's cards of the week that are not done."""
        cards = self.project.cards.open().filter(milestone=self.week).exclude(assignees=None)
        rows = cards.order_by().values_list("assignees").annotate(Sum("estimate_minutes"))
        return {member: minutes or 0 for member, minutes in rows}


class LabelList(CardList):
    @cached_property
    def options(self) -> list[LabelOption]:
        counts, total = self.counts(Card.labels.through, "label"), len(self.cards)
        return [LabelOption(counts.get(label.pk, 0), total, label) for label in self.project.labels.all()]
