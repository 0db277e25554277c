"""Django's admin for what somebody sets up; one module for each kind of object."""

from projects.admin.demo import DemoAdmin
from projects.admin.event import EventAdmin
from projects.admin.plan_template import PlanTemplateAdmin
from projects.admin.project import ProjectAdmin
from projects.admin.user import PersonAdmin

__all__ = ["DemoAdmin", "EventAdmin", "PersonAdmin", "PlanTemplateAdmin", "ProjectAdmin"]
