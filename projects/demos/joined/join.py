"""Joins films of the one form into one, with a title card before each. Runs in a child process, without Django.

Sound and pictures are cut and filled up to whole frames of AAC: 1024 samples are exactly 1920 units of the pictures'
time. So a film's sound begins where its pictures do, after any number of films, and nothing is encoded anew.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer
from av.stream import Stream

from projects.demos.joined.card_film import write_cards
from projects.demos.joined.parts import CARD_SECONDS, OUTPUT, TitleCard
from projects.demos.joined.title_card import draw
from projects.demos.joined.writing import FRAME, JoinedFilm, record_of
from projects.demos.videos import one_form

CARDS = "cards.mp4"
LONGEST_NAME = 255  # bytes of a chapter's name


@dataclass(frozen=True)
class Film:
    """What has to be known of a film before it is copied."""

    path: str
    length: Fraction
    record: bytes  # what a decoder of its pictures needs

    @property
    def frames(self) -> int:
        """Return how many frames of AAC are as long; in what is more the last picture stands."""
        return -(-self.length * one_form.AUDIO_RATE // one_form.AUDIO_SAMPLES)


@dataclass
class Part:
    """A card, and the film after it if there is one; `start` and `card_frames` are counted in frames of AAC."""

    card: TitleCard
    name: str
    film: Film | None
    start: int = 0
    card_frames: int = 0

    @property
    def film_start(self) -> int:
        return self.start + self.card_frames

    @property
    def end(self) -> int:
        return self.film_start + (self.film.frames if self.film else 0)


def join(arguments: dict[str, Any]) -> dict[str, Any]:
    """Write OUTPUT of `title` and `parts`, each with a `card`, the `name` of its chapter, and a `film` or None."""
    parts = [
        Part(TitleCard(**part["card"]), part["name"], examine(part["film"]) if part["film"] else None)
        for part in arguments["parts"]
    ]
    end = arrange(parts)
    write_cards(CARDS, (draw(part.card) for part in parts))
    with open_film(CARDS) as cards, one_form.open_output(OUTPUT) as output:
        output.metadata["title"] = arguments["title"]
        output.set_chapters(chapters(parts))
        write(parts, JoinedFilm(output, cards, [part.film.record for part in parts if part.film]))
    return {"seconds": float(Fraction(end * one_form.AUDIO_SAMPLES, one_form.AUDIO_RATE))}


def write(parts: list[Part], joined: JoinedFilm) -> None:
    for number, part in enumerate(parts):
        joined.write_card(number, part.start, part.film_start)
        if part.film:
            with open_film(part.film.path) as film:
                joined.write_film(film, part.film_start, part.end)
    joined.finish(parts[-1].end)


def open_film(path: str) -> InputContainer:
    return av.open(path, format="mp4", options={"protocol_whitelist": "file"})


def examine(path: str) -> Film:
    """Read how long a film is. Its sound counts without what an encoder puts before and behind it."""
    with open_film(path) as film:
        [pictures] = film.streams.video
        if (pictures.width, pictures.height) != (one_form.WIDTH, one_form.HEIGHT):
            raise ValueError(f"{path} is not of the one form")
        padding = Fraction(2 * one_form.AUDIO_SAMPLES, one_form.AUDIO_RATE)
        length = max([length_of(pictures), *(length_of(sound) - padding for sound in film.streams.audio)])
        return Film(path, length, record_of(pictures))


def length_of(stream: Stream) -> Fraction:
    return Fraction((stream.duration or 0) * stream.time_base) if stream.time_base else Fraction(0)


def arrange(parts: list[Part]) -> int:
    """Give each part its start, and return the end. A card makes up for what the film before it was rounded up."""
    wanted, start = Fraction(0), 0
    for part in parts:
        part.start = start
        wanted += Fraction(CARD_SECONDS)
        part.card_frames = round(wanted * one_form.AUDIO_RATE / one_form.AUDIO_SAMPLES) - start
        wanted += part.film.length if part.film else 0
        start = part.end
    return start


def chapters(parts: list[Part]) -> list[Any]:
    return [
        {
            "id": number,
            "start": part.start * FRAME,
            "end": part.end * FRAME,
            "time_base": one_form.VIDEO_TIME_BASE,
            "metadata": {"title": part.name.encode()[:LONGEST_NAME].decode(errors="ignore")},
        }
        for number, part in enumerate(parts)
    ]
