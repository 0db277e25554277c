"""The form of an act on several cards: which ones, where they were seen, and what is done to them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.board.forms import read_week
from boards.forms import MAX_NUMBER, LabelNameField
from boards.models import MOST_SEVERAL, Act, Chosen, Column
from projects.models import Membership, Project
from projects.request_ids import RequestIdField

# "12", or with where it was seen "12-doing-345": column, and the id of the week.
CHOSEN = re.compile(r"([1-9]\d{0,8})(?:-(todo|doing|done)-(\d{1,18}|later))?")
# The fields that say what is done.
ACTS = {
    "move": ("column", "milestone", "top", "after", "before"),
    "assign": ("member",),
    "unassign": ("member",),
    "label": ("label",),
    "unlabel": ("label",),
    "archive": (),
}


class SeveralForm(forms.Form):
    """An act on chosen cards. With `move`, each keeps its column or week if none is sent, its week also for OWN."""

    OWN = "own"

    act = forms.ChoiceField(
        choices=[(act, act) for act in ACTS], error_messages={"required": "Choose what to do with the cards."}
    )
    column = forms.ChoiceField(choices=Column, required=False)
    milestone = forms.CharField(required=False)
    top = forms.BooleanField(required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    before = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    member = forms.ModelChoiceField(
        Membership.objects.none(),
        required=False,
        error_messages={"invalid_choice": "This person does not work on the project."},
    )
    label = LabelNameField(required=False)
    how = forms.ChoiceField(choices=[(how, how) for how in ("drag", "keys", "menu", "form")], required=False)
    request_id = RequestIdField()

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        members = project.memberships.all()
        self.fields["member"].queryset = members if self.data.get("act") == "unassign" else members.at_work()  # type: ignore[attr-defined]

    def clean_milestone(self) -> int | None:
        text = self.cleaned_data["milestone"]
        return None if text == self.OWN else read_week(text)

    def clean(self):
        super().clean()
        try:
            self.cleaned_data["chosen"] = self.read_cards()
        except ValidationError as error:
            self.add_error(None, error)
        wanted = {"member": "Choose a person.", "label": LabelNameField.WANTED}
        for name in ACTS.get(self.cleaned_data.get("act", ""), ()):
            if name in wanted and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, wanted[name])
        return self.cleaned_data

    def read_cards(self) -> list[Chosen]:
        texts = self.data.getlist("cards")  # type: ignore[attr-defined]
        if not texts:
            raise ValidationError("Select at least one card.")
        if len(texts) > MOST_SEVERAL:
            raise ValidationError(
                f"At most {MOST_SEVERAL} cards can be changed at once; {len(texts)} are selected."
            )
        return [read_card(text) for text in texts]

    def as_act(self) -> Act:
        data = self.cleaned_data
        arguments = {name: data[name] for name in ACTS[data["act"]] if data[name]}
        arguments.pop("milestone", None)
        if data["act"] == "move" and self.data.get("milestone", self.OWN) != self.OWN:
            arguments["milestone_id"] = data["milestone"]
        if "label" in arguments:
            arguments["name"] = arguments.pop("label")
        return Act(data["act"], **arguments)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `change_several`."""
        data = self.cleaned_data
        return {
            "chosen": data["chosen"],
            "act": self.as_act(),
            "request_id": data["request_id"],
            "how": data["how"] or "form",
        }


def read_card(text: str) -> Chosen:
    found = CHOSEN.fullmatch(text)
    if not found:
        raise ValidationError("One of these is no card. Reload the page.")
    number, column, week = found.groups()
    return Chosen(int(number), column or "", int(week) if week and week != "later" else None)
