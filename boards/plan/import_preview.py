"""The preview of an uploaded or pasted plan."""

from collections.abc import Sequence
from functools import cached_property

from boards.plan.changes import weeks_gone
from projects.models import Milestone, Project, Role
from projects.models.weeks import plan_fingerprint
from projects.plans import Difference, PlannedWeek, differences
from projects.setup.plan_field import as_json


class ImportPreview:
    """What an uploaded or pasted plan would change.

    `left_out` counts pasted rows for which there is no week; `notes` say what was read as what.
    """

    def __init__(
        self,
        project: Project,
        weeks: list[PlannedWeek],
        *,
        whole: bool,
        left_out: int = 0,
        notes: Sequence[str] = (),
    ):
        self.project, self.planned, self.whole = project, weeks, whole
        self.left_out, self.notes = left_out, notes
        self.weeks = list(project.milestones.all())

    @cached_property
    def changes(self) -> list[Difference]:
        return differences(self.weeks, self.planned, whole=self.whole)

    @cached_property
    def gone(self) -> list[Milestone]:
        return weeks_gone(self.weeks, self.planned, whole=self.whole)

    @property
    def closed(self) -> list[Milestone]:
        """List the weeks that would be removed but cannot be, because they are closed."""
        return [week for week in self.gone if week.closed_at]

    @property
    def staying(self) -> list[Milestone]:
        return [week for week in self.weeks if week not in self.gone]

    @cached_property
    def cards(self) -> int:
        return self.project.cards.on_board().filter(milestone__in=self.gone).count() if self.gone else 0

    @property
    def is_allowed(self) -> bool:
        """Tell whether this person may do it: members change texts, only owners add or remove weeks."""
        only_texts = all(change.was and change.now for change in self.changes)
        return only_texts or self.project.has_role(Role.OWNER)

    @property
    def can_be_taken(self) -> bool:
        return bool(self.changes) and self.is_allowed and not self.closed

    @property
    def rows(self) -> str:
        """Return the plan as JSON, for `TakePlanForm`."""
        return as_json(self.planned)

    @property
    def base_hash(self) -> str:
        return plan_fingerprint(self.weeks)
