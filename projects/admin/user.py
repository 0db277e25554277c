"""People who can sign in."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.utils import timezone
from django.utils.html import format_html

from projects.admin.base import PERSON, Admin
from projects.models import Project, Refused, User

ENTRY = ["is_active", "is_staff", "is_superuser"]
RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class UniqueUserForm(ModelForm):
    """Reports a duplicate user name or address, in any case, at the field and not above the form."""

    def clean_username(self):
        return self.check_unique("username", "Somebody has this user name already.")

    def clean_email(self):
        return self.check_unique("email", "Somebody has this address already.")

    def check_unique(self, field, message):
        typed = self.cleaned_data[field]
        same = User.objects.filter(**{f"{field}__iexact": typed}).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(message, code="unique")
        return typed


class AddPersonForm(UniqueUserForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "name", "email")
        field_classes = {}


class PasswordButton(ReadOnlyPasswordHashWidget):
    """Links to the page that sets a new password; shows nothing of the present one, not even of its hash."""

    def render(self, name, value, attrs=None, renderer=None):
        label = self.get_context(name, value, attrs)["button_label"]
        return format_html('<a role="button" class="button" href="../password/">{}</a>', label)


class ChangePersonForm(UniqueUserForm, UserChangeForm):
    password = ReadOnlyPasswordHashField(
        widget=PasswordButton, help_text="Nobody can see it. A new one can be set."
    )

    class Meta(UserChangeForm.Meta):
        model = User
        field_classes = {}

    def clean_is_active(self):
        """Refuse here what the verb would refuse, so that the page keeps what was typed."""
        active = self.cleaned_data["is_active"]
        if not active and self.initial["is_active"]:
            try:
                self.instance.memberships.check_not_only_owners()
            except Refused as refused:
                raise ValidationError(str(refused)) from refused
        return active


class PersonAdmin(Admin, UserAdmin):
    """Lets only superusers give rights: else everybody who may change people could make themselves one.

    `boards.people` registers it, because who is deleted or deactivated is taken off cards.
    """

    form = ChangePersonForm
    add_form = AddPersonForm
    list_display = ["shown_name", "username", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = PERSON
    ordering = ["name", "pk"]
    add_fieldsets = [
        (None, {"fields": ["name", "username", "email", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["name", "username", "email", "password"]}),
        ("What this person may do here", {"fields": ["is_active", *RIGHTS]}),
        ("Since", {"fields": ["date_joined", "last_login"]}),
    ]

    @admin.display(description="name", ordering="name")
    def shown_name(self, person):
        return str(person)

    def get_fieldsets(self, request, obj=None):
        """Leave out the password for people who may only look: its hash would be shown instead."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": [field for field in options["fields"] if field != "password"]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        """Show rights that may not be given, and one's own: nobody might be left who can come here."""
        dates = ["date_joined", "last_login"]
        if not request.user.is_superuser:
            dates = [*dates, *RIGHTS]
        return [*dates, *(ENTRY if obj == request.user else ())]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_manage(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Refuse to delete oneself: nobody might be left who can sign in and add people."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and may_manage(request.user, obj) and obj != request.user

    def get_search_results(self, request, queryset, search_term):
        """Leave out people who cannot sign in, where members are chosen for a project."""
        if request.GET.get("model_name") == "membership":
            queryset = queryset.filter(is_active=True)
        return super().get_search_results(request, queryset, search_term)

    # --- Saving ---------------------------------------------------------------------------------------------
    def save_model(self, request, obj, form, change):
        """Take an address that is typed here as confirmed: where no mail is set up there is no other way."""
        if "email" in form.changed_data:
            obj.email_confirmed_at, obj.new_email = timezone.now(), ""
        super().save_model(request, obj, form, change)

    def get_object(self, request, object_id, from_field=None):
        """Lock the person's projects before a posted form is validated, so that they keep their owners until then."""
        if request.method != "POST":
            return super().get_object(request, object_id, from_field)
        with transaction.atomic():  # inside Django's own, which holds the locks until all is saved
            person = super().get_object(request, object_id, from_field)
            Project.objects.lock_all_of([person] if person else [])
            return super().get_object(request, object_id, from_field)


def may_manage(somebody: User, person: User | None) -> bool:
    """Tell whether somebody may change this account: of superusers only superusers, of a deleted one nobody."""
    if person is None or person.is_deleted:
        return person is None
    return somebody.is_superuser or not person.is_superuser
