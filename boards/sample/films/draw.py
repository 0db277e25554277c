"""Draw the films of the sample project anew: `python -m boards.sample.films.draw`.

They are committed; run this when they are to look different. It needs the fonts Liberation and DejaVu.
"""

from pathlib import Path

from av.video.frame import VideoFrame

from boards.sample.films.scenes import SCENES
from projects.demos.videos.one_form import VIDEO_TIME_BASE, add_video_stream, open_output

FOLDER = Path(__file__).parent
RATE = 15
STEP = VIDEO_TIME_BASE.denominator // RATE
# A key frame every ten seconds keeps a film below 150 KB; it may be joined to others all the same.
SMALL = {"g": str(10 * RATE), "crf": "26"}


def main() -> None:
    for week in SCENES:
        draw(week)
        poster(week)


def draw(week: int) -> None:
    scene, seconds = SCENES[week]
    with open_output(film_path(week)) as film:
        stream = add_video_stream(film)
        stream.options |= SMALL
        for number in range(seconds * RATE):
            frame = VideoFrame.from_image(scene(number / RATE).picture())
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            frame.pts, frame.duration, frame.time_base = number * STEP, STEP, VIDEO_TIME_BASE
            film.mux(stream.encode(frame))
        film.mux(stream.encode())


def poster(week: int) -> None:
    """Write the last moment but one as the film's picture."""
    scene, seconds = SCENES[week]
    picture = scene(seconds - 1).picture().resize((960, 540))
    picture.save(film_path(week).with_suffix(".jpg"), quality=80, optimize=True)


def film_path(week: int) -> Path:
    return FOLDER / f"week-{week}.mp4"


if __name__ == "__main__":
    main()
