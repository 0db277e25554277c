"""The forms of the closing page."""

import re

from django import forms
from django.core.exceptions import ValidationError

from boards.closing.decision import Decision
from boards.forms import MAX_NUMBER, CheckedLineField
from projects import limits
from projects.models.weeks import TEXTS
from projects.request_ids import RequestIdField

FINGERPRINT = r"\A[0-9a-f]{16}\Z"
CARD = re.compile(r"card-([0-9]{1,10})")


class ClosingForm(forms.Form):
    """A decision for each unfinished card, under `card-42`, and the texts of the next week."""

    goal = CheckedLineField(limits.GOAL, required=False)
    demo_task = CheckedLineField(limits.GOAL, required=False)
    seen_goal = forms.RegexField(FINGERPRINT, required=False)
    seen_demo_task = forms.RegexField(FINGERPRINT, required=False)
    request_id = RequestIdField()

    @property
    def chosen(self) -> dict[int, Decision]:
        """Read the decisions by the numbers of cards; whatever is not a decision is ignored."""
        found = {}
        for name in self.data:
            card = CARD.fullmatch(name)
            if card and self.data[name] in Decision.values and int(card[1]) <= MAX_NUMBER:
                found[int(card[1])] = Decision(self.data[name])
        return found

    def texts(self) -> dict[str, str]:
        """Return the texts of the next week that were sent; the others stay."""
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.data}

    def base_hashes(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"seen_{name}"] for name in TEXTS}

    def clean(self):
        for name in self.data:
            if CARD.fullmatch(name) and self.data[name] not in Decision.values:
                raise ValidationError("Choose for each card: next week, Later, drop it, or it is done.")
        return self.cleaned_data


class CountLateForm(forms.Form):
    """The card that is to be counted late, or not any more."""

    card = forms.IntegerField(min_value=1, max_value=MAX_NUMBER)
    take_back = forms.BooleanField(required=False)
