"""What a board shows: a week and filters, read from the address and written back into it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from boards.forms import small_number
from boards.models.card.fields import CardQuerySet
from projects.models import Milestone, Project
from projects.text import searchable


@dataclass
class BoardFilter:
    """A week and filters, as the address of a board names them.

    An invalid filter is ignored, as an error page would be out of proportion. A week that does not exist is
    kept as `missing_week`: the page says so, because it shows another one.
    """

    project: Project
    weeks: list[Milestone]
    week: Milestone | str | None  # a milestone, "later", "all"; None when the plan is empty
    missing_week: int | None = None  # the number that was asked for, where no week has it
    mine: bool = False
    over: bool = False
    blocked: bool = False
    label: str = ""
    person: int | None = None
    q: str = ""

    @classmethod
    def of(cls, project: Project, query, weeks: list[Milestone]) -> "BoardFilter":
        return cls(
            project,
            weeks,
            chosen_week(project, weeks, query.get("week", "")),
            missing_week(weeks, query.get("week", "")),
            mine="mine" in query,
            over="over" in query,
            blocked="blocked" in query,
            label=searchable(query.get("label", "")),
            person=small_number(query.get("person", "")),
            q=searchable(query.get("q", "")),
        )

    @property
    def milestone(self) -> Milestone | None:
        return self.week if isinstance(self.week, Milestone) else None

    @property
    def is_all(self) -> bool:
        return self.week == "all" or self.week is None

    @property
    def is_filtered(self) -> bool:
        return any((self.mine, self.over, self.blocked, self.label, self.person, self.q))

    def cards(self) -> CardQuerySet:
        return self.in_week(self.matching()).in_order()

    def count_elsewhere(self) -> int:
        """Count the cards that the filters leave in other weeks than the one shown."""
        if self.is_all or not self.is_filtered:
            return 0
        return self.matching().exclude(milestone=self.milestone).count()

    def matching(self) -> CardQuerySet:
        """Select the cards that the filters leave, in all weeks."""
        cards = self.project.cards.on_board()
        if self.mine:
            cards = cards.of_person(self.project.membership_id or 0)
        if self.person:
            cards = cards.of_person(self.person)
        if self.over:
            cards = cards.too_big()
        if self.blocked:
            cards = cards.blocked()
        if self.label:
            cards = cards.labelled(self.label)
        if self.q:
            cards = cards.search(self.q, project=self.project)
        return cards

    def in_week(self, cards: CardQuerySet) -> CardQuerySet:
        if self.is_all:
            return cards
        return cards.filter(milestone=self.milestone)

    def has_week(self, milestone_id: int | None) -> bool:
        return self.is_all or milestone_id == (self.milestone.pk if self.milestone else None)

    @cached_property
    def filters(self) -> dict[str, object]:
        """Return the filters as an address names them; it is built once for the addresses of all weeks."""
        return {
            **{name: "1" for name in ("mine", "over", "blocked") if getattr(self, name)},
            **{name: getattr(self, name) for name in ("label", "person", "q")},
        }

    def query(self, **changes: object) -> str:
        """Return the address' query for this selection, from the ? on, with some parts changed."""
        parts = {"week": changes.pop("week", self.week_name), **self.filters, **changes}
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def week_query(self) -> str:
        """Return the address' query for the week alone, without filters."""
        return f"?{urlencode({'week': self.week_name})}" if self.week_name else "?"

    @property
    def week_name(self) -> str:
        return str(self.milestone.number) if self.milestone else str(self.week or "")


def chosen_week(project: Project, weeks: list[Milestone], text: str) -> Milestone | str | None:
    if text in ("all", "later"):
        return text
    by_number = {str(week.number): week for week in weeks}
    return by_number.get(text) or project.week_at_work(weeks)


def missing_week(weeks: list[Milestone], text: str) -> int | None:
    number = small_number(text)
    return None if number in [week.number for week in weeks] else number
