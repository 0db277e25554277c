"""What the server tells the child process that joins films. Imports neither Django nor what draws and encodes."""

from dataclasses import dataclass

OUTPUT = "joined.mp4"
CARD_SECONDS = 2.5  # about: a card ends where a packet of sound does


@dataclass(frozen=True)
class TitleCard:
    """What a card says, in any letters; `week` is one of `weeks`, counted from 1."""

    project: str
    week: int
    weeks: int
    title: str
    shows: str
    by: str
    note: str = ""
