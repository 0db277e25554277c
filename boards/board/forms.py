"""The forms of the board: where a card is to go, and what was typed for new ones."""

import re

from django import forms
from django.core.exceptions import ValidationError

from boards.board.quick_add import MOST_LINES, TypedCard, read_lines
from boards.forms import MAX_NUMBER, UndoForm, WholeForm
from boards.models import Column
from projects import limits
from projects.models import Membership, Milestone, Project
from projects.request_ids import RequestIdField
from projects.text import many_lines, whole_number

BESIDE = re.compile(r"(after|before)-(\d{1,9})")


class MoveForm(WholeForm):
    """Where a card is to go: neighbours by their numbers in the project, the week by its id."""

    must_be_sent = ("milestone",)

    column = forms.ChoiceField(choices=Column)
    milestone = forms.CharField(required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    before = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    top = forms.BooleanField(required=False)
    place = forms.RegexField(rf"\A(end|top|{BESIDE.pattern})\Z", required=False)
    how = forms.ChoiceField(choices=[(how, how) for how in ("drag", "keys", "menu", "form")], required=False)
    request_id = RequestIdField()

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_milestone(self) -> int | None:
        return read_week(self.cleaned_data["milestone"])

    def clean(self):
        """Check the neighbours; the page without JavaScript names one, or the top, in one choice of a place."""
        super().clean()
        place = self.cleaned_data.get("place") or ""
        self.cleaned_data["top"] = self.cleaned_data.get("top") or place == "top"
        if beside := BESIDE.fullmatch(place):
            self.cleaned_data[beside[1]] = int(beside[2])
        for name in ("after", "before"):
            if (self.cleaned_data.get(name) or 0) > self.project.last_number:
                self.add_error(name, "This project never had a card of that number.")
        return self.cleaned_data

    def where(self) -> dict[str, object]:
        """Return the arguments of `Card.move`."""
        data = self.cleaned_data
        where = {name: data[name] for name in ("column", "after", "before", "top", "request_id")}
        return {**where, "milestone_id": data["milestone"], "how": data["how"] or "form"}


def read_week(text: str) -> int | None:
    """Return the id of a week, None for Later. `Card.move` checks that it is in the project's plan."""
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise ValidationError("This is not a week of the plan.")
    return number


class LinesForm(forms.Form):
    """What was typed at the foot of a column: a card, or a card a line. `as_words` says what was not meant so."""

    lines = forms.CharField(max_length=limits.TEXT, widget=forms.Textarea, strip=False)
    as_words = forms.CharField(max_length=limits.TEXT, required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["lines"].error_messages["required"] = "Write what is to be done."

    def clean(self):
        super().clean()
        if "lines" in self.cleaned_data and "as_words" in self.cleaned_data:
            try:
                self.cleaned_data["cards"] = self.read()
            except ValidationError as error:
                self.add_error("lines", error)
        return self.cleaned_data

    def read(self) -> list[TypedCard]:
        as_words = many_lines(self.cleaned_data["as_words"]).split("\n")
        return read_lines(self.cleaned_data["lines"], self.project, as_words)


class AddForm(LinesForm):
    """The cards, and where they are to go."""

    column = forms.ChoiceField(choices=Column)
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(), required=False, error_messages={"invalid_choice": Milestone.GONE}
    )
    member = forms.ModelChoiceField(  # whose they are, besides those whom a line names
        Membership.objects.none(),
        required=False,
        error_messages={"invalid_choice": "This person does not work on the project any more."},
    )
    request_id = RequestIdField()

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, project=project, **kwargs)
        self.fields["milestone"].queryset = project.milestones.all()  # type: ignore[attr-defined]
        at_work = project.memberships.at_work()
        self.fields["member"].queryset = at_work  # type: ignore[attr-defined]

    def clean(self):
        super().clean()
        member = self.cleaned_data.get("member")
        for card in self.cleaned_data.get("cards", []):
            if member and member not in card.people:
                card.people.append(member)
        return self.cleaned_data

    def where(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("column", "milestone", "request_id")}


class UndoCardForm(UndoForm):
    """Which event of a card to undo, and for several cards added at once how many they are."""

    count = forms.IntegerField(min_value=2, max_value=MOST_LINES, required=False)
