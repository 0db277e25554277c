"""How many bytes a project's files take: one sum over all that its rows refer to. The trash does not count."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from projects.files.owners import OWNERS
from projects.models.refused import Refused

if TYPE_CHECKING:
    from projects.models.project import Project

NEARLY_FULL = 0.9


def stored_bytes(project: "Project") -> int:
    sums = [owner.sum() for owner in OWNERS]
    found = type(project)._base_manager.filter(pk=project.pk).values_list(*sums).first()
    return sum(filter(None, found or ()))


@dataclass(frozen=True)
class Usage:
    """How much a project stores, and how much it may, in bytes: "1.2 of 5 GB"."""

    stored: int
    most: int

    def __str__(self) -> str:
        stored, most = readable(self.stored), readable(self.most)
        amount, unit = stored.split("\xa0")
        return f"{amount if most.endswith(unit) else stored} of {most}"

    @property
    def is_nearly_full(self) -> bool:
        return self.stored >= self.most * NEARLY_FULL


def usage_of(project: "Project") -> Usage:
    return Usage(stored_bytes(project), round(settings.PROJECT_STORAGE_GB * 2**30))


def readable(size: int) -> str:
    return filesizeformat(size).replace(".0\xa0", "\xa0")


def check_room(project: "Project", more: int) -> None:
    """Raise Refused if the project has no room for so many bytes more; to be asked under the project's lock.

    Where it becomes no more, there is room.
    """
    if more <= 0:
        return
    usage = usage_of(project)
    if usage.stored + more > usage.most:
        raise Refused(
            f"There is no room for this file: those of this project take {usage}. "
            "Remove a file or a demo that nobody needs, or put a link in its place."
        )
