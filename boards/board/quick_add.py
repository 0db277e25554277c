"""Quick add, the line at the foot of a column: `Train baseline @ana #gcp 3h` read as a card."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from boards.models import Label, NewCard
from projects import limits
from projects.hours import minutes_from
from projects.models import Membership, Project
from projects.people.handles import HANDLE, Handles, composed, workers_by_handle
from projects.text import cut, fold, is_visible, many_lines, one_line, validate_text, validate_visible

MOST_LINES = 100
MOST_WORDS = 4  # of an estimate: "1 hour 30 min"
# What makes hours of a number in a sentence. A capital M is a million.
UNIT = re.compile(r"[hHm¼½¾](?!.*M)")
MARKS = ".,;:!?…、。，；：！？،؛؟"  # that may follow a part, of which they are none
PERSON = re.compile(f"@({HANDLE})")
LABEL = re.compile(r"#(\w[\w.-]*)")
BULLET = re.compile(
    r"""\s*(?:
        (?: [-*+•‣◦·–—▪●○■□] | [0-9]{1,3}\. | \(?(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{2,5})\) )\s+
        | [☐☑☒✓✔]\s*
    )?(?:\[[ xX]?\]\s+)?""",
    re.VERBOSE,
)


@dataclass
class TypedCard(NewCard):
    """A new card, and how each of its parts was typed."""

    number: int = 1  # of its line
    typed_hours: str = ""
    typed_people: list[str] = field(default_factory=list)
    typed_labels: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # about names that are nobody's, or not one person's alone

    def people_as_typed(self) -> list[tuple[str, Membership]]:
        return list(zip(self.typed_people, self.people, strict=True))

    def labels_as_typed(self) -> list[tuple[str, Label]]:
        return list(zip(self.typed_labels, self.found_labels, strict=True))


def read_lines(text: str, project: Project, as_words: Collection[str] = ()) -> list[TypedCard]:
    """Read a card from every line that is not blank.

    `as_words` names what is to stay in the titles, with the number of its line: "2 48h". Raises ValidationError for
    the first line that cannot be read, and names it if there are several.
    """
    lines = [BULLET.sub("", one_line(line), count=1) for line in many_lines(text).split("\n") if line.strip()]
    if not lines:
        raise ValidationError("Write what is to be done.")
    if len(lines) > MOST_LINES:
        raise ValidationError(f"These are {len(lines)} lines; at most {MOST_LINES} can be added at once.")
    names = workers_by_handle(project)
    if len(lines) == 1:
        cards = [read_numbered(1, lines[0], names, as_words)]
    else:
        cards = [
            read_among_several(number, line, names, as_words) for number, line in enumerate(lines, start=1)
        ]
    find_spaced_labels(cards, project)
    return cards


def read_among_several(number: int, line: str, names: Handles, as_words: Collection[str]) -> TypedCard:
    try:
        return read_numbered(number, line, names, as_words)
    except ValidationError as error:
        raise ValidationError(f"Line {number}: {error.messages[0]}") from error


def read_numbered(number: int, line: str, names: Handles, as_words: Collection[str]) -> TypedCard:
    prefix = f"{number} "
    its_words = {word.removeprefix(prefix) for word in as_words if word.startswith(prefix)}
    card = read_line(line, names, its_words)
    card.number = number
    return card


def read_line(line: str, names: Handles, as_words: Collection[str] = ()) -> TypedCard:
    """Read words as the title, `@ana` as a person, `#gcp` as a label, hours at the end as the estimate.

    A bare number is a word ("Add test 3") unless a tab goes before it, as in a row of a spreadsheet; #42 is a card;
    and whatever cannot be an estimate, a person or a label stays in the title. Raises ValidationError without a
    title, or where a title, a label or the list of labels is too long.
    """
    validate_text(line)
    card = TypedCard(title="")
    cells = [
        [word for word in cell.split() if word in as_words or not take(word, card, names)]
        for cell in line.split("\t")
    ]
    cells = [cell for cell in cells if cell]
    take_hours(cells, card, as_words)
    card.title = " ".join(word for cell in cells for word in cell)
    validate_title(card.title)
    return card


def validate_title(title: str) -> None:
    if not title:
        raise ValidationError("A card needs a title: write what is to be done.")
    validate_visible(title)
    if len(title) > limits.TITLE:
        raise ValidationError(
            f"This title has {len(title)} characters; {limits.TITLE} are allowed. "
            "The rest can go into the description."
        )


def take(word: str, card: TypedCard, names: Handles) -> bool:
    """Set on the card whom or which label `word` stands for and return True; return False for a word of the title."""
    bare = composed(word.rstrip(MARKS))
    if label := LABEL.fullmatch(bare):
        return take_label(word, label[1], card)
    if person := PERSON.fullmatch(bare):
        return take_person(word, person[1], card, names)
    return False


def take_label(word: str, name: str, card: TypedCard) -> bool:
    if name.isdigit() or not is_visible(name):
        return False
    if len(name) > limits.NAME:
        raise ValidationError(f"A label has at most {limits.NAME} characters; “#{cut(name, 20)}…” has more.")
    if fold(name) not in map(fold, card.labels):
        card.labels.append(name)
        card.typed_labels.append(word)
    if len(card.labels) > limits.CARD_LABELS:
        raise ValidationError(f"A card has at most {limits.CARD_LABELS} labels.")
    return True


def find_spaced_labels(cards: list[TypedCard], project: Project) -> None:
    """Let #datascience mean the label "data science", which no word can be, unless there is one named like that."""
    if not any(card.labels for card in cards):
        return
    known = {fold(name): name for name in project.labels.values_list("name", flat=True)}
    spaced = {spaceless(folded): name for folded, name in known.items()} | known
    for card in cards:
        card.labels = [spaced.get(fold(name), name) for name in card.labels]


