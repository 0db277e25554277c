"""Base classes and filters that several pages of the admin share."""

from collections.abc import Iterable, Iterator

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import SET_NULL, ManyToOneRel, Model
from django.forms import BaseForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property

from projects.models import Project, Refused
from projects.text import fold

MOST = 10_000  # rows of a list that can be leafed through
OPTIONS = 100  # of a filter


class BoundedPaginator(Paginator):
    """Pages of the first MOST rows: no list is leafed through to its end, and counting it all would walk a table."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST].count()  # type: ignore[attr-defined]


class FoldedSearch(admin.ModelAdmin):
    """Searches as the board does: its `search_fields` are columns of folded texts, or have ASCII letters only."""

    paginator = BoundedPaginator
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class Admin(FoldedSearch):
    """A page of the admin that checks a form again when somebody else was faster, and says what was refused."""

    def changeform_view(self, request, *args, **kwargs):
        """Show the form again if saving fails: others may save the same address or delete a row meanwhile.

        The later one's form was valid, and only the saving fails. Everything is rolled back by then, and the same
        form, validated once more, has the message at the right field.
        """
        view = super().changeform_view
        try:
            try:
                return view(request, *args, **kwargs)
            except (IntegrityError, ValidationError, ObjectDoesNotExist):
                return view(request, *args, **kwargs)
        except Refused as refused:
            return self.say_refused(request, refused)

    def delete_view(self, request, *args, **kwargs):
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refused:
            return self.say_refused(request, refused)

    delete_view.access = "staff"  # type: ignore[attr-defined]

    def response_action(self, request, *args, **kwargs):
        try:
            return super().response_action(request, *args, **kwargs)
        except Refused as refused:
            return self.say_refused(request, refused)

    def say_refused(self, request, refused):
        """Say on the page as it is now why a change came too late; nothing of it is saved."""
        self.message_user(request, str(refused), messages.ERROR)
        return HttpResponseRedirect(request.path)


def rows_that_name(
    model: type[Model], objs: Iterable[Model], way: str = ""
) -> Iterator[tuple[str, int, bool]]:
    """Count what refers to these objects, table by table, and say whether it is deleted with them.

    It is counted, not listed: Django would read every row to show the page. `way` leads from `model` to the objects.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model._meta.auto_created:
            continue
        rows: type[Model] = relation.related_model
        there, goes = f"{relation.field.name}{way}", relation.on_delete is not SET_NULL
        if count := rows._base_manager.filter(**{f"{there}__in": objs}).count():
            yield str(rows._meta.verbose_name_plural), count, goes
            if goes:
                yield from rows_that_name(rows, objs, f"__{there}")


def is_kept(form: BaseForm) -> bool:
    return not form.cleaned_data.get(DELETION_FIELD_NAME)


class ArchivedReadOnly:
    """Makes what belongs to an archived project read-only.

    Django passes an inline the page's object, which is the project itself.
    """

    def has_add_permission(self, request, *obj):
        return super().has_add_permission(request, *obj) and not any(map(is_archived, obj))  # type: ignore[misc]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_archived(obj)  # type: ignore[misc]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_archived(obj)  # type: ignore[misc]


def is_archived(obj) -> bool:
    project = getattr(obj, "project", obj)
    return isinstance(project, Project) and project.archived_at is not None


class ShortRelatedFilter(admin.RelatedFieldListFilter):
    """Lists the related rows as long as they are few; with more there is no such filter, and one searches."""

    def field_choices(self, field, request, model_admin):
        ordering = self.field_admin_ordering(field, request, model_admin)
        rows = field.remote_field.model._default_manager.order_by(*ordering)
        found = list(rows[: OPTIONS + 1])
        return [(row.pk, str(row)) for row in found] if len(found) <= OPTIONS else []


class ArchivedFilter(admin.SimpleListFilter):
    title = "archived"
    parameter_name = "archived"

    def lookups(self, request, model_admin):
        return [("no", "No"), ("yes", "Yes")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(archived_at__isnull=self.value() == "no")


class ReadOnly(FoldedSearch):
    """A page on which nobody adds, changes or deletes anything."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
