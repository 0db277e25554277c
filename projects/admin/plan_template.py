"""Plan templates."""

from django.contrib import admin
from django.db.models import Q

from projects.admin.base import Admin, count_of, latest_with
from projects.admin.weeks import TemplateWeekInline
from projects.models import PlanTemplate, PlanTemplateWeek


@admin.register(PlanTemplate)
class PlanTemplateAdmin(Admin):
    list_display = ["name", "week_count"]
    search_fields = ["search_text__contains"]
    inlines = [TemplateWeekInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(week_count=count_of(PlanTemplateWeek, "template"))

    def word_q(self, word):
        weeks = latest_with(word, PlanTemplateWeek, self.search_fields).values("template")
        return super().word_q(word) | Q(pk__in=weeks)

    @admin.display(description="weeks")
    def week_count(self, template):
        return template.week_count

    def get_deleted_objects(self, objs, request):
        """Say what stays, beside the weeks that go."""
        listed, *others = super().get_deleted_objects(objs, request)
        return [*listed, "Projects that began with it keep their weeks."], *others
