"""What a plan that was uploaded or pasted would change."""

import json
from functools import cached_property

from boards.plan.changes import weeks_gone
from boards.plan.forms import as_rows
from projects.models import Milestone, Project, Role
from projects.models.weeks import plan_fingerprint
from projects.plans import Difference, PlannedWeek, differences


class ImportPreview:
    """What a plan that was uploaded or pasted would change, before it does."""

    def __init__(self, project: Project, planned: list[PlannedWeek], *, whole: bool, left_out: int = 0):
        self.project, self.planned, self.whole, self.left_out = project, planned, whole, left_out
        self.weeks = list(project.milestones.all())

    @cached_property
    def changes(self) -> list[Difference]:
        return differences(self.weeks, self.planned, whole=self.whole)

    @cached_property
    def gone(self) -> list[Milestone]:
        """The weeks that would be taken out."""
        return weeks_gone(self.weeks, self.planned, whole=self.whole)

    @property
    def closed(self) -> list[Milestone]:
        """Those among them that cannot go."""
        return [week for week in self.gone if week.closed_at]

    @property
    def staying(self) -> list[Milestone]:
        return [week for week in self.weeks if week not in self.gone]

    @cached_property
    def cards(self) -> int:
        """How many cards stand in the weeks that would be taken out."""
        return self.project.cards.on_board().filter(milestone__in=self.gone).count() if self.gone else 0

    @property
    def is_allowed(self) -> bool:
        """Members write what weeks say; which weeks there are is for owners."""
        only_texts = all(change.was and change.now for change in self.changes)
        return only_texts or self.project.has_role(Role.OWNER)

    @property
    def can_be_taken(self) -> bool:
        return bool(self.changes) and self.is_allowed and not self.closed

    @property
    def rows(self) -> str:
        """The plan, for the form that takes it over."""
        return json.dumps(as_rows(self.planned))

    @property
    def base_hash(self) -> str:
        return plan_fingerprint(self.weeks)
