"""The page on which several cards are chosen and changed at once, without a script."""

from functools import cached_property
from typing import NamedTuple

from django.db.models import F
from django.http import QueryDict

from boards.board.filters import BoardFilter
from boards.board.reading import read_weeks
from boards.board.responses import address_back
from boards.board.several_form import SeveralForm
from boards.models import Column
from boards.rendering.badges import TeamMember, labels_of, people_of
from projects.models import Project, Role


class CardLine(NamedTuple):
    """A card in the list: `value` says which it is and where it is seen, `week` where all are shown."""

    value: str
    number: int
    title: str
    week: str
    is_chosen: bool


class SeveralPage:
    """The cards that a board of this address shows, and what can be done to those that are chosen."""

    columns = Column.choices

    def __init__(self, project: Project, query: QueryDict, form: SeveralForm, chosen: list[str]):
        self.project = project
        self.form = form
        self.chosen = {text.partition("-")[0] for text in chosen}
        self.weeks, _ = read_weeks(project)
        self.selection = BoardFilter.of(project, query, self.weeks)

    @property
    def back(self) -> str:
        return self.selection.query()

    @property
    def back_address(self) -> str:
        return address_back(self.project, QueryDict(self.back.removeprefix("?"), mutable=True))

    @cached_property
    def lists(self) -> list[tuple[str, list[CardLine]]]:
        """Return the columns with their cards, week after week; empty ones are left out."""
        cards = self.selection.cards().order_by(F("milestone__number").asc(nulls_last=True), "position", "pk")
        rows = cards.values_list("number", "title", "column", "milestone_id")
        weeks = {week.pk: f"W{week.number}" for week in self.weeks} if self.selection.is_all else {}
        lists: dict[str, list[CardLine]] = {key: [] for key, _ in Column.choices}
        for number, title, column, week in rows:
            value = f"{number}-{column}-{week or 'later'}"
            lists[column].append(
                CardLine(value, number, title, weeks.get(week, ""), str(number) in self.chosen)
            )
        return [(name, lists[key]) for key, name in Column.choices if lists[key]]

    @property
    def people(self) -> list[TeamMember]:
        return [member for member in people_of(self.project) if member.role >= Role.MEMBER]

    @property
    def labels(self) -> list[str]:
        return labels_of(self.project)
