"""How many bytes a project's files take: one sum over all that its rows refer to. The trash does not count."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Sum
from django.template.defaultfilters import filesizeformat

from projects.models.refused import Refused

if TYPE_CHECKING:
    from projects.models.project import Project

NEARLY_FULL = 0.9


def stored_bytes(project: "Project") -> int:
    total = project.milestones.aggregate(total=Sum(F("demos__size") + F("demos__poster_size")))["total"]
    return total or 0


def most_bytes() -> int:
    """Return how much a project may store."""
    return round(settings.PROJECT_STORAGE_GB * 2**30)


def is_nearly_full(project: "Project") -> bool:
    return stored_bytes(project) >= most_bytes() * NEARLY_FULL


def check_room(project: "Project", more: int) -> None:
    """Raise Refused if the project has no room for so many bytes more; to be asked under the project's lock."""
    stored = stored_bytes(project)
    if stored + more > most_bytes():
        raise Refused(
            f"There is no room for this video: those of this project take {filesizeformat(stored)} "
            f"of {filesizeformat(most_bytes())}. Delete a demo that nobody needs, or hand in a link."
        )
