"""Quick add, the line at the foot of a column: `Train baseline 3h @ana #gcp` read as a card."""

import re

from django.core.exceptions import ValidationError

from boards.models import NewCard
from projects import limits
from projects.hours import minutes_from
from projects.models import Membership, Project
from projects.text import is_visible, many_lines, one_line, validate_text, validate_visible

MOST_LINES = 100
HOURS = re.compile(
    r"[0-9.,:¼½¾]*[0-9¼½¾](h|m|min)|[0-9]+h[0-9]+m?|[0-9]+:[0-5][0-9]h?|[0-9]*[¼½¾]", re.IGNORECASE
)
PERSON = re.compile(r"@([\w.-]*\w)")
LABEL = re.compile(r"#(\w[\w.-]*)")
BULLET = re.compile(r"^\s*(?:[-*+•]\s+(?:\[[ xX]?\]\s+)?|[0-9]{1,3}[.)]\s+)")


def read_lines(text: str, project: Project) -> list[NewCard]:
    """Read a card from every line that is not blank.

    Raises ValidationError for the first line that cannot be read, and names it if there are several.
    """
    lines = [one_line(line) for line in many_lines(text).split("\n") if line.strip()]
    if not lines:
        raise ValidationError("Write what is to be done.")
    if len(lines) > MOST_LINES:
        raise ValidationError(f"These are {len(lines)} lines; at most {MOST_LINES} can be added at once.")
    people = by_name(project)
    if len(lines) == 1:
        return [read_line(lines[0], people)]
    return [read_numbered(number, line, people) for number, line in enumerate(lines, start=1)]


def read_numbered(number: int, line: str, people: dict[str, list[Membership]]) -> NewCard:
    try:
        return read_line(BULLET.sub("", line), people)
    except ValidationError as error:
        raise ValidationError(f"Line {number}: {error.messages[0]}") from error


def read_line(line: str, people: dict[str, list[Membership]]) -> NewCard:
    """Read words as the title, `3h` as the estimate, `@ana` as a person, `#gcp` as a label.

    A word that looks like one of these but names nobody in the project stays in the title, as does a second
    estimate. A bare number is a word ("Add 3 tests"), and #42 is a card. Raises ValidationError without a
    title, or where a title, a label or the list of labels is too long.
    """
    validate_text(line)
    new_card, title = NewCard(title=""), []
    for word in line.split():
        if not take(word, new_card, people):
            title.append(word)
    new_card.title = " ".join(title)
    if not new_card.title:
        raise ValidationError("A card needs a title: write what is to be done.")
    validate_visible(new_card.title)
    if len(new_card.title) > limits.TITLE:
        raise ValidationError(
            f"This title has {len(new_card.title)} characters; {limits.TITLE} are allowed. "
            "The rest can go into the description."
        )
    return new_card


def take(word: str, new_card: NewCard, people: dict[str, list[Membership]]) -> bool:
    """Set on the card what `word` stands for and return True; return False for a word of the title."""
    if HOURS.fullmatch(word) and new_card.estimate_minutes is None:
        new_card.estimate_minutes = minutes_from(word)
        return True
    label = LABEL.fullmatch(word)
    if label and not label[1].isdigit() and is_visible(label[1]):
        if len(label[1]) > limits.NAME:
            raise ValidationError(
                f"A label has at most {limits.NAME} characters; “#{label[1][:20]}…” has more."
            )
        if label[1].lower() not in map(str.lower, new_card.labels):
            new_card.labels.append(label[1])
        if len(new_card.labels) > limits.CARD_LABELS:
            raise ValidationError(f"A card has at most {limits.CARD_LABELS} labels.")
        return True
    person = PERSON.fullmatch(word)
    found = people.get(person[1].lower(), []) if person else []
    if len(found) != 1:
        return False
    if found[0] not in new_card.people:
        new_card.people.append(found[0])
    return True


def by_name(project: Project) -> dict[str, list[Membership]]:
    """Map each name that can follow @, in lower case, to the members it may mean.

    These are first name, whole name without spaces, and user name. A user name is one person's alone; of two
    Anas neither is meant by the first name.
    """
    members = list(project.memberships.at_work().with_people())
    names: dict[str, list[Membership]] = {}
    for member in members:
        for name in {member.user.first.lower(), re.sub(r"\s+", "", member.user.name.lower())}:
            names.setdefault(name, []).append(member)
    return names | {member.user.username.lower(): [member] for member in members}
