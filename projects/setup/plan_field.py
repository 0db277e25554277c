"""A plan that was read from a file and is shown before anything is made of it: carried along as JSON."""

import json
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from projects import limits
from projects.plans import PlannedWeek
from projects.text import LineFormField, validate_text, validate_visible

NOT_SEEN = "This is not a plan that was looked at before. Choose the file again."
LINE = LineFormField(max_length=limits.GOAL, required=False, validators=[validate_text, validate_visible])


class PlanField(forms.Field):
    """Rows of [number, goal, demo task]; the value is a list of weeks."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NOT_SEEN, "invalid": NOT_SEEN}

    def to_python(self, value) -> list[PlannedWeek]:
        """Parse the rows; JSON that breaks Python's reader is invalid as well."""
        try:
            rows = json.loads(value or "[]")
        except (ValueError, RecursionError):
            rows = None
        if not is_plan(rows):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return [
            PlannedWeek(number, LINE.clean(goal), LINE.clean(demo_task)) for number, goal, demo_task in rows
        ]


class WholePlanField(PlanField):
    """A plan of which no week is missing."""

    def to_python(self, value) -> list[PlannedWeek]:
        weeks = super().to_python(value)
        if [week.number for week in weeks] != list(range(1, len(weeks) + 1)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return weeks


class PlanPreview(forms.HiddenInput):
    """Shows the weeks that it carries, and `notes`: what was read as what."""

    is_hidden = False
    notes: Iterable[str] = ()

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        try:
            weeks = PlanField().to_python(value)
        except ValidationError:
            weeks = []
        context = {"name": name, "value": value, "weeks": weeks, "notes": self.notes, "attrs": self.attrs}
        return render_to_string("projects/setup/_read_plan.html", context)


def as_json(weeks: Iterable[PlannedWeek]) -> str:
    """Return a plan as `PlanField` reads it."""
    return json.dumps([[week.number, week.goal, week.demo_task] for week in weeks])


def is_plan(rows: object) -> bool:
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 3 for row in rows):
        return False
    numbers = [row[0] for row in rows]
    texts = [text for row in rows for text in row[1:]]
    return (
        all(type(number) is int and 1 <= number <= limits.WEEKS for number in numbers)
        and len(numbers) == len(set(numbers))
        and all(isinstance(text, str) for text in texts)
    )
