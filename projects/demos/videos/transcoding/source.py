"""A film as it was handed in: opened by the demuxer that the gate has named, and what is in it by its packets.

Headers are not believed: how many pictures there are and how long they last is counted, by reading all packets once
without decoding them.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO
from io import FileIO
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from projects.demos.videos.one_form import SLOWEST
from projects.files.task import TaskRefused

DEMUXERS = {"mp4": "mov", "matroska": "matroska"}
PICTURE_DECODERS = {"h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg4", "h263", "mjpeg", "prores", "theora"}
SOUND_DECODERS = {"aac", "opus", "vorbis", "mp3float", "flac", "alac", "ac3", "eac3", "amrnb", "amrwb"}
SOUND_DECODERS |= {f"pcm_{kind}" for kind in ("s16le", "s16be", "s24le", "s24be", "s32le", "f32le", "u8")}
DECODERS = PICTURE_DECODERS | SOUND_DECODERS
# A text may name other files: no protocol is allowed, and none is needed for a file that is open already.
OPTIONS = {"protocol_whitelist": "", "codec_whitelist": ",".join(sorted(DECODERS))}
OPTIONS_OF = {"mp4": {"enable_drefs": "0", "use_absolute_path": "0"}, "matroska": {}}

NOT_A_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
NOT_A_FILM |= Disposition.dependent | Disposition.multilayer
NOT_THE_SOUND = Disposition.comment | Disposition.visual_impaired | Disposition.hearing_impaired
MOST_PACKETS = 200_000
MOST_PIXELS = 4096 * 4096
AS_MANY = 0.9  # a depth track has as many pictures as the one that it belongs to, or one less
LONGEST_LAST = 5.0  # seconds that the last picture may last on by its own word
NEARLY_ZERO = 0.1  # seconds: an encoder's first sample may be that far from the beginning
THREADS = 2
BUFFER = 256 * 1024


@dataclass
class Track:
    """A stream with what its packets say: how many are shown, from when until when."""

    stream: Any  # PyAV's VideoStream or AudioStream
    packets: int = 0
    first: float = float("inf")
    last: float = float("-inf")
    last_duration: float = 0.0

    def count(self, packet: Packet) -> None:
        if packet.pts is None or packet.is_discard:
            return
        time = float(packet.pts * packet.time_base)
        self.packets += 1
        self.first = min(self.first, time)
        if time >= self.last:
            self.last, self.last_duration = time, float((packet.duration or 0) * packet.time_base)

    @property
    def rate(self) -> float:
        """Return how many pictures a second there are on average; 0 for a single one."""
        return (self.packets - 1) / (self.last - self.first) if self.last > self.first else 0.0

    @property
    def end(self) -> float:
        return self.last + self.length_of_picture(self.last_duration)

    def length_of_picture(self, said: float) -> float:
        """Return what a packet or a frame says of its length, within limits; else what is usual in this track."""
        usual = 1 / self.rate if self.rate else 1 / SLOWEST
        return min(said or usual, LONGEST_LAST)


@dataclass
class Source:
    """The tracks that a film is made of, and its clock: `origin` is where it begins."""

    container: InputContainer
    picture: Track
    sound: Track | None

    @property
    def pixel_aspect(self) -> float:
        """Return how wide a pixel is for its height."""
        return float(self.picture.stream.sample_aspect_ratio or 1)

    @property
    def tracks(self) -> list[Track]:
        return [self.picture, self.sound] if self.sound else [self.picture]

    @property
    def origin(self) -> float:
        first = min(track.first for track in self.tracks)
        return 0.0 if abs(first) < NEARLY_ZERO else first

    @property
    def seconds(self) -> float:
        return max(track.end for track in self.tracks) - self.origin

    def packets(self) -> Iterator[Packet]:
        """Yield the packets of both tracks as they lie in the file."""
        return read_packets(self.container, [track.stream for track in self.tracks])


def open_source(file: str, demuxer: str) -> Source:
    """Open a film and choose its tracks. Raises TaskRefused "damaged", "no_picture", "too_large" or "too_long"."""
    with open_container(file, demuxer) as container:
        tracks = count_packets(container)
        picture, sound = choose_picture(tracks), choose_sound(tracks)
        again = open_container(file, demuxer)
        for track in tracks:
            track.stream = again.streams[track.stream.index]
    if not picture:
        raise TaskRefused("no_picture")
    if picture.stream.width * picture.stream.height > MOST_PIXELS:
        raise TaskRefused("too_large")
    picture.stream.thread_count = THREADS
    picture.stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    return Source(again, picture, sound)


class OpenFile(FileIO):
    """A file for FFmpeg, which may be told by a film to look in front of its beginning."""

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return super().seek(offset, whence)
        except OSError as error:
            return -(error.errno or EIO)


def open_container(file: str, demuxer: str) -> InputContainer:
    try:
        return av.open(
            OpenFile(file),  # closed with the process, which makes one film
            "r",
            format=DEMUXERS[demuxer],
            buffer_size=BUFFER,
            container_options=OPTIONS | OPTIONS_OF[demuxer],
        )
    except (av.FFmpegError, ValueError):  # no memory, too: for what a header claims
        raise TaskRefused("damaged") from None


def count_packets(container: InputContainer) -> list[Track]:
    tracks = {stream.index: Track(stream) for stream in container.streams if can_be_read(stream)}
    streams = [track.stream for track in tracks.values()]
    for number, packet in enumerate(read_packets(container, streams) if streams else ()):
        if number > MOST_PACKETS:
            raise TaskRefused("too_long")
        tracks[packet.stream_index].count(packet)
    return [track for track in tracks.values() if track.packets]


def can_be_read(stream: Stream) -> bool:
    wanted = {"video": PICTURE_DECODERS, "audio": SOUND_DECODERS}.get(stream.type, set())
    return stream.codec_context is not None and stream.codec_context.codec.name in wanted


def read_packets(container: InputContainer, streams: list[Stream]) -> Iterator[Packet]:
    """Yield packets up to the end, or to where the file is so damaged that no more are found.

    That may be no memory: for a packet of the size that it claims.
    """
    with suppress(av.FFmpegError):
        yield from (packet for packet in container.demux(streams) if packet.size)


def choose_picture(tracks: list[Track]) -> Track | None:
    """Choose the track with the most pictures; of two with about as many, the larger: the other one is its depth."""
    films = [t for t in tracks if t.stream.type == "video" and not t.stream.disposition & NOT_A_FILM]
    most = max((track.packets for track in films), default=0)

    def rank(track: Track) -> tuple[bool, int]:
        context = track.stream.codec_context
        return not (context.pix_fmt or "").startswith("gray"), context.width * context.height

    return max((track for track in films if track.packets >= AS_MANY * most), key=rank, default=None)


def choose_sound(tracks: list[Track]) -> Track | None:
    """Choose the track that is marked as the usual one, else the longest; no commentary if there is another."""
    sounds = [track for track in tracks if track.stream.type == "audio"]

    def rank(track: Track) -> tuple[bool, bool, float]:
        marks = track.stream.disposition
        return not marks & NOT_THE_SOUND, bool(marks & Disposition.default), track.end - track.first

    return max(sounds, key=rank, default=None)
