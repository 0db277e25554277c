"""The forms of a card, one for each field, because fields are saved one by one."""

import re
from collections.abc import Iterator

from django import forms
from django.core.files.uploadedfile import UploadedFile

from boards.forms import CheckedLineField, CheckedTextField, LabelNameField, WholeForm
from projects import limits
from projects.hours import HoursField
from projects.models import Membership, Milestone, Project
from projects.request_ids import RequestIdField
from projects.text import validate_visible

TICK = re.compile(r"(?P<index>[0-9]{1,5})-(?P<box>done|empty)-(?P<mark>[0-9a-f]{16})")


def seen_field() -> forms.RegexField:
    return forms.RegexField(r"\A[0-9a-f]{16}\Z", required=False)


class FieldForm(WholeForm):
    """What is typed into one field of a card. `arguments` are those of the card's verb that saves it."""

    def __init__(self, *args, project: Project | None = None, **kwargs):
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, object]:
        return self.cleaned_data


class TextForm(FieldForm):
    """A text of the card; `seen` is the content hash of what it said when the person began."""

    seen = seen_field()

    def arguments(self) -> dict[str, object]:
        [name] = self.fields.keys() - {"seen"}
        return {name: self.cleaned_data[name], "base_hashes": {name: self.cleaned_data["seen"]}}


class TitleForm(TextForm):
    title = CheckedLineField(
        limits.TITLE, error_messages={"required": "A card needs a title: write what is to be done."}
    )


class DescriptionForm(TextForm):
    must_be_sent = ("description",)
    description = CheckedTextField(required=False)


class BlockForm(TextForm):
    must_be_sent = ("reason",)
    reason = CheckedLineField(limits.TITLE, required=False)

    def arguments(self) -> dict[str, object]:
        return {"reason": self.cleaned_data["reason"], "base_hash": self.cleaned_data["seen"]}


class CommentForm(forms.Form):
    """A comment; `seen` is the content hash of what it said when the person began to edit it."""

    text = CheckedTextField(validate_visible, error_messages={"required": "Write something first."})
    request_id = RequestIdField()
    seen = seen_field()


class AttachForm(forms.Form):
    """Files to attach. They keep their names, unless an empty `name` is sent: then theirs are made."""

    request_id = RequestIdField()

    def clean(self):
        if not self.files.getlist("file"):
            raise forms.ValidationError("Choose a file first.")
        return self.cleaned_data

    def uploads(self) -> Iterator[tuple[UploadedFile, str | None]]:
        """Yield each file, and the id of its request."""
        request_id = self.cleaned_data["request_id"]
        for index, file in enumerate(self.files.getlist("file")):
            yield file, f"{request_id}-{index}" if request_id and index else request_id

    @property
    def makes_names(self) -> bool:
        return self.data.get("name") == ""


class EstimateForm(FieldForm):
    must_be_sent = ("hours",)
    hours = HoursField(
        required=False, error_messages={"max_length": "That is too long for a number of hours."}
    )

    def arguments(self) -> dict[str, object]:
        return {"minutes": self.cleaned_data["hours"]}


class LabelForm(FieldForm):
    label = LabelNameField()

    def arguments(self) -> dict[str, object]:
        return {"name": self.cleaned_data["label"]}


class ProjectForm(FieldForm):
    """A form with choices that are looked up within the project, whatever id was sent."""

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.look_up()

    def look_up(self) -> None:
        """Set the queryset of each field with choices."""


class AssignForm(ProjectForm):
    """Somebody who works on the project; viewers are not given cards."""

    member = forms.ModelChoiceField(
        Membership.objects.none(),
        error_messages={
            "required": "Choose a person.",
            "invalid_choice": "This person does not work on the project.",
        },
    )

    instead_of = forms.ModelChoiceField(
        Membership.objects.none(),
        required=False,
        error_messages={"invalid_choice": "This person is not in the project any more."},
    )

    def look_up(self) -> None:
        members = self.project.memberships.at_work()
        self.fields["member"].queryset = members.with_people()  # type: ignore[attr-defined]
        self.fields["instead_of"].queryset = self.project.memberships.all()  # type: ignore[attr-defined]


class UnassignForm(AssignForm):
    """Anybody in the project, including those who do not work on it any more."""

    instead_of = None  # type: ignore[assignment]

    def look_up(self) -> None:
        self.fields["member"].queryset = self.project.memberships.all()  # type: ignore[attr-defined]


class WeekForm(ProjectForm):
    must_be_sent = ("milestone",)
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        required=False,
        error_messages={"invalid_choice": Milestone.GONE},
    )

    def look_up(self) -> None:
        self.fields["milestone"].queryset = self.project.milestones.all()  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, object]:
        milestone = self.cleaned_data["milestone"]
        return {"milestone_id": milestone and milestone.pk}


class TickForm(FieldForm):
    """The number of a box, what it is to become, and the hash of its item's text: `3-done-0123456789abcdef`."""

    task = forms.RegexField(rf"\A{TICK.pattern}\Z", error_messages={"invalid": "There is no such item."})

    def arguments(self) -> dict[str, object]:
        found = TICK.fullmatch(self.cleaned_data["task"])
        assert found, "the form is valid"
        return {"index": int(found["index"]), "done": found["box"] == "done", "mark": found["mark"]}
