"""What somebody sets up: people, projects, weeks, demos; and the record of what changed."""

from projects.models.demo import Demo
from projects.models.errand import Errand
from projects.models.event import Event
from projects.models.former_slug import FormerSlug
from projects.models.invitation import ForSomebodyElse, Invitation, JoinRefused, LeadsNowhere
from projects.models.membership import Membership, Role
from projects.models.milestone import Milestone
from projects.models.plan_template import PlanTemplate, PlanTemplateWeek
from projects.models.project import Project
from projects.models.project_link import ProjectLink
from projects.models.refused import Edited, Refused
from projects.models.removal import Removal
from projects.models.searchable import Searchable
from projects.models.sign_in import SignIn
from projects.models.user import User

__all__ = [
    "Demo",
    "Edited",
    "Errand",
    "Event",
    "ForSomebodyElse",
    "FormerSlug",
    "Invitation",
    "JoinRefused",
    "LeadsNowhere",
    "Membership",
    "Milestone",
    "PlanTemplate",
    "PlanTemplateWeek",
    "Project",
    "ProjectLink",
    "Refused",
    "Removal",
    "Role",
    "Searchable",
    "SignIn",
    "User",
]
