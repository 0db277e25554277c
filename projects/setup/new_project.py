"""The forms for a new project, and the sources of its weeks."""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from projects import limits
from projects.models import PlanTemplate, Project, Role, User
from projects.people.inviting import invite_all
from projects.people.reading import PeopleField
from projects.plans import ImportedPlan, PlanError, PlannedWeek, empty_weeks, read_plan
from projects.setup.forms import ProjectForm
from projects.setup.named_choice import NamedChoiceField
from projects.setup.plan_field import PlanPreview, WholePlanField, as_json
from projects.setup.slug import SLUG_LENGTH, free_slug


class WeeksFrom(models.TextChoices):
    """Where the weeks of a new project come from."""

    TEMPLATE = "template", "a plan template"
    FILE = "file", "a file: XLSX, CSV, TSV or Markdown"
    PROJECT = "project", "the plan of another project"
    EMPTY = "empty", "empty weeks"


class Source(NamedTuple):
    """The form field of a source, the message if it is empty, and the function that reads its weeks."""

    field: str
    missing: str
    read: Callable[[Any], list[PlannedWeek]]


def weeks_of(project: Project) -> list[PlannedWeek]:
    return [PlannedWeek(week.number, week.goal, week.demo_task) for week in project.milestones.all()]


def plan_in(upload: UploadedFile) -> ImportedPlan:
    """Read an upload from its beginning, because a form may be validated twice.

    One byte more than allowed is read, which tells a file that is too large.
    """
    upload.seek(0)
    return read_plan(upload.read(limits.PLAN_FILE_BYTES + 1), upload.name or "")


SOURCES = {
    WeeksFrom.TEMPLATE: Source("template", "Choose a template.", PlanTemplate.plan),
    WeeksFrom.FILE: Source(
        "plan_file",
        "Choose the file. If it was chosen before, choose it again: it cannot be kept.",
        list,
    ),
    WeeksFrom.PROJECT: Source("other_project", "Choose a project.", weeks_of),
    WeeksFrom.EMPTY: Source("week_count", f"Say how many weeks there are: 1 to {limits.WEEKS}.", empty_weeks),
}


