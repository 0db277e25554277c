"""Weeks in a row: their constraints, their texts, and the difference between two states of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date

from projects import limits
from projects.events import undone_by
from projects.models.event import Event
from projects.models.milestone import GONE, LAST_DAY, WEEK, Milestone
from projects.models.refused import Refused
from projects.text import content_hash

type Weeks = list[Milestone]
type Said = dict[str, object]  # fields of a week, as an event holds them

FIELDS = ("number", "starts_on", "goal", "demo_task")
TEXTS = ("goal", "demo_task")
UNDOABLE = undone_by("undo_plan")


def from_on(weeks: Weeks, pk: int) -> Weeks:
    """Return this week and all after it. Raises Refused if it is gone."""
    place = next((place for place, week in enumerate(weeks) if week.pk == pk), None)
    if place is None:
        raise Refused(GONE)
    return weeks[place:]


def shift(weeks: Weeks, count: int) -> None:
    for week in weeks:
        week.number += count
        week.starts_on += count * WEEK


def check_days(weeks: Weeks) -> None:
    """Check the number, the dates and the order of the weeks. Raises ValidationError."""
    if not 1 <= len(weeks) <= limits.WEEKS:
        raise ValidationError(f"A plan has 1 to {limits.WEEKS} weeks.")
    if weeks[-1].number > limits.WEEKS:
        raise ValidationError(
            f"The last week would be week {weeks[-1].number}; a plan goes up to {limits.WEEKS}."
        )
    if not limits.FIRST_DAY <= weeks[0].starts_on <= limits.LAST_DAY:
        raise ValidationError("A plan starts on a day between the years 2000 and 2199.")
    if weeks[-1].starts_on > LAST_DAY:
        raise ValidationError("The plan would then end after the year 2210.")
    for before, week in pairwise(weeks):
        if week.starts_on < before.starts_on + WEEK:
            raise ValidationError(f"Week {week.number} would then begin before week {before.number} is over.")


def must_stay(closed: Mapping[int, tuple[int, date]], weeks: Weeks) -> None:
    """Raise Refused if a closed week would be renumbered, moved or removed."""
    there = {week.pk: (week.number, week.starts_on) for week in weeks}
    for pk, place in closed.items():
        if there.get(pk) != place:
            raise Refused(f"Week {place[0]} is closed, so it stays where it is.")


def must_be_unused(weeks: Iterable[Milestone]) -> None:
    """Raise Refused if removing a week would delete something else, such as its demo."""
    for week in weeks:
        for relation in Milestone._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: week.pk})
            if relation.on_delete is not models.SET_NULL and rows.exists():
                holds = relation.related_model._meta.verbose_name_plural
                raise Refused(f"Week {week.number} stays, because there are {holds} in it.")


# --- What weeks say --------------------------------------------------------------------------------------
def plan_fingerprint(weeks: Iterable[Milestone]) -> str:
    """Return a hash by which a later request can tell whether the plan is still the one somebody saw."""
    return content_hash(
        "\n".join(f"{week.pk}\t{week.number}\t{week.goal}\t{week.demo_task}" for week in weeks)
    )


def said(week: Milestone) -> Said:
    return {"number": week.number, "starts_on": str(week.starts_on), **{n: getattr(week, n) for n in TEXTS}}


def say(week: Milestone, fields: Said) -> None:
    for name, value in fields.items():
        setattr(week, name, parse_date(str(value)) if name == "starts_on" else value)


def says(week: Milestone | None, fields: Said | None) -> bool:
    """Tell whether a week, or its absence, is as an event left it."""
    if week is None or fields is None:
        return week is None and fields is None
    return fields.items() <= said(week).items()


def difference(before: Mapping[str, Said], after: Mapping[str, Said]) -> tuple[dict, dict]:
    """Return the fields that differ, before and after, by week; None for a week that is not there."""
    was: dict[str, Said | None] = {}
    now: dict[str, Said | None] = {}
    for pk in {**before, **after}:
        old, new = before.get(pk), after.get(pk)
        if old == new:
            continue
        fields = [name for name in FIELDS if not (old and new) or old[name] != new[name]]
        was[pk] = old and {name: old[name] for name in fields}
        now[pk] = new and {name: new[name] for name in fields}
    return was, now


def can_be_undone(event: Event) -> bool:
    return event.kind in UNDOABLE and isinstance(event.data.get("now"), dict)


def is_about_texts(event: Event) -> bool:
    """Tell whether an event changed only texts of weeks, and not their number or dates."""
    both = [*event.data["was"].values(), *event.data["now"].values()]
    return all(fields is not None and set(fields) <= set(TEXTS) for fields in both)
