"""The frames of a track, with the times at which they are shown; what cannot be decoded is left out and counted."""

from dataclasses import dataclass
from typing import Any

import av
from av.packet import Packet

from projects.demos.videos.transcoding.source import Track

ENOUGH = 0.4  # of the packets give a frame, or the track is damaged
FEW = 5  # packets may give none: an encoder's first and last ones


@dataclass
class Decoder:
    """Decodes one track. `end` is when its last frame so far ends."""

    track: Track
    packets: int = 0
    frames: int = 0
    end: float = 0.0

    def decode(self, packet: Packet | None) -> list[tuple[Any, float]]:
        """Return frames with their times; those that are left when there is no packet any more."""
        self.packets += packet is not None
        try:
            frames = self.track.stream.decode(packet)
        except MemoryError:
            raise
        except (av.FFmpegError, ValueError):
            return []
        return [(frame, self.time_of(frame)) for frame in frames]

    def time_of(self, frame: Any) -> float:
        """Return when a frame is shown: after the one before, if it does not say."""
        self.frames += 1
        time = self.end if frame.pts is None else float(frame.pts * frame.time_base)
        self.end = max(self.end, time + self.length_of(frame))
        return time

    def length_of(self, frame: Any) -> float:
        if isinstance(frame, av.AudioFrame):
            return frame.samples / frame.sample_rate
        return self.track.length_of_picture(float(frame.duration * frame.time_base))

    @property
    def is_damaged(self) -> bool:
        return not self.frames or self.frames < ENOUGH * (self.packets - FEW)
