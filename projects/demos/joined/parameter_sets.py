"""Parameter sets of H.264 before each key picture, for films that were encoded otherwise than their neighbours.

An MP4 names one pair of sets for all its pictures. Where films have others, each key picture brings its own along:
ISO/IEC 14496-15 calls that `avc3`.
"""

import struct
from collections.abc import Iterator

from av.packet import Packet

IN_BAND = "avc3"
HEADER = 5  # bytes before the number of sets
LENGTH_SIZE = 4  # bytes of the length before each unit: the one form's


def in_band(extradata: bytes) -> bytes:
    """Return the parameter sets of an `avcC` record as a picture has them. Raises ValueError."""
    try:
        if extradata[0] != 1 or (extradata[4] & 3) + 1 != LENGTH_SIZE:
            raise ValueError("not an avcC record with lengths of four bytes")
        return b"".join(struct.pack(">I", len(unit)) + unit for unit in units(extradata))
    except (IndexError, struct.error) as error:
        raise ValueError("an avcC record that is not whole") from error


def units(extradata: bytes) -> Iterator[bytes]:
    """Yield first the sequence parameter sets, then the picture parameter sets."""
    place = HEADER
    for mask in (0x1F, 0xFF):
        count, place = extradata[place] & mask, place + 1
        for _ in range(count):
            [length] = struct.unpack_from(">H", extradata, place)
            yield extradata[place + 2 : place + 2 + length]
            place += 2 + length


def with_sets(packet: Packet, sets: bytes) -> Packet:
    """Return a key picture's packet with these sets in front; any other as it is."""
    if not packet.is_keyframe or not sets:
        return packet
    longer = Packet(sets + bytes(packet))
    longer.pts, longer.dts, longer.time_base = packet.pts, packet.dts, packet.time_base
    longer.duration, longer.is_keyframe = packet.duration, True
    return longer
