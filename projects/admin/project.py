"""Projects, with their weeks and their people on one page."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.db.models import Q
from django.forms import Media

from projects.admin.base import (
    PERSON,
    PROJECT,
    Admin,
    ArchivedFilter,
    BoundedList,
    count_of,
    latest_with,
    rows_that_name,
)
from projects.admin.invite import InvitingSettingsForm, InvitingSetUpForm
from projects.admin.members import MemberInline
from projects.admin.weeks import MilestoneInline
from projects.hours import as_hours
from projects.models import Membership, Project, Role, User

ITSELF = ["name", "slug", "description", "starts_on", "time_zone", "demo_weekday", "card_limit_minutes"]
LATER = ["standup_minutes"]  # what no new project needs to say
INVITE = ("People without an account", {"fields": ["invite"]})
SOURCES = ["weeks_from", "template", "plan_file", "plan", "other_project", "week_count"]


class ProjectList(BoundedList):
    """Loads the weeks of all projects at once; in the form, preloaded weeks would be out of date after a change."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = self.result_list.prefetch_related("milestones")


class ProjectAdmin(Admin):
    """Sets a project up on one page; later its weeks can be corrected in a table below.

    `boards.people` registers it, with a table of people that knows of their cards.

    The start date of an existing project moves all its weeks with it, as long as none of them is closed: a project
    begins a week late far more often than a single week does. Single first days are changed in the table.
    """

    form = InvitingSettingsForm
    people_inline = MemberInline
    list_display = ["name", "starts_on", "weeks", "people", "this_week", "time_zone", "archived"]
    list_filter = [ArchivedFilter]
    search_fields = [*PROJECT, "time_zone__icontains"]

    # --- The list ---------------------------------------------------------------------------------------
    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people_count=count_of(Membership, "project"))

    def word_q(self, word):
        theirs = Membership.objects.filter(user__in=latest_with(word, User, PERSON))
        return super().word_q(word) | Q(pk__in=theirs.values("project"))

    def get_changelist(self, request, **kwargs):
        return ProjectList

    @admin.display
    def weeks(self, project):
        return len(project.milestones.all())

    @admin.display
    def people(self, project):
        return project.people_count

    @admin.display
    def this_week(self, project):
        return project.current_milestone()

    @admin.display(boolean=True, ordering="archived_at")
    def archived(self, project):
        return project.archived_at is not None

    @admin.display
    def card_limit(self, project):
        return f"{as_hours(project.card_limit_minutes)} h"

    # --- The form ---------------------------------------------------------------------------------------
    def get_fieldsets(self, request, obj=None):
        """Return the fields; people without the right to change see the card limit in hours."""
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": [*ITSELF[:-1], "card_limit", *LATER, "archived"]})]
        if obj:
            return [(None, {"fields": [*ITSELF, *LATER, "archived"]}), INVITE]
        return [(None, {"fields": ITSELF}), ("Weeks", {"fields": SOURCES, "classes": ["weeks-from"]}), INVITE]

    def get_inlines(self, request, obj):
        return [MilestoneInline, self.people_inline] if obj else [self.people_inline]

    def get_form(self, request, obj=None, change=False, **kwargs):
        new = {} if obj else {"form": InvitingSetUpForm}
        form = super().get_form(request, obj, change, **new, **kwargs)
        return partial(form, by=request.user)  # type: ignore[call-arg]

    def render_change_form(self, request, context, add=False, *args, **kwargs):
        """Say why a project with a plan from a file was not saved at once."""
        if add and context["adminform"].form.was_just_read:
            self.message_user(
                request, "Nothing is saved yet: look at the weeks in the file, then save.", messages.WARNING
            )
        return super().render_change_form(request, context, add, *args, **kwargs)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Propose the person as the owner of a new project; not when posted, or the row would count as unchanged."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and request.method == "GET":
            kwargs["initial"] = [{"user": request.user.pk, "role": Role.OWNER}]
        return kwargs

    def view_on_site(self, project):
        return project.get_absolute_url()

    @property
    def media(self):
        return super().media + Media(css={"all": ["admin/set-up.css"]})

    # --- Saving -----------------------------------------------------------------------------------------
    def get_object(self, request, object_id, from_field=None):
        """Lock the project's row before a posted form is validated, so that nothing changes until it is saved.

        Otherwise a card could be moved into a week after it was found empty and before it is deleted.
        """
        project = super().get_object(request, object_id, from_field)
        if project is None or request.method != "POST":
            return project
        with transaction.atomic():  # inside Django's own, which holds the lock until all is saved
            Project.objects.select_for_update().filter(pk=project.pk).first()
            return super().get_object(request, object_id, from_field)

    def save_model(self, request, obj, form, change):
        """Save nothing yet: `save_related` saves all of the page together, and a new project needs its people."""

    def save_related(self, request, form, formsets, change):
        if not change:
            people = [person for formset in formsets for person in formset.chosen()]
            form.set_up(by=request.user, people=people)
            form.send_invitations(by=request.user)
            return
        with form.instance.changing(even_archived=True):  # the form has checked whether it may be changed
            form.save_changes(by=request.user)
            for formset in formsets:
                formset.save_for(form.instance, by=request.user)
            form.send_invitations(by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        """Stay on the new project's page, where its weeks can be corrected now."""
        if "_addanother" not in request.POST and IS_POPUP_VAR not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    # --- Deleting ---------------------------------------------------------------------------------------
    def get_deleted_objects(self, objs, request):
        """Allow deleting a project with all that is in it, its events included, and say how much that is."""
        rows = {name: count for name, count, goes in rows_that_name(Project, objs) if goes}
        return [str(project) for project in objs], {"projects": len(objs), **rows}, set(), []

    def delete_model(self, request, obj):
        obj.delete_project(by=request.user)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for project in Project.objects.filter(pk__in=queryset.values("pk")).order_by("pk"):
            self.delete_model(request, project)
