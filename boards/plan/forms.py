"""The forms of the plan. Whatever is named by an id is looked up within the project."""

from django import forms
from django.core.exceptions import ValidationError

from boards.forms import CheckedLineField
from projects import limits
from projects.models import Milestone, Project
from projects.models.weeks import TEXTS
from projects.plans import PlanError, read_pasted, read_plan_text
from projects.setup.new_project import plan_in
from projects.setup.plan_field import PlanField

FINGERPRINT = r"\A[0-9a-f]{16}\Z"


class WeekField(forms.ModelChoiceField):
    """A week of the plan, by its id: its number changes when another week is inserted before it."""

    def __init__(self, project: Project, **kwargs):
        super().__init__(
            project.milestones.all(), error_messages={"invalid_choice": Milestone.GONE}, **kwargs
        )


class WeekTextsForm(forms.Form):
    """The texts of a week, of which only those that are sent are changed; each with the hash of what it replaces."""

    goal = CheckedLineField(limits.GOAL, required=False)
    demo_task = CheckedLineField(limits.GOAL, required=False)
    seen_goal = forms.RegexField(FINGERPRINT, required=False)
    seen_demo_task = forms.RegexField(FINGERPRINT, required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"] = WeekField(project, required=False)

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.data}

    def base_hashes(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"seen_{name}"] for name in TEXTS}

    def week(self, otherwise: Milestone) -> Milestone:
        """Return the week that the page meant, whatever its number is by now."""
        return self.cleaned_data["milestone"] or otherwise


class CardsToField(WeekField):
    """Where the cards of a removed week go: another week, or Later if empty."""

    def __init__(self, project: Project, **kwargs):
        super().__init__(project, required=False, empty_label="Later", **kwargs)


class PlanFileForm(forms.Form):
    """A plan to preview before it is taken over: a file, or a table that was pasted."""

    plan_file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.md", "data-most": limits.PLAN_FILE_BYTES}),
        help_text="XLSX, CSV, TSV or Markdown with columns for week, goal and demo; at most 2 MB. "
        "A browser cannot keep a chosen file: if this page comes back, choose it again.",
        error_messages={"empty": "This file is empty."},
    )
    plan_text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,
        max_length=limits.TEXT * 4,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="With its header, as it is copied from a spreadsheet.",
    )

    def clean(self):
        upload, text = self.cleaned_data.get("plan_file"), self.cleaned_data.get("plan_text")
        if self.errors:
            return
        field = "plan_file" if upload or not text else "plan_text"
        try:
            if not upload and not text:
                raise PlanError("Choose a file, or paste a table below.")
            self.plan = plan_in(upload) if upload else read_plan_text(str(text))
        except PlanError as error:
            self.add_error(field, error.sentence)


class PasteForm(forms.Form):
    """Cells of a spreadsheet, and the cell of the plan that they were pasted into."""

    text = forms.CharField(strip=False, max_length=limits.TEXT * 4, required=False)
    name = forms.ChoiceField(choices=[(name, name) for name in TEXTS])

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["milestone"] = WeekField(project)

    def clean(self):
        if self.errors:
            return
        data, weeks = self.cleaned_data, list(self.project.milestones.all())
        try:
            self.pasted = read_pasted(data["text"], weeks, data["milestone"].number, data["name"])
        except PlanError as error:
            self.add_error("text", error.sentence)


class TakePlanForm(forms.Form):
    """A plan whose changes somebody has previewed, with the hash of the plan it was compared with."""

    plan = PlanField()
    seen = forms.RegexField(FINGERPRINT)
    whole = forms.BooleanField(required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cards_to"] = CardsToField(project)


class AddWeekForm(forms.Form):
    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["before"] = WeekField(project, required=False)

    def before(self) -> int | None:
        week = self.cleaned_data["before"]
        return week and week.pk


class MoveWeeksForm(forms.Form):
    """From which week on, and by how many weeks; with `back` they move earlier."""

    count = forms.IntegerField(
        min_value=-limits.WEEKS,
        max_value=limits.WEEKS,
        error_messages={"required": "Say by how many weeks.", "invalid": "Write a whole number of weeks."},
    )
    back = forms.BooleanField(required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"] = WeekField(project)

    def clean_count(self) -> int:
        if not self.cleaned_data["count"]:
            raise ValidationError("Moving by no week changes nothing.")
        return self.cleaned_data["count"]

    def distance(self) -> int:
        return -self.cleaned_data["count"] if self.cleaned_data["back"] else self.cleaned_data["count"]


class RemoveWeekForm(forms.Form):
    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"] = WeekField(project, required=False)
        self.fields["cards_to"] = CardsToField(project)

    def target(self, week: Milestone) -> Milestone | None:
        """Return where the cards go; Later if it is the removed week itself."""
        to = self.cleaned_data["cards_to"]
        return to if to != week else None


class StartForm(forms.Form):
    starts_on = forms.DateField(
        label="Start date",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "Choose a day.",
            "invalid": "There is no such day. Write it as 2026-09-07.",
        },
    )
