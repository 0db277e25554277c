"""The people of a project, with their roles."""

from operator import attrgetter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, ModelForm, Select

from projects.admin.base import ArchivedReadOnly, is_kept
from projects.models import Membership, Refused, Role, User


class MemberForm(ModelForm):
    """One person. The person of a row cannot be changed; another person is another row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.fields.get("user")
        if person and self.instance.pk:
            user = self.instance.user
            person.disabled = True
            # Not the autocomplete, which would ask the database for the name in every row.
            person.widget = Select(choices=[(user.pk, user.name_and_address)])
        elif person:
            person.label_from_instance = attrgetter("name_and_address")  # type: ignore[attr-defined]

    def has_changed(self):
        """Ignore a new row in which nobody is chosen, whatever its role."""
        if self.instance.pk is None and self.is_bound and not self.data.get(self.add_prefix("user")):
            return False
        return super().has_changed()


class MemberTable(BaseInlineFormSet):
    def clean(self):
        seen = set()
        for form in [form for form in self.forms if not form.errors and is_kept(form)]:
            person = form.cleaned_data.get("user")
            if person in seen:
                form.add_error("user", "This person is in the table already.")
            elif person:
                seen.add(person)
        if self.has_changed():  # not where one may only look
            self.keep_an_owner()

    def keep_an_owner(self) -> None:
        """Refuse here what the verbs would refuse, so that the page keeps what was typed."""
        owners = [form for form in self.forms if makes_owner(form)]
        if any(form.cleaned_data["user"].is_active for form in owners):
            return
        losing = {form.instance.pk for form in self.initial_forms} - {form.instance.pk for form in owners}
        try:
            Membership.objects.filter(pk__in=losing).check_not_only_owners()
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def chosen(self) -> list[tuple[User, Role]]:
        return [(member.user, member.role) for member in self.save(commit=False)]


def makes_owner(form: ModelForm) -> bool:
    return (
        is_kept(form) and form.cleaned_data.get("role") == Role.OWNER and bool(form.cleaned_data.get("user"))
    )


class MemberInline(ArchivedReadOnly, admin.TabularInline):
    """The table of people. `boards.people` saves it, because who leaves is taken off cards."""

    model = Membership
    form = MemberForm
    formset = MemberTable
    fields = ["user", "role"]
    autocomplete_fields = ["user"]
    verbose_name = "person"
    verbose_name_plural = "people"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def get_extra(self, request, obj=None, **kwargs):
        return 1 if obj else 4
