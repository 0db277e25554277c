"""The picture of a video that the browser takes: a small JPEG, or nothing."""

from django.core.files import File

from projects import limits

BEGIN, END = b"\xff\xd8\xff", b"\xff\xd9"
FRAMES = {0xC0, 0xC1, 0xC2}  # the markers that tell a picture's size: baseline, extended, progressive
SCAN = 0xDA
LARGEST = 1920


def picture_in(file: File | None) -> File | None:
    """The file if it is such a picture. Nobody chose it, so nobody is told if it is not: then there is none."""
    if file is None or file.size > limits.POSTER_BYTES:
        return None
    content = file.open().read()
    file.seek(0)
    width, height = size_of(content)
    return file if 0 < width <= LARGEST and 0 < height <= LARGEST else None


def size_of(content: bytes) -> tuple[int, int]:
    """From its frame's header, which stands before the picture itself; (0, 0) for what is no whole JPEG."""
    if not (content.startswith(BEGIN) and content.endswith(END)):
        return 0, 0
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF and content[place + 1] != SCAN:
        if content[place + 1] in FRAMES:
            return int.from_bytes(content[place + 7 : place + 9]), int.from_bytes(
                content[place + 5 : place + 7]
            )
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return 0, 0
