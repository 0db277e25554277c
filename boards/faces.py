"""Who and what stands on cards: people and labels of many cards, read in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, F, Value

from boards.models import Card
from projects.models import Project
from projects.models.user import hue_of, initials_of


@dataclass(frozen=True)
class Person:
    """Somebody in a project, as cards and the top bar show them."""

    membership_id: int
    name: str
    user_id: int

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.user_id)


@dataclass(frozen=True)
class Tag:
    """A label as a card shows it."""

    name: str
    hue: int


@dataclass
class Faces:
    """People and labels of one card, in the order of their names."""

    people: list[Person] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


def people_of(project: Project) -> list[Person]:
    """The people who can be given cards, by name. Rows instead of instances: every board page asks for them."""
    members = project.memberships.active().order_by("user__name", "id")
    return [Person(*row) for row in members.values_list("id", "user__name", "user_id")]


def faces_of(card_ids: Iterable[int]) -> dict[int, Faces]:
    """Faces by card id. One UNION instead of two prefetches, and no model instance a row."""
    ids = list(card_ids)
    kind = {text: Value(text, output_field=CharField()) for text in ("person", "tag")}
    people = Card.assignees.through.objects.filter(card_id__in=ids).values_list(
        kind["person"], "card_id", F("membership__user__name"), F("membership_id"), F("membership__user_id")
    )
    tags = Card.labels.through.objects.filter(card_id__in=ids).values_list(
        kind["tag"], "card_id", F("label__name"), F("label_id"), F("label__hue")
    )
    faces: dict[int, Faces] = defaultdict(Faces)
    for what, card_id, name, pk, number in sorted(
        people.union(tags, all=True), key=lambda row: row[2].lower()
    ):
        if what == "person":
            faces[card_id].people.append(Person(pk, name, number))
        else:
            faces[card_id].tags.append(Tag(name, number))
    return faces