def spaceless(name: str) -> str:
    return "".join(name.split())


def take_person(word: str, name: str, card: TypedCard, names: Handles) -> bool:
    found = names.get(fold(name), [])
    if len(found) != 1:
        card.notes.append(name_note(name, found))
        return False
    if found[0] not in card.people:
        card.people.append(found[0])
        card.typed_people.append(word)
    return True


def name_note(name: str, found: list[Membership]) -> str:
    """Say why @name gives the card to nobody."""
    if not found:
        return f"Nobody who can be given cards is called @{name}."
    people = " or ".join(member.user.name for member in found)
    return f"@{name} can be {people}: write {' or '.join(f'@{member.user.username}' for member in found)}."


def take_hours(cells: list[list[str]], card: TypedCard, as_words: Collection[str]) -> None:
    """Take the estimate from the end of the last cell, before a name that is nobody's."""
    last = cells[-1] if cells else []
    end = len(last)
    while end and PERSON.fullmatch(last[end - 1].rstrip(MARKS)):
        end -= 1
    for start in range(max(0, end - MOST_WORDS), end):
        typed = " ".join(last[start:end])
        minutes = typed_minutes(typed.rstrip(MARKS), is_cell=start == 0 and len(cells) > 1)
        if minutes is not None:
            if typed not in as_words:
                card.estimate_minutes, card.typed_hours = minutes, typed
                del last[start:end]
            return


def typed_minutes(text: str, *, is_cell: bool) -> int | None:
    """Parse hours of a sentence, or of a cell of its own; None for words."""
    if not is_cell and not UNIT.search(text):
        return None
    try:
        return minutes_from(text)
    except ValidationError:
        return None


def notes_on_names(project: Project, title: str) -> list[str]:
    """Say which names in the title of a new card have given it to nobody."""
    if "@" not in title:
        return []
    names = workers_by_handle(project)
    words = (PERSON.fullmatch(composed(word.rstrip(MARKS))) for word in title.split())
    found = [(word[1], names.get(fold(word[1]), [])) for word in words if word]
    return [name_note(name, members) for name, members in found if len(members) != 1]
