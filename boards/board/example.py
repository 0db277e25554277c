"""The example in an empty quick add: a line that could be typed in this project."""

from collections import Counter
from collections.abc import Iterable

from boards.board.quick_add import LABEL, PERSON
from boards.rendering.badges import TeamMember
from projects.models import Role
from projects.people.handles import first_name, joined

LONGEST_EXAMPLE = 15  # characters of a name: the field is narrow


def example_line(team: Iterable[TeamMember], labels: Iterable[str]) -> str:
    """Make up a line of a person and a label that the project has, if it has any that can be typed."""
    workers = [member.name for member in team if member.role >= Role.MEMBER]
    firsts = Counter(map(first_name, workers))
    people = ("@" + (first_name(name) if firsts[first_name(name)] == 1 else joined(name)) for name in workers)
    person = next((word for word in people if PERSON.fullmatch(word) and len(word) <= LONGEST_EXAMPLE), "")
    tags = (f"#{name}" for name in labels if not name.isdigit() and len(name) < LONGEST_EXAMPLE)
    label = next((tag for tag in tags if LABEL.fullmatch(tag)), "")
    return " ".join(filter(None, ["Train baseline 3h", person, label]))
