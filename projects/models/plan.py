"""Changes of the weeks of a project. Each is one event, which holds what its undo takes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from projects import limits
from projects.models.event import Event
from projects.models.milestone import WEEK, Milestone
from projects.models.refused import Edited, Refused
from projects.models.settings import ProjectSettings
from projects.models.user import User
from projects.models.weeks import (
    TEXTS,
    Said,
    Weeks,
    can_be_undone,
    check_days,
    difference,
    from_on,
    must_be_unused,
    must_stay,
    plan_fingerprint,
    said,
    say,
    says,
    shift,
)
from projects.plans import PlannedWeek, differences
from projects.renumbering import renumbering_steps
from projects.text import changed_since


class PlanChanges(ProjectSettings):
    """The plan of a project: weeks of seven days in a row, some with a break before them."""

    class Meta(ProjectSettings.Meta):
        abstract = True

    def plan(self, weeks: Iterable[PlannedWeek], *, by: User | None) -> None:
        """Create the weeks of a new project, one after the other from its start date.

        Raises ValidationError if there is none, or more than `limits.WEEKS`.
        """
        planned = list(weeks)
        if not 1 <= len(planned) <= limits.WEEKS:
            raise ValidationError(f"A plan has 1 to {limits.WEEKS} weeks; this one has {len(planned)}.")
        with self.changing():
            for number, week in enumerate(planned, start=1):
                first_day = self.starts_on + (number - 1) * WEEK
                insert(self.new_week(number, first_day, week.goal, week.demo_task))
            self.record("planned", by=by, weeks=len(planned))

    def new_week(self, number: int, day: date, goal: str = "", demo_task: str = "") -> Milestone:
        return Milestone(project=self, number=number, starts_on=day, goal=goal, demo_task=demo_task)  # type: ignore[misc]

    # --- Dates -------------------------------------------------------------------------------------------
    def move_start(self, day: date, *, by: User | None, base_hash: str = "") -> Event | None:
        """Move every week by as many days as the start moves. Raises Refused if a week is closed.

        `base_hash` is the content hash of the start when the person decided; raises Edited if it is another by now.
        """

        def move(weeks: Weeks) -> Weeks:
            start = {"starts_on": str(weeks[0].starts_on)}
            if weeks[0].starts_on != day and changed_since({"starts_on": base_hash}, start):
                raise Edited(["starts_on"])
            distance = day - weeks[0].starts_on
            for week in weeks:
                week.starts_on += distance
            return weeks

        if not self.milestones.exists():
            self.change(by=by, starts_on=day)
            return None
        return self.change_plan("start_moved", move, by=by)

    def move_weeks(self, first: int, count: int, *, by: User | None) -> Event | None:
        """Move this week (by its id) and all after it by `count` weeks; a break before it opens or closes."""

        def move(weeks: Weeks) -> Weeks:
            for week in from_on(weeks, first):
                week.starts_on += count * WEEK
            return weeks

        return self.change_plan("weeks_moved", move, by=by)

    # --- Weeks -------------------------------------------------------------------------------------------
    def add_week(self, *, before: int | None = None, by: User | None) -> Event | None:
        """Add an empty week at the end, or before another (by its id), which moves on with all after it."""

        def add(weeks: Weeks) -> Weeks:
            following = from_on(weeks, before) if before else []
            if following:
                new = self.new_week(following[0].number, following[0].starts_on)
            elif weeks:
                new = self.new_week(weeks[-1].number + 1, weeks[-1].starts_on + WEEK)
            else:
                new = self.new_week(1, self.starts_on)
            shift(following, 1)
            return [*weeks, new]

        return self.change_plan("plan_week_added", add, by=by)

    def remove_week(self, pk: int, *, by: User | None, **data: Any) -> Event | None:
        """Remove a week; those after it move up. The caller moves what is in it elsewhere first.

        `data` is stored in the event, for the undo.
        """

        def remove(weeks: Weeks) -> Weeks:
            week, *following = from_on(weeks, pk)
            must_be_unused([week])
            shift(following, -1)
            return [other for other in weeks if other.pk != pk]

        return self.change_plan("plan_week_removed", remove, by=by, **data)

    # --- Texts -------------------------------------------------------------------------------------------
    def take_plan(
        self,
        planned: Iterable[PlannedWeek],
        *,
        by: User | None,
        base_hash: str = "",
        whole: bool = True,
        **data: Any,
    ) -> Event | None:
        """Set the texts of the weeks by number.

        A `whole` plan also adds the weeks that are new and removes those that it does not have. `base_hash` is the
        fingerprint of the plan as it was when the person decided; raises Edited if it is another by now.
        """

        def take(weeks: Weeks) -> Weeks:
            if base_hash and base_hash != plan_fingerprint(weeks):
                raise Edited(list(TEXTS))
            return self.taken(weeks, planned, whole=whole)

        return self.change_plan("plan_uploaded" if whole else "plan_pasted", take, by=by, **data)

    def taken(self, weeks: Weeks, planned: Iterable[PlannedWeek], *, whole: bool) -> Weeks:
        changes = {change.number: change for change in differences(weeks, planned, whole=whole)}
        kept = [week for week in weeks if week.number not in changes or changes[week.number].now]
        must_be_unused(week for week in weeks if week not in kept)
        for week in kept:
            if change := changes.pop(week.number, None):
                week.goal, week.demo_task = change.now.goal, change.now.demo_task  # type: ignore[union-attr]
        last = kept[-1] if kept else None
        for change in changes.values():
            if change.now:
                day = last.starts_on + WEEK if last else self.starts_on
                last = self.new_week(change.number, day, change.now.goal, change.now.demo_task)
                kept.append(last)
        return kept

    # --- The way back ------------------------------------------------------------------------------------
    def undo_plan(self, event: Event, *, by: User | None, **data: Any) -> Event | None:
        """Undo an event of the plan. Raises Refused if any of it has been changed again since."""
        if not can_be_undone(event):
            raise Refused("This cannot be undone.")
        go_back = partial(self.gone_back, event.data["was"], event.data["now"])
        return self.change_plan("plan_undone", go_back, by=by, of=event.seq, what=event.kind, **data)

    def gone_back(self, was: dict[str, Said], now: dict[str, Said], weeks: Weeks) -> Weeks:
        here = {str(week.pk): week for week in weeks}
        for pk, left in now.items():
            if not says(here.get(pk), left):
                raise Refused("The plan has been changed again since, so this was not undone.")
        must_be_unused(here[pk] for pk, found in was.items() if found is None)
        for pk, found in was.items():
            if found is None:
                del here[pk]
            else:
                say(here.setdefault(pk, Milestone(pk=int(pk), project=self)), found)  # type: ignore[misc]
        return list(here.values())

    # --- How all of them are carried out -----------------------------------------------------------------
    def change_plan(
        self, kind: str, change: Callable[[Weeks], Weeks], *, by: User | None, **data: Any
    ) -> Event | None:
        """Let `change` set the weeks under the project's lock, and save what differs, with one event.

        Returns None if nothing differs. Raises ValidationError for an invalid plan, Refused if a closed week would
        move.
        """
        with self.changing():
            weeks = list(self.milestones.order_by("number"))
            before = {str(week.pk): said(week) for week in weeks}
            closed = {week.pk: (week.number, week.starts_on) for week in weeks if week.closed_at}
            try:
                after = sorted(change(weeks), key=lambda week: week.number)
            except OverflowError as error:
                raise ValidationError("No calendar reaches that far.") from error
            check_days(after)
            must_stay(closed, after)
            self.write_weeks(before, after)
            was, now = difference(before, {str(week.pk): said(week) for week in after})
            if not was:
                return None
            return self.record(kind, by=by, was=was, now=now, **data)

    def write_weeks(self, before: Mapping[str, Said], after: Weeks) -> None:
        """Free the numbers first: delete weeks, then renumber those that stay one by one."""
        staying = {week.pk: week for week in after if str(week.pk) in before}
        self.milestones.filter(pk__in=[pk for pk in map(int, before) if pk not in staying]).delete()
        was = {pk: int(str(before[str(pk)]["number"])) for pk in staying}
        steps = renumbering_steps(was, {pk: week.number for pk, week in staying.items()})
        for pk, number in steps or ():
            self.milestones.filter(pk=pk).update(number=number)
        changed = [week for week in staying.values() if said(week) != before[str(week.pk)]]
        for week in changed:
            week.clean_fields(exclude=["project"])
        Milestone.objects.bulk_update(changed, ["starts_on", *TEXTS])
        for week in after:
            if week.pk not in staying:
                insert(week)
        if steps or len(staying) < len(before):
            self.bump_render_version()  # cards name the week that they were carried over from
        self.start_with(after[0].starts_on)

    def start_with(self, day: date) -> None:
        """Set the start date, which is the first day of the first week."""
        self.starts_on = day
        type(self).objects.filter(pk=self.pk).exclude(starts_on=day).update(starts_on=day)


def insert(week: Milestone) -> None:
    week.full_clean(exclude=["project"], validate_unique=False, validate_constraints=False)
    week.save(force_insert=True)
