"""Encodes title cards and a moment of silence as a film of the one form, out of which they are copied.

All cards are made by one encoder: to start one takes longer than to encode a card.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from PIL import Image

from projects.demos.videos import one_form

PICTURES = 3  # of a card: it stands still, but players expect one now and then
PICTURE_TIME = one_form.VIDEO_TIME_BASE.denominator // 2
WARM_UP = 4  # packets, after which an encoder of silence writes the same ones


@dataclass(frozen=True)
class Cards:
    """The packets of each card, the first of them a key picture, and one packet of silence."""

    packets: list[list[Packet]]
    silence: bytes


def write_cards(path: str, cards: Iterable[Image.Image]) -> None:
    with one_form.open_output(path) as output:
        pictures, sound = one_form.add_video_stream(output), one_form.add_audio_stream(output)
        # None of it is in the parameter sets: a card is no film, and needs no looking ahead and no second thread.
        pictures.codec_context.options |= {"rc-lookahead": "0"}
        pictures.codec_context.thread_count = 1
        encode_silence(output, sound)
        encode_cards(output, pictures, cards)


def encode_cards(output: OutputContainer, pictures: VideoStream, cards: Iterable[Image.Image]) -> None:
    for number, card in enumerate(cards):
        frame = to_frame(card)
        for picture in range(PICTURES):
            frame.pts, frame.duration = (number * PICTURES + picture) * PICTURE_TIME, PICTURE_TIME
            frame.pict_type = PictureType.NONE if picture else PictureType.I
            output.mux(pictures.encode(frame))
    output.mux(pictures.encode(None))


def to_frame(card: Image.Image) -> VideoFrame:
    frame = VideoFrame.from_image(card).reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    frame.time_base = one_form.VIDEO_TIME_BASE
    return frame


def encode_silence(output: OutputContainer, sound: AudioStream) -> None:
    for number in range(WARM_UP):
        output.mux(sound.encode(one_form.silent_frame(number * one_form.AUDIO_SAMPLES)))
    output.mux(sound.encode(None))


def read_cards(container: av.container.InputContainer) -> Cards:
    [pictures], [sound] = container.streams.video, container.streams.audio
    packets = [packet for packet in container.demux(pictures, sound) if packet.pts is not None]
    shown = [packet for packet in packets if packet.stream is pictures]
    silence = [packet for packet in packets if packet.stream is sound]
    groups = [shown[first : first + PICTURES] for first in range(0, len(shown), PICTURES)]
    return Cards(groups, bytes(silence[WARM_UP - 1]))
