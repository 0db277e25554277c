"""Snapshots: the figures that a closed week ended with."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from projects import limits
from projects.models import Milestone, User


class SnapshotQuerySet(models.QuerySet["WeekSnapshot"]):
    """Snapshots that are only ever added to: `update` raises TypeError."""

    def update(self, **fields: object) -> int:
        raise TypeError("A snapshot is never rewritten: add a revision.")

    def add(
        self, milestone: Milestone, kind: "WeekSnapshot.Kind", figures: dict[str, int], *, by: User | None
    ) -> "WeekSnapshot":
        """Create the next revision of a week. Only while its project is `changing`."""
        last = self.filter(milestone=milestone).aggregate(last=models.Max("revision"))["last"] or 0
        return self.create(milestone=milestone, revision=last + 1, kind=kind, by=by, **figures)

    def latest_of_each(self) -> "SnapshotQuerySet":
        newer = WeekSnapshot.objects.filter(
            milestone=models.OuterRef("milestone"), revision__gt=models.OuterRef("revision")
        )
        return self.filter(~models.Exists(newer))


class WeekSnapshot(models.Model):
    """The figures of a week when it was closed, or after what came later: an undo, a card counted late.

    Nothing is ever rewritten: each of these adds a revision, and the latest counts. Cards and minutes are
    kept apart, and each adds up: planned + added = done + dropped + carried + later + open. Only where the
    closing was undone is something still open. `added_minutes` is below zero where estimates have shrunk by
    more than was added.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed"
        UNDONE = "undone", "Closing undone"
        COUNTED_LATE = "counted_late", "A card counted late"
        UNCOUNTED = "uncounted", "A late count undone"

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="snapshots")
    revision = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    planned_cards = models.PositiveIntegerField(default=0)
    planned_minutes = models.PositiveIntegerField(default=0)
    added_cards = models.PositiveIntegerField(default=0)
    added_minutes = models.IntegerField(default=0)
    done_cards = models.PositiveIntegerField(default=0)
    done_minutes = models.PositiveIntegerField(default=0)
    dropped_cards = models.PositiveIntegerField(default=0)
    dropped_minutes = models.PositiveIntegerField(default=0)
    carried_cards = models.PositiveIntegerField(default=0)
    carried_minutes = models.PositiveIntegerField(default=0)
    later_cards = models.PositiveIntegerField(default=0)
    later_minutes = models.PositiveIntegerField(default=0)
    open_cards = models.PositiveIntegerField(default=0)
    open_minutes = models.PositiveIntegerField(default=0)
    over = models.PositiveIntegerField(default=0)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["milestone_id", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "revision"], name="snapshot_revision_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["closed", "undone", "counted_late", "uncounted"]), name="snapshot_kind"
            ),
            limits.value_between("revision", 1, 32_767, name="snapshot_revision"),
            models.CheckConstraint(
                condition=Q(kind="undone") | Q(open_cards=0, open_minutes=0),
                name="snapshot_leaves_nothing_open",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(
                        **{
                            f"planned_{unit}": F(f"done_{unit}")
                            + F(f"dropped_{unit}")
                            + F(f"carried_{unit}")
                            + F(f"later_{unit}")
                            + F(f"open_{unit}")
                            - F(f"added_{unit}")
                        }
                    ),
                    name=f"snapshot_{unit}_add_up",
                )
                for unit in ("cards", "minutes")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_kind_display()} ({self.revision})"

    def save(self, **kwargs: object) -> None:
        super().save(force_insert=True)

    @property
    def figures(self) -> dict[str, int]:
        return {
            each.name: getattr(self, each.name)
            for each in self._meta.fields
            if each.name.endswith(("_cards", "_minutes")) or each.name == "over"
        }
