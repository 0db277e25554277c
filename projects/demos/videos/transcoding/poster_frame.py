"""The picture that stands for a film before it plays: from a fifth of its length, unless it is black there."""

from io import BytesIO
from pathlib import Path

from av import VideoFrame
from av.video.reformatter import Colorspace

WHERE = 0.2  # of the length
STEP = 211  # one of so many pixels is looked at; a prime number, so that they are not all in one column
DARK = 40  # of luma, where black is 16
ENOUGH = 0.01  # of the pixels are brighter, or the picture is black
MOST_BYTES = 256 * 1024  # as of a poster that is handed in
QUALITIES = (85, 70, 50, 30, 10)


class PosterFrame:
    """Looks at pictures in their order and keeps one for the poster."""

    def __init__(self, seconds: float) -> None:
        self.wanted = WHERE * seconds
        self.picture: VideoFrame | None = None
        self.light = -1.0
        self.is_chosen = False

    def consider(self, picture: VideoFrame, time: float) -> None:
        """Keep the last one before the wanted time or the first after it that is not black; else the brightest."""
        if self.is_chosen:
            return
        light = share_of_light(picture)
        if light >= ENOUGH or light > self.light:
            self.picture, self.light = picture, light
            self.is_chosen = light >= ENOUGH and time >= self.wanted

    def save(self, path: Path) -> None:
        """Write it as a JPEG that is small enough."""
        assert self.picture
        image = self.picture.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_image()
        for quality in QUALITIES:
            image.save(content := BytesIO(), "JPEG", quality=quality, optimize=True)
            if content.tell() <= MOST_BYTES:
                break
        path.write_bytes(content.getvalue())


def share_of_light(picture: VideoFrame) -> float:
    luma = bytes(memoryview(picture.planes[0])[::STEP])
    return sum(value > DARK for value in luma) / len(luma)
