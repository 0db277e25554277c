"""Words from a request."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from boards.models import Column
from boards.models.card.fields import CardQuerySet
from boards.quickadd import MOST_LINES, read_lines
from projects import limits
from projects.models import Milestone, Project
from projects.text import validate_text, whole_number

MAX_NUMBER = 2**31 - 1


class RequestIdField(forms.RegexField):
    """Made by the page for each thing a person does once, so that a repeat has no second effect."""

    def __init__(self):
        super().__init__(r"\A[A-Za-z0-9-]{1,60}\Z", required=False, empty_value=None)


class WholeForm(forms.Form):
    """A form whose fields all have to be sent: one that is missing was not emptied, and must not erase anything."""

    must_be_sent: tuple[str, ...] = ()

    def clean(self):
        for name in self.must_be_sent:
            if name not in self.data:
                self.add_error(name, f"The field “{name}” was not sent, so nothing was changed.")
        return self.cleaned_data


class MoveForm(WholeForm):
    """Where a card is to go. Everything is looked up within the project, whatever number was sent."""

    must_be_sent = ("milestone",)

    column = forms.ChoiceField(choices=Column)
    milestone = forms.CharField(required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    before = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    top = forms.BooleanField(required=False)
    how = forms.ChoiceField(choices=[(how, how) for how in ("drag", "keys", "menu", "form")], required=False)
    request_id = RequestIdField()

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_milestone(self) -> int | None:
        """The id of a week; nothing is Later. The verb makes sure that the plan has it."""
        text = self.cleaned_data["milestone"]
        if not text:
            return None
        number = whole_number(text)
        if number is None:
            raise ValidationError("This is not a week of the plan.")
        return number

    def clean(self):
        super().clean()
        for name in ("after", "before"):
            if (self.cleaned_data.get(name) or 0) > self.project.last_number:
                self.add_error(name, "This project never had a card of that number.")
        return self.cleaned_data

    def where(self) -> dict[str, object]:
        """The arguments of `Card.move`."""
        data = self.cleaned_data
        where = {name: data[name] for name in ("column", "after", "before", "top", "request_id")}
        return {**where, "milestone_id": data["milestone"], "how": data["how"] or "form"}


@dataclass
class Selection:
    """Which cards of a project a board shows: a week and filters, from the address, and back into it.

    What the address says wrongly is passed over: a filter is no place for an error page. That a week is not there is
    said, because another one is shown for it.
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
    def of(cls, project: Project, query, weeks: list[Milestone]) -> "Selection":
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
        """The cards in the order the board shows them."""
        cards = self.in_week(self.project.cards.standing())
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
            cards = cards.saying(self.q)
        return cards.in_order()

    def in_week(self, cards: CardQuerySet) -> CardQuerySet:
        if self.is_all:
            return cards
        return cards.filter(milestone=self.milestone)

    def query(self, **changes: object) -> str:
        """The address' query for this selection with some parts changed."""
        parts = {
            "week": changes.pop("week", self.week_name),
            **{name: "1" for name in ("mine", "over", "blocked") if getattr(self, name)},
            **{name: getattr(self, name) for name in ("label", "person", "q")},
            **changes,
        }
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def week_name(self) -> str:
        return str(self.milestone.number) if self.milestone else str(self.week or "")


def chosen_week(project: Project, weeks: list[Milestone], text: str) -> Milestone | str | None:
    if text in ("all", "later"):
        return text
    by_number = {str(week.number): week for week in weeks}
    return by_number.get(text) or project.current_milestone(weeks)


def missing_week(weeks: list[Milestone], text: str) -> int | None:
    number = small_number(text)
    return None if number in [week.number for week in weeks] else number


def searchable(text: str) -> str:
    """A text that every database can be asked for; nothing where it holds what no text may hold."""
    text = text.strip()[: limits.TITLE]
    try:
        validate_text(text)
    except ValidationError:
        return ""
    return text


def small_number(text: str) -> int | None:
    """Of a card, a person or a place in a list."""
    return whole_number(text, digits=9)


class AddForm(forms.Form):
    """What was typed at the foot of a column: a card, or a card a line."""

    lines = forms.CharField(max_length=limits.TEXT, widget=forms.Textarea, strip=False)
    column = forms.ChoiceField(choices=Column)
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), required=False, error_messages={"invalid_choice": Milestone.GONE}
    )
    request_id = RequestIdField()

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["milestone"].queryset = project.milestones.all()  # type: ignore[attr-defined]
        self.fields["lines"].error_messages["required"] = "Write what is to be done."

    def clean_lines(self):
        return read_lines(self.cleaned_data["lines"], self.project)

    def where(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("column", "milestone", "request_id")}


class UndoForm(forms.Form):
    """Which event to undo: its number in the project; and how many cards it is the first addition of."""

    event = forms.IntegerField(min_value=1, max_value=2**62)
    count = forms.IntegerField(min_value=2, max_value=MOST_LINES, required=False)
    request_id = RequestIdField()


def first_error(form: forms.BaseForm) -> str:
    """One sentence of what is wrong, where there is room for one."""
    return str(next(messages[0] for messages in form.errors.values()))
