"""What the progress of a project comes to, in plain sentences: one as a heading, and one or two below it."""

from datetime import date, timedelta
from typing import NamedTuple

from boards.progress.cycle_time import Pace
from boards.progress.forecast import ENOUGH
from boards.progress.series import Course, Unit
from boards.reporting.totals import Progress, Totals
from projects.words import plural


class Outlook(NamedTuple):
    headline: str
    detail: str


def outlook(course: Course, progress: Progress, begins: date) -> Outlook:
    """Of a plan that begins on that day and of which so much is done."""
    if not course.last:
        return Outlook("This project has no plan yet", "Progress is seen week by week: the weeks come first.")
    if course.total == 0:
        return Outlook(
            "Nothing is planned yet", "Add cards to a week of the plan, and their progress shows here."
        )
    if course.is_over:
        return Outlook(over(course, progress), "This project is archived: it can be looked at, not changed.")
    if course.open == 0:
        return Outlook("Everything in the plan is done", f"{progress} done. {plan_says(course)}.")
    if course.now == 0 and not course.finished:
        return Outlook(
            f"The plan begins on {begins:%A} {begins.day} {begins:%B %Y}", f"{progress} done. {aim(course)}"
        )
    if course.finished < ENOUGH:
        return Outlook(
            f"It is too early to tell when you finish; {end_of_plan(course)}", too_early(course, progress)
        )
    return Outlook(f"{finish(course)}; {end_of_plan(course)}", f"{progress} done. {demand(course)}")


def over(course: Course, progress: Progress) -> str:
    if course.open:
        return f"Finished with {progress} done"
    whole = course.unit.said(course.total)
    return "Finished: the one card is done" if whole == "1 card" else f"Finished: all {whole} are done"


# --- The heading ----------------------------------------------------------------------------------------
def finish(course: Course) -> str:
    """In which weeks the end may fall."""
    earliest, latest = course.earliest, course.latest
    if not any(course.brought):
        return "At this pace you do not finish"
    if earliest is None:
        return "At this pace you do not finish within a year"
    if latest is None:
        return f"At this pace you finish in week {earliest} at the earliest, perhaps not within a year"
    if earliest == latest:
        return f"At this pace you finish in week {earliest}"
    return f"At this pace you finish between week {earliest} and week {latest}"


def end_of_plan(course: Course) -> str:
    return f"the plan {'says' if course.weeks_left else 'ended with'} week {course.last}"


def plan_says(course: Course) -> str:
    return end_of_plan(course).capitalize()


# --- What is below it -----------------------------------------------------------------------------------
def too_early(course: Course, progress: Progress) -> str:
    so_far = "there is one" if course.finished else "there is none yet"
    return f"{progress} done. A forecast needs two finished weeks, and {so_far}. {aim(course)}".rstrip()


def aim(course: Course) -> str:
    """What each week would have to bring, where nobody knows yet what one does."""
    if not course.weeks_left:
        return ""
    return (
        f"To finish on time, do {course.unit.said(course.unit.rounded_up(course.needed))} {a_week(course)}."
    )


def demand(course: Course) -> str:
    """What it takes to finish on time, beside what the finished weeks have brought."""
    unit, pace = course.unit, course.unit.rounded(course.pace)
    if not course.weeks_left:
        return f"{unit.said(course.open)} to go; a finished week brought {unit.said(pace)} on average."
    if not any(course.brought):
        return f"Nothing was done in the {course.finished} finished weeks. {aim(course)}"
    if course.needed <= course.pace:
        enough = unit.said(unit.rounded(course.needed))
        return f"A finished week brought {unit.said(pace)} on average; {enough} {a_week(course)} will do."
    too_much = unit.rounded_up(course.left - course.pace * course.weeks_left)
    return (
        f"To finish on time, do {unit.said(unit.rounded_up(course.needed))} {a_week(course)} "
        f"instead of {unit.number(pace)}, or take {unit.said(too_much)} out of the plan."
    )


def a_week(course: Course) -> str:
    return "a week" if course.weeks_left > 1 else "in the week that is left"


# --- Beside the numbers ---------------------------------------------------------------------------------
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def of_pace(pace: Pace) -> str:
    """How long cards take; never whose."""
    time = how_long(pace.half_within)
    if pace.cards == 1:
        return f"The one card that went from In Progress to Done took {time}."
    return f"Half of the cards are done within {time} of their move to In Progress."


def how_long(time: timedelta) -> str:
    """As exact as one would say it: "40 minutes", "5 hours", "1.5 days"."""
    minutes, hours = round(time / MINUTE), round(time / HOUR)
    if minutes < 60:
        return count(max(1, minutes), "minute")
    if hours < 24:
        return count(hours, "hour")
    return count(round(2 * time / DAY) / 2, "day")


def count(number: float, noun: str) -> str:
    return f"{number:g} {plural(number, noun)}"


def of_later(later: Totals) -> str:
    if not later.cards:
        return ""
    return f"{later} for later {'is' if later.cards == 1 else 'are'} not in the plan and not counted here."


def of_unknown(planned: Totals, unit: Unit) -> str:
    if unit == Unit.CARDS or not planned.unknown:
        return ""
    have = "has no estimate and counts" if planned.unknown == 1 else "have no estimate and count"
    return f"{count(planned.unknown, 'open card')} {have} as nothing."


def of_closed(amount: int, unit: Unit) -> str:
    """Where the weeks' own accounts tell more or less done than the board does."""
    if not amount:
        return ""
    more = "more" if amount > 0 else "less"
    return (
        f"Closed weeks keep what they had at their closing: together {unit.said(abs(amount))} {more} done than the "
        "board shows by now."
    )
