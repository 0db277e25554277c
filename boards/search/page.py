"""What a search shows: the cards that were found, by where they are, and what else it can be asked."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from boards.forms import small_number
from boards.search.hits import Found, Hit, read_hits
from projects.models import Project
from projects.text import fold, searchable
from projects.words import plural

IN_LIST, ON_PAGE = 20, 100  # cards


@dataclass
class Group:
    """Cards that are found in one place; `is_here` tells whether that is the week of the board."""

    name: str
    hits: list[Hit]
    is_here: bool = False


class SearchPage:
    """The answer to a search, as a list over a page or as a page; five queries, however much is found."""

    def __init__(self, project: Project, query, *, most: int):
        self.project, self.most = project, most
        self.q = searchable(query.get("q", ""))
        self.words = list(dict.fromkeys(fold(self.q).split()))
        self.is_archive = "archive" in query
        self.week = query.get("week", "")  # that the board shows: a number, "later", "all"; "" on other pages

    @cached_property
    def found(self) -> Found:
        if not self.words:
            return Found([])
        return read_hits(self.project, self.words, here=self.here, archived=self.is_archive, most=self.most)

    @property
    def here(self) -> Q:
        """Return what selects the cards of the week on the board; no card where it shows none or all."""
        if self.week == "later":
            return Q(milestone=None)
        return Q(milestone__number=small_number(self.week) or 0)

    @cached_property
    def groups(self) -> list[Group]:
        groups: dict[str, Group] = {}
        for hit in self.found.hits:
            name = self.group_of(hit)
            groups.setdefault(name, Group(name, [], is_here=name == self.name_of_here)).hits.append(hit)
        return list(groups.values())

    def group_of(self, hit: Hit) -> str:
        if hit.is_number and len(self.words) == 1:
            return f"Card {hit.card.number}"
        if self.is_archive:
            return "In the archive"
        if self.week == "all":
            return "On this board"
        week = hit.card.milestone
        if self.week == ("later" if week is None else str(week.number)):
            return self.name_of_here
        return "Other weeks" if self.name_of_here else "Cards"

    @property
    def name_of_here(self) -> str:
        """Name the week that the board shows; nothing where it shows none, or all."""
        number = small_number(self.week)
        name = f"Week {number}" if number else "Later" if self.week == "later" else ""
        return f"{name}, on this board" if name else ""

    @property
    def count(self) -> int:
        return self.found.in_archive if self.is_archive else self.found.on_board

    @property
    def more(self) -> int:
        return self.count - len(self.found.hits)

    @property
    def elsewhere(self) -> int:
        """Count what is found in the archive, or from there on the board."""
        return self.found.on_board if self.is_archive else self.found.in_archive

    @property
    def summary(self) -> str:
        found = f"{self.count or 'No'} {plural(self.count or 1, 'card')}"
        return f"{found} in the archive" if self.is_archive else found

    @property
    def other_address(self) -> str:
        """Return the address of the same search in the archive, or from there on the board."""
        return self.address(archive="" if self.is_archive else "1")

    def address(self, **changes: str) -> str:
        parts = {"q": self.q, "week": self.week, **changes}
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"{reverse('search', args=[self.project.slug])}?{query}"

    @property
    def board_address(self) -> str:
        """Return the address of the board that shows only what is found."""
        query = urlencode({"week": self.week or "all", "q": self.q})
        return f"{reverse('board', args=[self.project.slug])}?{query}"
