"""Django's admin of projects and people, as far as cards are concerned; all else of it stands in `projects.admin`."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Count, Q

from boards.people.deletion import delete_people
from boards.people.membership import (
    add_member,
    count_unfinished,
    deactivate,
    reactivate,
    record_new_name,
    remove_member,
)
from projects.admin import PersonAdmin, ProjectAdmin
from projects.admin.base import rows_that_name
from projects.admin.members import MemberInline, MemberTable
from projects.admin.user import ChangePersonForm, may_manage
from projects.models import Membership, Project, User
from projects.words import plural

# Of what the database would delete with a row: that of an account stays, emptied.
STAYS = [str(LogEntry._meta.verbose_name_plural)]
CARDS = Count("cards", filter=Q(cards__deleted_at=None))


# --- A project's page ------------------------------------------------------------------------------------
class MemberWithCardsTable(MemberTable):
    def save_for(self, project: Project, *, by: User | None) -> None:
        """Save by the verbs, which write the events; owners come before owners go."""
        self.save(commit=False)
        for member in self.new_objects:
            add_member(project, member.user, member.role, by=by)
        for member, _ in sorted(self.changed_objects, key=lambda changed: -changed[0].role):
            member.take_role(member.role, by=by)
        for member in self.deleted_objects:
            remove_member(member, by=by)


class MemberWithCardsInline(MemberInline):
    """Says beside the box that takes somebody out how many cards they are taken off with it."""

    formset = MemberWithCardsTable
    fields = [*MemberInline.fields, "taken_off"]
    readonly_fields = ["taken_off"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(card_count=CARDS)

    @admin.display(description="if deleted, taken off")
    def taken_off(self, member):
        return of_cards(member.card_count) if member.pk else ""


@admin.register(Project)
class ProjectWithCardsAdmin(ProjectAdmin):
    people_inline = MemberWithCardsInline


# --- A person's page -------------------------------------------------------------------------------------
class PersonWithCardsForm(ChangePersonForm):
    """Says at the box that lets somebody sign in what they are taken off without it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields and self.instance.is_active:
            cards = count_unfinished(self.instance)
            self.fields["is_active"].help_text = (
                "Without it this person cannot sign in, and is taken off "
                f"{cards} unfinished {plural(cards, 'card')}. "
                "With it again, they get back those that are still open and nobody's."
            )


@admin.register(User)
class PersonWithCardsAdmin(PersonAdmin):
    form = PersonWithCardsForm

    def save_model(self, request, obj, form, change):
        turned = change and "is_active" in form.changed_data
        if turned:
            obj.is_active = not obj.is_active  # the verb below does it
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            record_new_name(obj, by=request.user)
        if turned:
            turn = deactivate if obj.is_active else reactivate
            turn(obj, by=request.user)

    def get_deleted_objects(self, objs, request):
        """Say what goes along with people, what stays, and which projects keep them."""
        members = Membership.objects.filter(user__in=objs)
        tables = [
            (name, count, goes and name not in STAYS) for name, count, goes in rows_that_name(User, objs)
        ]
        listed = [
            f"{member.user}: {member.get_role_display().lower()} in {member.project}, "
            f"taken off {of_cards(member.card_count)}"
            for member in members.with_people().select_related("project").annotate(card_count=CARDS)
        ]
        listed += [
            f"{name.capitalize()} that stay, without a name: {count}"
            for name, count, goes in tables
            if not goes
        ]
        counts = {"people": len(objs), **{name: count for name, count, goes in tables if goes}}
        lacking = {"person" for person in objs if not self.has_delete_permission(request, person)}
        return listed, counts, lacking, members.only_owners()

    def delete_model(self, request, obj):
        delete_people([obj], by=request.user)

    def delete_queryset(self, request, queryset):
        others = queryset.exclude(pk=request.user.pk)
        delete_people([each for each in others if may_manage(request.user, each)], by=request.user)


def of_cards(number: int) -> str:
    return f"{number} {plural(number, 'card')}"
