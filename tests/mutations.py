"""Files with damage: the same seed gives the same one."""

from random import Random

EXTREMES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\x01")


def mutated(content, seed, header):
    """Change a file in one to four places, half of them in its header of so many bytes."""
    random, content = Random(seed), bytearray(content)
    for _ in range(random.randint(1, 4)):
        if not content:
            break
        in_header = random.random() < 0.5
        at = random.randrange(min(header, len(content)) if in_header else len(content))
        if in_header and b"moov" in content and random.random() < 0.7:
            at = min(content.index(b"moov") + at, len(content) - 1)
        change(content, at, random)
    return bytes(content)


def change(content, at, random):
    length = random.choice((1, 4, 16, 200, 2000))
    match random.choice(("flip", "extreme", "noise", "delete", "repeat", "zeros", "end")):
        case "flip":
            content[at] ^= 1 << random.randrange(8)
        case "extreme":
            content[at : at + 4] = random.choice(EXTREMES)
        case "noise":
            content[at : at + length] = random.randbytes(min(length, len(content) - at))
        case "delete":
            del content[at : at + length]
        case "repeat":
            content[at:at] = content[at : at + length]
        case "zeros":
            content[at : at + length] = bytes(min(length, len(content) - at))
        case "end" if random.random() < 0.3:
            del content[max(at, 1) :]
