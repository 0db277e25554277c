"""The fields of a project, the lock that orders its changes, and the record of them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from projects import limits, statements
from projects.models.event import Event
from projects.models.membership import Membership, Role
from projects.models.milestone import Milestone
from projects.models.searchable import Searchable
from projects.models.user import User
from projects.models.visitor_access import ARCHIVED, VisitorAccess
from projects.plans import PlannedWeek
from projects.text import LineField, LinesField, fold
from projects.timezones import validate_time_zone
from projects.write_lock import limit_row_lock_wait, write_lock

if TYPE_CHECKING:
    from projects.models.project import Project


class Weekday(models.IntegerChoices):
    """Weekdays, numbered as `date.weekday` does."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Select the projects that this person may see, each with their `role` and `membership_id` in it.

        Their own; all for a superuser, with None for both where they are not a member.
        """
        if not user.is_superuser:
            # Names the plain relation, because Django needs half as long again to make sense of the other.
            return self.filter(memberships__user=user).annotate(
                role=F("memberships__role"), membership_id=F("memberships__pk")
            )
        mine = models.FilteredRelation("memberships", condition=Q(memberships__user=user))
        return self.alias(mine=mine).annotate(role=F("mine__role"), membership_id=F("mine__pk"))  # type: ignore[no-redef]

    def search(self, words: str) -> "ProjectQuerySet":
        """Keep the projects with all of these words in their name or address, as cards are searched."""
        found = self
        for word in dict.fromkeys(fold(words).split()):
            found = found.filter(Q(search_text__contains=word) | Q(slug__contains=word))
        return found

    def current(self) -> "ProjectQuerySet":
        return self.filter(archived_at=None)

    def lock_all_of(self, people: Iterable[User]) -> None:
        """Lock the projects of these people, in one order, so that two who do so never wait for each other."""
        own = self.filter(memberships__user__in=people).values("pk")
        list(self.select_for_update().filter(pk__in=own).order_by("pk").values_list("pk"))

    @transaction.atomic
    def set_up(
        self,
        *,
        weeks: Iterable[PlannedWeek],
        by: User | None,
        people: Iterable[tuple[User, Role]] = (),
        **fields: object,
    ) -> "Project":
        """Create a project with its weeks and its people, all or nothing.

        Raises ValidationError if a field is invalid, or the plan has no week or too many.
        """
        project = self.model(**fields)
        project.begin(weeks=weeks, by=by, people=people)
        return project


class ProjectFields(Searchable, VisitorAccess):
    """The fields of a project. `seq` is the number of its last event."""

    SEARCHED = ("name",)

    name = LineField(max_length=limits.NAME)
    slug = models.SlugField(max_length=60, unique=True, help_text="Its part of the address.")
    description = LinesField(max_length=limits.TEXT, blank=True)
    starts_on = models.DateField("start date", help_text="The first day of week 1.")
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="Decides when a week begins, for the whole team.",
    )
    demo_weekday = models.PositiveSmallIntegerField("demo day", choices=Weekday, default=Weekday.FRIDAY)
    card_limit_minutes = models.PositiveIntegerField(
        "card limit",
        default=240,
        validators=[MinValueValidator(1), MaxValueValidator(limits.CARD_LIMIT_MINUTES)],
        help_text="A card with a larger estimate is flagged as too big.",
    )
    standup_minutes = models.PositiveSmallIntegerField(
        "standup minutes",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(limits.STANDUP_MINUTES)],
        help_text="After so many minutes the clock of a standup turns amber.",
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Counters, see `increment`.
    seq = models.PositiveBigIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    render_version = models.PositiveBigIntegerField(default=0, editable=False, db_column="look")

    members = models.ManyToManyField(User, through=Membership, related_name="projects")

    objects = ProjectQuerySet.as_manager()

    milestones: Any  # the relation of Milestone, which knows no abstract project

    recorded = 0  # events written since `changing` began
    is_changing = False

    class Meta:
        abstract = True
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="project_by_name"),
            models.Index(fields=["name", "id"], condition=Q(archived_at=None), name="project_current"),
            models.Index(
                fields=["name", "id"], condition=Q(archived_at__isnull=False), name="project_finished"
            ),
        ]
        constraints = [
            limits.length_between("name", 1, limits.NAME, name="project_name_length"),
            limits.length_between("description", 0, limits.TEXT, name="project_description_length"),
            limits.value_between("starts_on", limits.FIRST_DAY, limits.LAST_DAY, name="project_start"),
            limits.value_between("demo_weekday", 0, 6, name="project_demo_weekday"),
            limits.value_between(
                "card_limit_minutes", 1, limits.CARD_LIMIT_MINUTES, name="project_card_limit"
            ),
            limits.value_between(
                "standup_minutes", 1, limits.STANDUP_MINUTES, name="project_standup_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.slug])

    def clean(self) -> None:
        if self.starts_on and not limits.FIRST_DAY <= self.starts_on <= limits.LAST_DAY:
            raise ValidationError({"starts_on": "Choose a day between the years 2000 and 2199."})

    # --- Time -------------------------------------------------------------------------------------------
    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """Return the date in the project's time zone: weeks change at its midnight, not at the server's."""
        return timezone.now().astimezone(self.zone).date()

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def current_milestone(self, milestones: Iterable[Milestone] | None = None) -> Milestone | None:
        """Return this week; before the plan the first, in a break the coming one, after it the last."""
        today, last = self.today(), None
        for last in self.milestones.all() if milestones is None else milestones:
            if today <= last.last_day:
                return last
        return last

    def week_at_work(self, milestones: Iterable[Milestone]) -> Milestone | None:
        """Return this week or, once that is closed, the next open one; this one where none is open any more."""
        weeks = list(milestones)
        current = self.current_milestone(weeks)
        ahead = (week for week in weeks if current and week.number >= current.number)
        return next((week for week in ahead if not week.closed_at), current)

    # --- Changing ---------------------------------------------------------------------------------------
    @contextmanager
    def changing(self, *, even_archived: bool = False) -> Iterator[None]:
        """Open a transaction in which nobody else changes this project.

        It begins by taking the next `seq` from the project's row, which locks the row and reads in the same statement
        whether the project is archived by now. Roles change by events, so the visitor's access is checked again only
        if somebody has taken a number since the project was read.
        If nothing is recorded, the transaction is rolled back and the number is not used: `seq` is then that of the
        last event, as it is after a refused change.
        Nested in a change of the same project it joins that one: several verbs become one change.
        Raises Project.DoesNotExist if the project was deleted, or the visitor removed from it; PermissionDenied if it
        is archived, or the visitor's role is no longer high enough.
        """
        if self.is_changing:
            yield
            return
        with write_lock(), transaction.atomic():
            limit_row_lock_wait()
            seen = self.seq
            self.increment("seq", also=["archived_at"])
            last = self.seq - 1
            self.recorded, self.is_changing = 0, True
            try:
                if last != seen:
                    self.recheck_access()
                if self.archived_at and not even_archived:
                    raise PermissionDenied(ARCHIVED)
                yield
            except BaseException:
                self.seq = last
                raise
            finally:
                self.is_changing = False
            if not self.recorded:
                self.seq = last
                transaction.set_rollback(True)

    def record(
        self,
        kind: str,
        *,
        by: User | None,
        card_number: int | None = None,
        request_id: str | None = None,
        **data: object,
    ) -> Event:
        """Write an event with the next `seq`. Only within `changing`."""
        if self.recorded:
            self.increment("seq")
        self.recorded += 1
        event = Event(
            project=self,  # type: ignore[misc]
            seq=self.seq,
            kind=kind,
            actor=by,
            card_number=card_number,
            request_id=request_id,
            data=data,
        )
        statements.insert(event)
        return event

    def record_all(self, kind: str, cards: dict[int, dict], *, by: User | None) -> list[Event]:
        """Write an event for each card, given as data by card number: two queries. Only within `changing`."""
        if not cards:
            return []
        self.increment("seq", len(cards) - (0 if self.recorded else 1))
        self.recorded += len(cards)
        first = self.seq - len(cards) + 1
        return Event.objects.bulk_create(
            Event(project=self, seq=seq, kind=kind, actor=by, card_number=number, data=data)  # type: ignore[misc]
            for seq, (number, data) in enumerate(cards.items(), start=first)
        )

    def next_number(self) -> int:
        """Return a number that no card of this project ever had. Only within `changing`."""
        self.increment("last_number")
        return self.last_number

    def next_numbers(self, count: int) -> range:
        """Return `count` consecutive numbers that no card ever had. Only within `changing`."""
        self.increment("last_number", count)
        return range(self.last_number - count + 1, self.last_number + 1)

    def bump_render_version(self) -> None:
        """Have all cards rendered anew, after a change that any may show: the limit, the numbers of weeks.

        Only within `changing`.
        """
        self.increment("render_version")

    def increment(self, counter: str, count: int = 1, *, also: Iterable[str] = ()) -> None:
        """Increment a counter in the database, and read it and the fields in `also` by the same statement.

        Raises DoesNotExist if the project was deleted.
        """
        try:
            statements.increment(self, counter, count, also=also)
        except type(self).NotUpdated as error:
            raise type(self).DoesNotExist("This project was deleted meanwhile.") from error

    # --- Dates of the week ---------------------------------------------------------------------------------
    def days_to_demo(self, milestone: Milestone) -> int:
        """Return the whole days from today to the demo day of a week; negative when it is past."""
        return (milestone.demo_due(self.demo_weekday) - self.today()) // timedelta(days=1)
