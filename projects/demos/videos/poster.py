"""The poster of a video, a small JPEG that the browser has taken from it."""

from django.core.files import File

from projects import limits

START_OF_IMAGE, END_OF_IMAGE = b"\xff\xd8\xff", b"\xff\xd9"
FRAME_MARKERS = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: the size follows
START_OF_SCAN = 0xDA
MAX_PIXELS = 1920


def valid_poster(file: File | None) -> File | None:
    """Return the file if it is a JPEG within the limits, else None: nobody chose it, so nobody gets an error."""
    if file is None or file.size > limits.POSTER_BYTES:
        return None
    content = file.open().read()
    file.seek(0)
    width, height = jpeg_size(content)
    return file if 0 < width <= MAX_PIXELS and 0 < height <= MAX_PIXELS else None


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Return width and height from the frame header; (0, 0) for what is not a complete JPEG."""
    if not (content.startswith(START_OF_IMAGE) and content.endswith(END_OF_IMAGE)):
        return 0, 0
    offset = 2
    while offset + 9 <= len(content) and content[offset] == 0xFF and content[offset + 1] != START_OF_SCAN:
        if content[offset + 1] in FRAME_MARKERS:
            return int.from_bytes(content[offset + 7 : offset + 9]), int.from_bytes(
                content[offset + 5 : offset + 7]
            )
        offset += 2 + int.from_bytes(content[offset + 2 : offset + 4])
    return 0, 0
