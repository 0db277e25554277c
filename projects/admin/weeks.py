"""The weeks of a plan as a table, one week a row."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm

from projects import limits
from projects.admin.base import ArchivedReadOnly, is_kept
from projects.models import Milestone, PlanTemplateWeek, Project, User
from projects.models.milestone import LAST_DAY, WEEK
from projects.renumbering import renumbering_steps

ONE_AT_A_TIME = (
    "Change either the start date, which moves all weeks, or first days in this table: not both at once."
)
CHANGED_MEANWHILE = "Somebody has added a week meanwhile. Open this page again to see the whole plan."


class WeekForm(ModelForm):
    """One row."""

    def validate_constraints(self):
        """Skip the row's constraints: another row may give up the same number in the same form.

        `WeekTable.clean` validates the table as a whole, and the fields have their limits.
        """


class WeekTable(BaseInlineFormSet):
    """Validates the rows together, and saves in an order in which two weeks never have the same number."""

    def clean(self):
        if not self.has_changed():
            return
        rows = self.rows()
        if not rows and self.initial_form_count():
            raise ValidationError("A plan has at least one week.")
        shown = {form.instance.pk for form in self.initial_forms}
        if any(week.pk not in shown for week in self.get_queryset()):
            raise ValidationError(CHANGED_MEANWHILE)
        self.check_numbers(rows)
        if self.steps(rows) is None:
            raise ValidationError(
                f"All {limits.WEEKS} numbers are taken, so two weeks cannot swap theirs. Delete a week first."
            )

    def rows(self) -> list[ModelForm]:
        """List the valid rows that are to be kept, by number."""
        numbered = (form for form in self.forms if form.cleaned_data.get("number") is not None)
        return sorted(filter(is_kept, numbered), key=lambda form: form.cleaned_data["number"])

    def check_numbers(self, rows: list[ModelForm]) -> None:
        seen: set[int] = set()
        for form in rows:
            number = form.cleaned_data["number"]
            if not 1 <= number <= limits.WEEKS:
                form.add_error("number", f"Weeks have the numbers 1 to {limits.WEEKS}.")
            elif number in seen:
                form.add_error("number", f"There are two weeks with the number {number}.")
            seen.add(number)

    def steps(self, rows: list[ModelForm]) -> list[tuple[int, int]] | None:
        here = [form for form in rows if form.instance.pk and "number" in form.cleaned_data]
        was = {form.instance.pk: form.initial["number"] for form in here}
        return renumbering_steps(was, {form.instance.pk: form.cleaned_data["number"] for form in here})

    def save(self, commit=True):
        """Free the numbers first: delete rows, then renumber those that stay one by one."""
        if commit:
            weeks = self.get_queryset()
            weeks.filter(pk__in=[form.instance.pk for form in self.deleted_forms]).delete()
            for pk, number in self.steps(self.rows()) or ():
                weeks.filter(pk=pk).update(number=number)
        return super().save(commit)

    def save_existing(self, form, obj, commit=True):
        """Save only the changed fields, so that changes of others to the rest stay."""
        if commit:
            obj.save(update_fields=form.changed_data)
        return obj


class DatedWeekTable(WeekTable):
    """The weeks of a project: they must not overlap, and closed ones keep their number and days."""

    def clean(self):
        super().clean()
        if not self.has_changed():
            return
        rows = [form for form in self.rows() if form.cleaned_data.get("starts_on")]
        self.check_days(rows)
        self.check_closed(rows)
        self.check_deletions()
        if self.start_is_moving() and any("starts_on" in form.changed_data for form in rows):
            raise ValidationError(ONE_AT_A_TIME)

    def check_days(self, rows: list[ModelForm]) -> None:
        """Check that each week begins at least seven days after the one before; breaks are allowed."""
        free_from = limits.FIRST_DAY
        for form in rows:
            day, number = form.cleaned_data["starts_on"], form.cleaned_data.get("number")
            if not limits.FIRST_DAY <= day <= LAST_DAY or (form is rows[0] and day > limits.LAST_DAY):
                form.add_error("starts_on", "Choose a day between the years 2000 and 2199.")
            elif day < free_from:
                form.add_error("starts_on", f"The week before week {number} ends on {free_from - WEEK / 7}.")
            else:
                free_from = day + WEEK

    def check_closed(self, rows: list[ModelForm]) -> None:
        """Refuse to renumber or move a closed week, as `must_stay` does elsewhere."""
        for form in rows:
            for name in {"number", "starts_on"} & set(form.changed_data) if form.instance.closed_at else ():
                form.add_error(name, "This week is closed: it keeps its number and its days.")

    def check_deletions(self) -> None:
        for form in self.deleted_forms:
            if form.instance.closed_at:
                raise ValidationError(f"{form.instance} is closed, so it stays.")
            if is_used(form.instance):
                raise ValidationError(
                    f"{form.instance} is not empty. Move what is in it to another week, then delete it."
                )

    def start_is_moving(self) -> bool:
        """Tell whether the form above changes the start date, which it has set on `instance` by now."""
        stored = Project.objects.filter(pk=self.instance.pk).values_list("starts_on", flat=True).first()
        return stored != self.instance.starts_on

    def save_for(self, project: Project, *, by: User | None) -> None:
        before = {form.instance.pk: form.initial for form in self.initial_forms}
        gone = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        with project.changing():
            self.save()
            if gone or any("number" in fields for _, fields in self.changed_objects):
                project.bump_render_version()  # cards name the week that they were carried over from
            for pk in gone:
                project.record("week_removed", by=by, milestone=pk, was=week_values(before[pk]))
            for week, fields in self.changed_objects:
                was = week_values({name: before[week.pk][name] for name in fields})
                now = week_values({name: getattr(week, name) for name in fields})
                project.record("week_changed", by=by, milestone=week.pk, was=was, now=now)
            for week in self.new_objects:
                project.record("week_added", by=by, milestone=week.pk, now=week_values(vars(week)))
        self.start_with_first_week(project, by=by)

    def start_with_first_week(self, project: Project, *, by: User | None) -> None:
        first = project.milestones.first()
        if first:
            project.change(by=by, starts_on=first.starts_on)


def is_used(week: Milestone) -> bool:
    """Tell whether any row refers to the week, of whatever model: this app does not know those of others."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: week}).exists()
        for relation in Milestone._meta.related_objects
    )


def week_values(values: Mapping[str, Any]) -> dict[str, object]:
    fields = {name: values[name] for name in ("number", "starts_on", "goal", "demo_task") if name in values}
    return {name: str(value) if name == "starts_on" else value for name, value in fields.items()}


class WeekInline(admin.TabularInline):
    """Has one row more than there are weeks, so that a week can be added without JavaScript."""

    form = WeekForm
    extra = 1
    max_num = limits.WEEKS
    verbose_name = "week"
    verbose_name_plural = "weeks"

    def formfield_for_dbfield(self, db_field: models.Field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "number" and field:
            field.widget.attrs |= {"min": 1, "max": limits.WEEKS}
        return field


class MilestoneInline(ArchivedReadOnly, WeekInline):
    model = Milestone
    formset = DatedWeekTable
    fields = ["number", "starts_on", "goal", "demo_task"]


class TemplateWeekInline(WeekInline):
    model = PlanTemplateWeek
    formset = WeekTable
    fields = ["number", "goal", "demo_task"]
