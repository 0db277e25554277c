"""What a file is, by its first bytes and never by its name. Imports no Django."""

HEAD = 64  # bytes that are enough to tell

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
GIFS = (b"GIF87a", b"GIF89a")
TIFFS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
JPEG_2000 = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
JPEG_XL = (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")
HEADERS_OF_BITMAPS = {12, 40, 52, 56, 64, 108, 124}  # how long those are that follow the one of the file
BRANDS = {
    "HEIC": {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"},
    "AVIF": {b"avif", b"avis"},
}


def picture_kind(head: bytes) -> str:
    """Return "png", "jpg", "webp" or "gif" for what browsers show; "" for any other file."""
    if head.startswith(PNG):
        return "png"
    if head.startswith(JPEG):
        return "jpg"
    if head.startswith(GIFS):
        return "gif"
    return "webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def hidden_kind(head: bytes) -> str:
    """Return how a format of pictures is called that not every browser shows; "" for any other file."""
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, HEAD, 4))}
        return next((name for name in ("AVIF", "HEIC") if brands & BRANDS[name]), "")
    if head.startswith(TIFFS):
        return "TIFF"
    if head.startswith(JPEG_2000):
        return "JPEG 2000"
    if head.startswith(JPEG_XL):
        return "JPEG XL"
    return "BMP" if is_bitmap(head) else ""


def is_bitmap(head: bytes) -> bool:
    """Tell a bitmap from a text that begins with its two letters."""
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in HEADERS_OF_BITMAPS
