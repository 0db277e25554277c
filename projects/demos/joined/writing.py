"""Writes the packets of a joined film: cards, films and silence, each on its place in time."""

from collections.abc import Collection
from fractions import Fraction

from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.rational import AVRational
from av.stream import Stream

from projects.demos.joined.card_film import read_cards
from projects.demos.joined.parameter_sets import IN_BAND, in_band, with_sets
from projects.demos.videos import one_form

# A frame of AAC in the pictures' time, a whole number: where sound and pictures are cut.
FRAME = int(one_form.AUDIO_SAMPLES * one_form.VIDEO_TIME_BASE.denominator / one_form.AUDIO_RATE)
AAC_RECORD = b"\x11\x90"  # ISO/IEC 14496-3: the object type LC, 48 kHz, two channels


class JoinedFilm:
    """An MP4 that is being written; all times are counted in frames of AAC.

    The packet in slot n sounds in the frame before it, because an encoder is one packet late: so the first packet of
    a film takes the place of the last silence before it, and decodes as it did in its own file.
    """

    def __init__(self, output: OutputContainer, cards: InputContainer, records: Collection[bytes]) -> None:
        """Begin to write. `records` hold the parameter sets of the films; those of the cards are the file's."""
        [pictures], [sound] = cards.streams.video, cards.streams.audio
        self.output, self.cards = output, read_cards(cards)
        self.pictures = output.add_stream_from_template(pictures)
        self.sound = output.add_stream_from_template(sound)
        self.card_record = record_of(pictures)
        self.sets_in_band = any(record != self.card_record for record in records)
        if self.sets_in_band:
            self.pictures.codec_tag = IN_BAND
        self.next_slot = 0

    # --- Pictures ----------------------------------------------------------------------------------------
    def write_card(self, number: int, start: int, end: int) -> None:
        packets, sets = self.cards.packets[number], self.sets_of(self.card_record)
        for picture, packet in enumerate(packets):
            place = start + (end - start) * picture // len(packets)
            packet.pts = packet.dts = place * FRAME
            packet.time_base = one_form.VIDEO_TIME_BASE
            self.write_picture(packet, sets)
            self.fill_with_silence(place)
        self.fill_with_silence(end)

    def write_film(self, film: InputContainer, start: int, end: int) -> None:
        """Copy a film's packets; those that would reach into the next part are left out."""
        [pictures] = film.streams.video
        sounds = [stream for stream in film.streams.audio if is_of_one_form(stream)][:1]
        sets = self.sets_of(record_of(pictures))
        for packet in film.demux(pictures, *sounds):
            if packet.dts is None:
                continue  # the end
            if packet.stream is not pictures:
                self.write_sound(packet, start, end)
            elif (dts := shift(packet, start * FRAME, one_form.VIDEO_TIME_BASE)) < end * FRAME:
                self.write_picture(packet, sets)
                self.fill_with_silence(start if sounds else dts // FRAME)
        self.fill_with_silence(end)

    def sets_of(self, record: bytes) -> bytes:
        """Return what a key picture needs in front: nothing, if all have the same sets."""
        return in_band(record) if self.sets_in_band else b""

    def write_picture(self, packet: Packet, sets: bytes) -> None:
        packet = with_sets(packet, sets)
        packet.stream = self.pictures
        self.output.mux(packet)

    def finish(self, end: int) -> None:
        """Let the sound last as long as the pictures."""
        self.fill_with_silence(end + 1)

    # --- Sound -------------------------------------------------------------------------------------------
    def write_sound(self, packet: Packet, start: int, end: int) -> None:
        slot = start + 1 + round(shift(packet, 0, one_form.AUDIO_TIME_BASE) / one_form.AUDIO_SAMPLES)
        if self.next_slot <= slot < end:
            self.fill_with_silence(slot)
            self.write_in_next_slot(packet)

    def fill_with_silence(self, slot: int) -> None:
        while self.next_slot < slot:
            self.write_in_next_slot(Packet(self.cards.silence))

    def write_in_next_slot(self, packet: Packet) -> None:
        packet.pts = packet.dts = (self.next_slot - 1) * one_form.AUDIO_SAMPLES
        packet.time_base, packet.duration = one_form.AUDIO_TIME_BASE, one_form.AUDIO_SAMPLES
        packet.stream = self.sound
        self.output.mux(packet)
        self.next_slot += 1


def record_of(stream: Stream) -> bytes:
    return bytes(stream.codec_context.extradata or b"")


def is_of_one_form(stream: Stream) -> bool:
    """Tell whether sound is AAC-LC of 48 kHz in stereo, as its record says, so that its packets can be copied."""
    return record_of(stream)[:2] == AAC_RECORD


def shift(packet: Packet, by: int, time_base: Fraction) -> int:
    """Bring a packet's times to another unit and start; return when it is decoded."""
    packet.rescale_ts(AVRational(time_base))
    pts, dts = packet.pts, packet.dts
    assert pts is not None
    assert dts is not None
    packet.pts, packet.dts = pts + by, dts + by
    return dts + by
