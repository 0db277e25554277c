"""The data of a board page."""

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from boards.board.bringing import BringOffer, is_over
from boards.board.columns import ColumnView, WeekGroup
from boards.board.example import example_line
from boards.board.filters import BoardFilter
from boards.board.reading import read_cards, read_weeks
from boards.board.week_status import WeekStatus
from boards.board.week_strip import WeekStrip, WeekTab, render_week_strip, week_options
from boards.models import Column
from boards.rendering.badges import TeamMember, labels_of, people_of
from boards.rendering.card import RenderedCard, render_rows
from boards.reporting.totals import EVERYTHING, LATER, ProjectTotals, Totals
from boards.templatetags.weekboard import dates
from projects.demos.reel import ReelPage
from projects.hours import as_hours
from projects.models import Milestone, Project

MANY = 20  # cards in a column from which on each takes one line


class FaceLinks(NamedTuple):
    """Where the faces in the top bar lead: `everybody` has all filters but that by the person who is `chosen`."""

    everybody: str
    chosen: int | None


class BoardPage:
    """Everything on one board page; about nine queries, however many cards and weeks there are."""

    def __init__(self, project: Project, query):
        self.project = project
        self.milestones, self.demos = read_weeks(project)
        self.current = project.current_milestone(self.milestones)
        self.selection = BoardFilter.of(project, query, self.milestones)

    @cached_property
    def figures(self) -> ProjectTotals:
        return ProjectTotals(self.project)

    @property
    def everywhere(self) -> str:
        """Return the address of all weeks with the same filters."""
        return self.address + self.selection.query(week="all")

    @property
    def faces(self) -> FaceLinks:
        return FaceLinks(self.address + self.selection.query(person=""), self.selection.person)

    @cached_property
    def address(self) -> str:
        return reverse("board", args=[self.project.slug])

    @cached_property
    def back(self) -> str:
        """Return the query that leads back here."""
        return self.selection.query()

    @property
    def week(self) -> Milestone | None:
        return self.selection.milestone

    @property
    def title(self) -> str:
        if self.week:
            return f"Week {self.week.number}"
        return "All weeks" if self.selection.is_all else "Later"

    @property
    def title_with_filters(self) -> str:
        """Return "Week 5, mine, “auth”" or the like: tabs and the history tell pages apart by it."""
        chosen = self.selection
        people = [person.name for person in self.team if person.membership_id == chosen.person]
        filters = {
            "mine": chosen.mine,
            f"over {as_hours(self.project.card_limit_minutes)} h": chosen.over,
            "blocked": chosen.blocked,
            chosen.label: chosen.label,
            "".join(people): people,
            f"“{chosen.q}”": chosen.q,
        }
        return ", ".join([self.title, *(words for words, is_chosen in filters.items() if is_chosen)])

    @property
    def week_shown_key(self) -> str:
        """Return `week_shown` as the page tells it to the server: the id of a week, "all" or "later"."""
        if self.week:
            return str(self.week.pk)
        return "all" if self.selection.is_all else "later"

    @property
    def week_shown(self):
        """Return what the figures of this page count: a week, None for Later, or EVERYTHING."""
        return EVERYTHING if self.selection.is_all else self.week

    @property
    def totals(self) -> Totals:
        return self.figures.for_week(self.week_shown)

    def hidden(self, numbers: Iterable[int | None]) -> list[int]:
        """Return which of these cards filters hide from the week that is shown."""
        shown = {card.number for column in self.columns for card in column.cards}
        missing = [number for number in numbers if number and number not in shown]
        if not self.selection.is_filtered or not missing:
            return []
        cards = self.selection.in_week(self.project.cards.on_board())
        return list(cards.filter(number__in=missing).in_order().values_list("number", flat=True))

    @cached_property
    def columns(self) -> list[ColumnView]:
        cards_rendered = render_rows(self.project, read_cards(self.selection))
        return [
            self.column(key, name, [card for card in cards_rendered if card.column == key])
            for key, name in Column.choices
        ]

    def column(self, key: str, name: str, cards: list[RenderedCard]) -> ColumnView:
        totals = self.figures.for_week(self.week_shown, key)
        groups = self.groups(key, cards) if self.selection.is_all else []
        return ColumnView(key, name, totals, cards, len(cards), groups)

    def groups(self, column: str, cards: list[RenderedCard]) -> list[WeekGroup]:
        """Group a column's cards by week, in the plan's order, Later last."""
        weeks = {week.pk: week for week in self.milestones}
        rank = {pk: place for place, pk in enumerate(weeks)}
        by_week = sorted(cards, key=lambda card: rank.get(card.milestone_id or 0, len(rank)))
        return [
            self.group(column, weeks.get(pk or 0), list(members))
            for pk, members in groupby(by_week, key=lambda card: card.milestone_id)
        ]

    def group(self, column: str, week: Milestone | None, cards: list[RenderedCard]) -> WeekGroup:
        older = week is not None and week.when(self.current) == "past"
        folded = column == Column.DONE and older and not self.selection.is_filtered
        return WeekGroup(week, [] if folded else cards, self.figures.for_week(week, column), folded)

    @cached_property
    def elsewhere(self) -> int:
        return self.selection.count_elsewhere()

    @property
    def nothing_fits(self) -> str:
        """Say of which cards none fits the filters; nothing where some do."""
        if not self.selection.is_filtered or any(column.shown for column in self.columns):
            return ""
        if not self.elsewhere:
            return "No card of the project fits the filter"
        return f"No card {'of this week' if self.week else 'in Later'} fits the filter"

    @property
    def is_dense(self) -> bool:
        return any(column.shown > MANY for column in self.columns)

    @property
    def strip(self) -> SafeString:
        return render_week_strip(
            WeekStrip(
                tuple(self.in_strip(week) for week in self.milestones),
                later=self.address + self.selection.query(week="later"),
                later_minutes=self.figures.for_week(LATER).minutes,
                all=self.everywhere,
                chosen="" if self.week else "all" if self.selection.is_all else "later",
            )
        )

    def in_strip(self, week: Milestone) -> WeekTab:
        return WeekTab(
            pk=week.pk,
            number=week.number,
            dates=dates(week, self.project),
            goal=week.goal,
            when=week.when(self.current),
            progress=self.figures.progress(week),
            is_chosen=week == self.week,
            address=self.address + self.selection.query(week=str(week.number)),
            has_demo=week.pk in self.demos,
        )

    @cached_property
    def team(self) -> list[TeamMember]:
        return people_of(self.project)

    @cached_property
    def labels(self) -> list[str]:
        return labels_of(self.project)

    @property
    def goes_to_later(self) -> bool:
        """Tell whether a card that is added here goes to Later, though more is shown than that."""
        return self.selection.is_all and bool(self.milestones)

    @cached_property
    def example_line(self) -> str:
        return example_line(self.team, self.labels)

    @cached_property
    def next_week(self) -> Milestone | None:
        """Find the next open week after the one on the page, or after the current one."""
        seen = self.week or self.current
        later = (week for week in self.milestones if seen and week.number > seen.number)
        return next((week for week in later if not week.closed_at), None)

    @cached_property
    def bringing(self) -> BringOffer | None:
        """Return what an empty week offers; nothing for one that is over, or in a project without cards."""
        if not self.week or is_over(self.week) or not self.figures.for_week().cards:
            return None
        return BringOffer.of(self.week, self.milestones, self.figures)

    @property
    def week_options(self) -> SafeString:
        return week_options(self.milestones, self.project, following=self.next_week, here=self.week)

    @cached_property
    def status(self) -> WeekStatus:
        return WeekStatus(self)

    @cached_property
    def reel(self) -> str:
        """Return what there is to watch on the day of the demo, "5 demos, 2 min 21"; nothing on other days."""
        if not (self.demos and self.week == self.current and self.status.days == 0):
            return ""
        return ReelPage(self.project, {}, self.milestones).extent_in_figures
