"""Makes a film in the one form of one that was handed in: a task for a child process (`projects.files.child`)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from av.packet import Packet

from projects.demos.videos import one_form
from projects.demos.videos.transcoding import FILM, POSTER
from projects.demos.videos.transcoding.decoding import Decoder
from projects.demos.videos.transcoding.pictures import Pictures
from projects.demos.videos.transcoding.poster_frame import PosterFrame
from projects.demos.videos.transcoding.sound import Sound
from projects.demos.videos.transcoding.source import Source, open_source
from projects.demos.videos.transcoding.verification import verify
from projects.files.task import TaskRefused

REFUSALS = ("damaged", "no_picture", "too_large", "too_long", "nothing_left", "not_verified")
LONGEST = 180  # seconds: what a child's processor time is enough for, with some to spare
SHORTEST = 0.1  # seconds that a cut has to leave


class Part(NamedTuple):
    """What is made of a source, in seconds of its clock. `until` is counted from `start`; None if it is not cut."""

    start: float
    until: float | None
    seconds: float  # as far as the packets tell

    @classmethod
    def of(cls, source: Source, cut_start: float | None, cut_end: float | None) -> "Part":
        """Raise TaskRefused "nothing_left" or "too_long"."""
        start = max(cut_start or 0.0, 0.0)
        until = None if cut_end is None else cut_end - start
        seconds = source.seconds - start if until is None else min(until, source.seconds - start)
        if (start or cut_end is not None) and seconds < SHORTEST:
            raise TaskRefused("nothing_left")
        if seconds > LONGEST:
            raise TaskRefused("too_long")
        return cls(source.origin + start, until, seconds)


def transcode(arguments: dict[str, Any]) -> dict[str, Any]:
    """Make FILM and POSTER in the working directory; return how long the film is.

    Raises TaskRefused with one of REFUSALS.
    """
    source = open_source(arguments["input"], arguments["demuxer"])
    part = Part.of(source, arguments.get("cut_start"), arguments.get("cut_end"))
    poster = PosterFrame(part.seconds)
    seconds = make_film(source, part, poster)
    verify(FILM, seconds, has_sound=source.sound is not None)
    poster.save(Path(POSTER))
    return {"seconds": round(seconds, 3)}


def make_film(source: Source, part: Part, poster: PosterFrame) -> float:
    """Write the film and return its length: that of the longer of pictures and sound."""
    with one_form.open_output(FILM) as output:
        pictures = Pictures(output, source.picture.rate, source.pixel_aspect, poster)
        ways = {source.picture.stream.index: Way(Decoder(source.picture), pictures)}
        if source.sound:
            ways[source.sound.stream.index] = Way(Decoder(source.sound), Sound(output, part.until))
        copy(source, part, ways)
        if any(way.decoder.is_damaged for way in ways.values()):
            raise TaskRefused("damaged")
        end = max(way.decoder.end for way in ways.values()) - part.start
        return max(
            way.writer.finish(end if part.until is None else min(end, part.until)) for way in ways.values()
        )


@dataclass
class Way:
    """Of one track: from packets to frames to the film."""

    decoder: Decoder
    writer: Pictures | Sound
    is_over: bool = False  # nothing of it is wanted any more

    def copy(self, packet: Packet | None, part: Part) -> None:
        for frame, time in self.decoder.decode(packet):
            time -= part.start
            if part.until is not None and time >= part.until:
                self.is_over = True
            elif time > LONGEST:
                raise TaskRefused("too_long")
            else:
                self.writer.take(frame, time)


def copy(source: Source, part: Part, ways: dict[int, Way]) -> None:
    """Read packets until nothing more is wanted."""
    for packet in source.packets():
        ways[packet.stream_index].copy(packet, part)
        if all(way.is_over for way in ways.values()):
            return
    for way in ways.values():
        way.copy(None, part)
