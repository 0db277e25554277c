"""The progress of a project in plain sentences: one as a heading, and one or two below it."""

from datetime import date, timedelta
from typing import NamedTuple

from boards.progress.cycle_time import CycleTime
from boards.progress.forecast import ENOUGH
from boards.progress.series import ProgressSeries
from boards.reporting.totals import Progress, Totals
from boards.reporting.unit import Unit
from projects.words import plural


class ProgressSummary(NamedTuple):
    headline: str
    detail: str


def summarize(series: ProgressSeries, progress: Progress, begins: date) -> ProgressSummary:
    """Summarize a plan that begins on the day `begins` and of which `progress` is done."""
    if not series.last:
        return ProgressSummary(
            "This project has no plan yet", "Progress is seen week by week: the weeks come first."
        )
    if series.total == 0:
        return ProgressSummary(
            "Nothing is planned yet", "Add cards to a week of the plan, and their progress shows here."
        )
    if series.is_archived:
        return ProgressSummary(
            archived_headline(series, progress), "This project is archived: it can be looked at, not changed."
        )
    if series.open == 0:
        return ProgressSummary("Everything in the plan is done", f"{progress} done. {plan_says(series)}.")
    if series.now == 0 and not series.finished:
        return ProgressSummary(
            f"The plan begins on {begins:%A} {begins.day} {begins:%B %Y}",
            f"{progress} done. {pace_needed(series)}",
        )
    if series.finished < ENOUGH:
        return ProgressSummary(
            f"It is too early to tell when you finish; {end_of_plan(series)}", too_early(series, progress)
        )
    return ProgressSummary(
        f"{finish_headline(series)}; {end_of_plan(series)}", f"{progress} done. {pace_comparison(series)}"
    )


def archived_headline(series: ProgressSeries, progress: Progress) -> str:
    if series.open:
        return f"Finished with {progress} done"
    whole = series.unit.with_unit(series.total)
    return "Finished: the one card is done" if whole == "1 card" else f"Finished: all {whole} are done"


# --- The heading ----------------------------------------------------------------------------------------
def finish_headline(series: ProgressSeries) -> str:
    earliest, latest = series.earliest, series.latest
    if not any(series.done_by_week):
        return "At this pace you do not finish"
    if earliest is None:
        return "At this pace you do not finish within a year"
    if latest is None:
        return f"At this pace you finish in week {earliest} at the earliest, perhaps not within a year"
    if earliest == latest:
        return f"At this pace you finish in week {earliest}"
    return f"At this pace you finish between week {earliest} and week {latest}"


def end_of_plan(series: ProgressSeries) -> str:
    return f"the plan {'says' if series.weeks_left else 'ended with'} week {series.last}"


def plan_says(series: ProgressSeries) -> str:
    return end_of_plan(series).capitalize()


# --- What is below it -----------------------------------------------------------------------------------
def too_early(series: ProgressSeries, progress: Progress) -> str:
    so_far = "there is one" if series.finished else "there is none yet"
    return (
        f"{progress} done. A forecast needs two finished weeks, and {so_far}. {pace_needed(series)}".rstrip()
    )


def pace_needed(series: ProgressSeries) -> str:
    """Say what has to be done in each week, while too few are finished to compare with; "" after the last."""
    if not series.weeks_left:
        return ""
    needed = series.unit.with_unit(series.unit.rounded_up(series.needed, is_rate=True))
    return f"To finish on time, do {needed} {a_week(series)}."


def pace_comparison(series: ProgressSeries) -> str:
    unit, pace = series.unit, series.unit.rounded(series.throughput)
    if not series.weeks_left:
        to_go, average = unit.with_unit(series.open), unit.with_unit(pace)
        return f"{to_go} to go; a finished week brought {average} on average."
    if not any(series.done_by_week):
        return f"Nothing was done in the {series.finished} finished weeks. {pace_needed(series)}"
    if series.needed <= series.throughput:
        enough = unit.with_unit(unit.rounded(series.needed))
        return (
            f"A finished week brought {unit.with_unit(pace)} on average; {enough} {a_week(series)} will do."
        )
    too_much = unit.rounded_up(series.left - series.throughput * series.weeks_left)
    return (
        f"To finish on time, do {unit.with_unit(unit.rounded_up(series.needed, is_rate=True))} {a_week(series)} "
        f"instead of {unit.number(pace)}, or take {unit.with_unit(too_much)} out of the plan."
    )


def a_week(series: ProgressSeries) -> str:
    return "a week" if series.weeks_left > 1 else "in the week that is left"


# --- Beside the numbers ---------------------------------------------------------------------------------
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def cycle_time_note(cycle_time: CycleTime) -> str:
    """Say how long cards take; never by person."""
    time = how_long(cycle_time.half_within)
    if cycle_time.cards == 1:
        return f"The one card that went from In Progress to Done took {time}."
    return f"Half of the cards are done within {time} of their move to In Progress."


def how_long(time: timedelta) -> str:
    """Format a time as people say it: "40 minutes", "5 hours", "1.5 days"."""
    minutes, hours = round(time / MINUTE), round(time / HOUR)
    if minutes < 60:
        return count(max(1, minutes), "minute")
    if hours < 24:
        return count(hours, "hour")
    return count(round(2 * time / DAY) / 2, "day")


def count(number: float, noun: str) -> str:
    return f"{number:g} {plural(number, noun)}"


def later_note(later: Totals) -> str:
    if not later.cards:
        return ""
    return f"{later} for later {'is' if later.cards == 1 else 'are'} not in the plan and not counted here."


def unestimated_note(planned: Totals, unit: Unit) -> str:
    if unit == Unit.CARDS or not planned.unknown:
        return ""
    have = "has no estimate and counts" if planned.unknown == 1 else "have no estimate and count"
    return f"{count(planned.unknown, 'open card')} {have} as nothing."


def closed_weeks_note(amount: int, unit: Unit) -> str:
    """Say by how much the accounts of closed weeks differ from what the board shows as done."""
    if not amount:
        return ""
    more = "more" if amount > 0 else "less"
    return (
        f"Closed weeks keep what they had at their closing: together {unit.with_unit(abs(amount))} {more} done "
        "than the board shows by now."
    )
