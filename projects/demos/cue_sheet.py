"""What to say in which seconds of a recording."""

from dataclasses import dataclass

from projects import limits
from projects.models import Milestone


@dataclass(frozen=True)
class Cue:
    """A line of the cue sheet: `text` is what the plan has for it, and can be written over in the browser."""

    name: str
    text: str
    start: float  # seconds
    end: float


def cue_sheet(week: Milestone, next_week: Milestone | None) -> list[Cue]:
    """Return three lines: a sixth of the time for the goal and for what is next, the rest for the demo itself."""
    sixth = limits.DEMO_SECONDS / 6
    return [
        Cue("The goal", week.goal, 0, sixth),
        Cue("Show it working", week.demo_task, sixth, 5 * sixth),
        Cue("What is next", next_week.goal if next_week else "", 5 * sixth, 6 * sixth),
    ]
