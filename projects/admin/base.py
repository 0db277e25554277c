"""Base classes and filters that several pages of the admin share."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import SET_NULL, Count, ManyToOneRel, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property

from projects.models import Project, Refused
from projects.models.searchable import latest
from projects.text import fold

MOST = 10_000  # rows of a list that can be leafed through
OPTIONS = 100  # of a filter; rows of another table by which a search finds others
PROJECT = ["search_text__contains", "slug__icontains"]  # by what a project is found
PERSON = ["search_text__contains", "email__icontains"]


class BoundedPaginator(Paginator):
    """Pages of the first MOST rows: no list is leafed through to its end, and counting it all would walk a table."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:MOST].count()  # type: ignore[attr-defined]


class BoundedList(ChangeList):
    """Filters and sorts the latest rows of a table, all of it only within a project: few columns have an index."""

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        is_chosen = self.has_active_filters or ORDER_VAR in self.params
        return self.model_admin.bounded(request, found) if is_chosen and not self.query else found  # type: ignore[attr-defined]

    def get_ordering(self, request, queryset):
        """Sort what was searched or filtered as it was looked through, from the latest on."""
        is_chosen = self.query or self.has_active_filters
        return (
            ["-pk"] if is_chosen and ORDER_VAR not in self.params else super().get_ordering(request, queryset)
        )

    def get_ordering_field(self, field_name):
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None  # type: ignore[operator]

    def get_results(self, request):
        """Read the rows of the page by their ids: joined while they are chosen, whole tables may be read first."""
        super().get_results(request)
        chosen = list(self.result_list.values_list("pk", flat=True))
        rows = self.apply_select_related(self.root_queryset.filter(pk__in=chosen))
        self.result_list = rows.order_by(*self.queryset.query.order_by)


class FoldedSearch(admin.ModelAdmin):
    """Searches the latest rows as the board does: for each word in `search_fields`, lookups of the table itself.

    By what else a row is found `word_q` adds, from a subquery that ends by itself (`latest_with`): a join would be
    walked to its end.
    """

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they would count the table for each choice of each filter
    project_way = "project"

    def get_changelist(self, request, **kwargs):
        return BoundedList

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()
        for word in words:
            queryset = queryset.filter(self.word_q(word))
        return (self.bounded(request, queryset) if words else queryset), False

    def word_q(self, word: str) -> Q:
        return columns_q(self.search_fields, word)

    def bounded(self, request, queryset):
        """Keep the latest rows, or those of one project."""
        is_of_project = any(name.startswith(f"{self.project_way}__") for name in request.GET)
        return queryset if is_of_project else latest(queryset)

    def get_sortable_by(self, request):
        """Let lists be sorted by their own columns, not by those of other tables."""
        columns = {field.name for field in self.model._meta.concrete_fields if not field.is_relation}
        return [name for name in self.get_list_display(request) if self.column_of(name) in columns]

    def column_of(self, name: Any) -> str:
        return getattr(getattr(self, name, None), "admin_order_field", name)


def columns_q(lookups: Iterable[str], word: str) -> Q:
    return Q(*((lookup, word) for lookup in lookups), _connector=Q.OR)


def latest_with(word: str, model: type[Model], lookups: Iterable[str]) -> QuerySet[Any]:
    """Return the ids of the latest rows that have a folded word in these columns, for a subquery."""
    rows = latest(model._default_manager.filter(columns_q(lookups, word)))
    return rows.order_by("-pk").values("pk")[:OPTIONS]


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


def count_of(model: type[Model], relation: str) -> Coalesce:
    """Count the rows that refer to each row by `relation`, for those rows that are shown."""
    there = model._default_manager.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
    return Coalesce(Subquery(there.annotate(count=Count("pk")).values("count")), 0)


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
