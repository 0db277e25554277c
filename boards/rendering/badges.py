"""The people and labels that cards show: those of many cards are read in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from projects.models import Project, Role
from projects.models.user import hue_of, initials_of


@dataclass(frozen=True)
class TeamMember:
    """Somebody in a project, as cards and the top bar show them."""

    membership_id: int
    name: str
    user_id: int
    role: int = Role.MEMBER
    colour: int | None = None

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.user_id, self.colour)


@dataclass(frozen=True)
class LabelBadge:
    name: str
    hue: int


@dataclass
class CardBadges:
    """The people and labels of one card, in the order of their names."""

    people: list[TeamMember] = field(default_factory=list)
    labels: list[LabelBadge] = field(default_factory=list)

    @property
    def hidden_people(self) -> int:
        """Count the people that a narrow card shows as a number: all but two, if there are more than three."""
        return len(self.people) - 2 if len(self.people) > 3 else 0


# Every board page asks for these two, and building a query from a queryset costs more than running it (make bench).
TEAM = """
    SELECT member.id, person.name, person.id, member.role, person.colour
    FROM projects_membership member JOIN projects_user person ON person.id = member.user_id
    WHERE member.project_id = %s AND person.is_active
    ORDER BY person.name, member.id"""
LABELS = "SELECT name FROM boards_label WHERE project_id = %s ORDER BY LOWER(name)"


def people_of(project: Project) -> list[TeamMember]:
    """Return everybody in the project who can sign in, by name."""
    return [TeamMember(*row) for row in rows_of(TEAM, project)]


def labels_of(project: Project) -> list[str]:
    return [name for (name,) in rows_of(LABELS, project)]


def rows_of(query: str, project: Project) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, [project.pk])
        return cursor.fetchall()


# Building this from two querysets took as long as rendering the card that was just moved (make bench).
BADGES = """
    SELECT 'person', on_card.card_id, person.name, member.id, person.id, person.colour
    FROM boards_card_assignees on_card
    JOIN projects_membership member ON member.id = on_card.membership_id
    JOIN projects_user person ON person.id = member.user_id
    WHERE on_card.card_id IN ({ids})
    UNION ALL
    SELECT 'label', on_card.card_id, label.name, label.id, NULL, label.hue
    FROM boards_card_labels on_card JOIN boards_label label ON label.id = on_card.label_id
    WHERE on_card.card_id IN ({ids})"""


def badges_for(card_ids: Iterable[int]) -> dict[int, CardBadges]:
    """Read the badges of these cards, by card id: one UNION instead of two prefetches, and no instance a row."""
    ids = list(card_ids)
    badges: dict[int, CardBadges] = defaultdict(CardBadges)
    if not ids:
        return badges
    with connection.cursor() as cursor:
        cursor.execute(BADGES.format(ids=", ".join(["%s"] * len(ids))), ids + ids)
        rows = sorted(cursor.fetchall(), key=lambda row: row[2].lower())
    for what, card_id, name, pk, user_id, hue in rows:
        if what == "person":
            badges[card_id].people.append(TeamMember(pk, name, user_id, colour=hue))
        else:
            badges[card_id].labels.append(LabelBadge(name, hue))
    return badges