class SetUpForm(ProjectForm):
    """Everything a new project needs but its people. `by` is the person who fills it in."""

    slug = forms.SlugField(
        max_length=SLUG_LENGTH,
        required=False,
        help_text="Its part of the address. Left empty, it is made from the name.",
        error_messages={
            "invalid": "An address has letters a to z, digits, hyphens and underscores, and no spaces.",
            "unique": "Another project has this address already.",
        },
    )
    weeks_from = forms.ChoiceField(
        label="Weeks come from",
        choices=WeeksFrom,
        initial=WeeksFrom.TEMPLATE,
        widget=forms.RadioSelect,
        error_messages={"required": "Say where the weeks come from."},
    )
    template = NamedChoiceField(
        PlanTemplate.objects.none(),
        key="name",
        hint="There are too many to list: write its whole name.",
        unknown="There is no template of this name. Write its whole name.",
        required=False,
        initial=PlanTemplate.objects.first,
    )
    plan_file = forms.FileField(
        label="Spreadsheet",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.md", "data-most": limits.PLAN_FILE_BYTES}),
        help_text="With columns for week, goal and demo; at most 2 MB. "
        "Its weeks are shown before anything is made.",
        error_messages={"empty": "This file is empty."},
    )
    plan = WholePlanField(label="Weeks in the file", required=False, widget=PlanPreview)
    other_project = NamedChoiceField(
        Project.objects.none(),
        key="slug",
        hint="There are too many to list: write its whole name, or the word behind /p/ in the address of its board.",
        unknown="There is no project of this name or address that you can see. "
        "Write the word behind /p/ in the address of its board.",
        label="Project",
        required=False,
    )
    week_count = forms.IntegerField(
        label="How many weeks",
        required=False,
        initial=10,
        error_messages={"invalid": f"Write a whole number of weeks, 1 to {limits.WEEKS}."},
    )

    class Media:
        js = [forms.Script("js/time_zone.js", type="module")]

    def __init__(self, *args, by: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.weeks: list[PlannedWeek] = []
        self.was_just_read = False
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-propose-zone"] = True
        if not self.initial.get("starts_on"):
            self.initial["starts_on"] = next_monday(timezone.localdate())
        self.fields["template"].offer(PlanTemplate.objects.all())  # type: ignore[attr-defined]
        if by:
            self.fields["other_project"].offer(Project.objects.visible_to(by))  # type: ignore[attr-defined]

    def clean_slug(self):
        slug, name = self.cleaned_data["slug"], self.cleaned_data.get("name")
        if slug or not name:
            return slug
        return free_slug(name)

    def is_valid(self):
        """Hold back while a file was only just read: its weeks are shown first, and come back with the next form."""
        return super().is_valid() and not self.was_just_read

    def clean(self):
        """Validate the chosen source and no other, but warn of a file that would not be used."""
        super().clean()
        marked = self.cleaned_data.get("weeks_from")
        upload = self.cleaned_data.get("plan_file")
        if upload:
            self.read_upload(upload)
        if wrong := self.errors.pop("plan", None):
            self.errors.setdefault("plan_file", wrong)
        for kind, source in SOURCES.items():
            if kind != marked:
                self.errors.pop(source.field, None)
        if marked and marked != WeeksFrom.FILE and upload:
            self.add_error(
                "weeks_from", f"A file was chosen as well. Mark “{WeeksFrom.FILE.label}” to use it."
            )
        elif marked:
            self.read_weeks(SOURCES[WeeksFrom(marked)])

    def read_upload(self, upload: UploadedFile) -> None:
        """Read a file and carry its weeks along, because no browser keeps a chosen file."""
        self.errors.pop("plan", None)
        try:
            plan = plan_in(upload)
        except PlanError as error:
            self.add_error("plan_file", error.sentence)
            plan = ImportedPlan([], [])
        else:
            self.was_just_read = True
        self.cleaned_data["plan"] = plan.weeks
        data: Any = copy(self.data)
        data[self.add_prefix("plan")] = as_json(plan.weeks)
        self.data = data
        self.fields["plan"].widget.notes = plan.notes

    def read_weeks(self, source: Source) -> None:
        """Read the plan now, so that its errors are shown before anything is saved."""
        if source.field in self.errors:
            return
        chosen = self.cleaned_data["plan" if source.field == "plan_file" else source.field]
        if chosen in (None, "", []):
            self.add_error(source.field, source.missing)
            return
        try:
            self.weeks = source.read(chosen)
        except PlanError as error:
            self.add_error(source.field, error.sentence)
        else:
            if not self.weeks:
                self.add_error(source.field, "This plan has no weeks yet. Choose another.")

    def set_up(self, *, by: User | None, people: Iterable[tuple[User, Role]]) -> Project:
        self.instance.begin(weeks=self.weeks, by=by, people=people)
        return self.instance


# What a new project rarely needs to say: folded away on its page.
MORE = ["slug", "description", "demo_weekday", "card_limit_minutes"]


class NewProjectForm(SetUpForm):
    """The form outside the admin, which has a calendar and a table of people of its own."""

    people = PeopleField(
        required=False,
        help_text="One a line, or as mail programs copy them: an address, then owner, member or viewer; member if "
        "you write nothing. Whom you work with already is added at once, also by user name or name; everybody else "
        "is invited. You are the owner yourself.",
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.fields["people"].by = by  # type: ignore[attr-defined]
        self.fields["starts_on"].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    @property
    def is_more_open(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        return any(self[name].errors for name in MORE)

    @transaction.atomic
    def set_up_with_people(self, founder: User) -> Project:
        """Create the project; the founder is an owner, whatever the lines say."""
        people = self.cleaned_data["people"]
        others = [(person, role) for person, role in people.known if person != founder]
        project = self.set_up(by=founder, people=[(founder, Role.OWNER), *others])
        invite_all(project, people.addressees, by=founder)
        return project


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
