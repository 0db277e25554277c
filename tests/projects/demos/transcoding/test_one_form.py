import os
import subprocess
import sys
from fractions import Fraction

import av
import pytest

from projects.demos.videos import one_form

pytestmark = pytest.mark.one_database


def make_film(path, *, rate, pictures, sound):
    with one_form.open_output(path) as output:
        video = one_form.add_video_stream(output)
        audio = one_form.add_audio_stream(output) if sound else None
        for number in range(pictures):
            output.mux(video.encode(draw(number, rate)))
        output.mux(video.encode(None))
        if audio:
            output.mux([*audio.encode(one_form.silent_frame()), *audio.encode(None)])
    return path


def draw(number, rate):
    frame = av.VideoFrame(one_form.WIDTH, one_form.HEIGHT, "yuv420p")
    for plane in frame.planes:
        plane.update(os.urandom(1) * plane.buffer_size)
    frame.time_base = one_form.VIDEO_TIME_BASE
    frame.pts, frame.duration = round(number * 90_000 / rate), round(90_000 / rate)
    return frame


def parameters(path):
    with av.open(str(path)) as film:
        return {s.type: (bytes(s.codec_context.extradata), Fraction(s.time_base)) for s in film.streams}


def test_any_two_films_have_equal_parameter_sets(tmp_path):
    long = make_film(tmp_path / "long.mp4", rate=Fraction(24_000, 1001), pictures=40, sound=True)
    short = make_film(tmp_path / "short.mp4", rate=15, pictures=1, sound=True)
    assert parameters(long) == parameters(short)


def test_a_film_without_sound_has_the_same_pictures_parameters(tmp_path):
    silent = make_film(tmp_path / "silent.mp4", rate=30, pictures=2, sound=False)
    with_sound = make_film(tmp_path / "sound.mp4", rate=15, pictures=2, sound=True)
    assert parameters(silent) == {"video": parameters(with_sound)["video"]}


def test_pictures_are_stored_in_the_order_they_are_shown_and_last_as_long_as_their_frames(tmp_path):
    film = make_film(tmp_path / "film.mp4", rate=15, pictures=8, sound=False)
    with av.open(str(film)) as opened:
        packets = [packet for packet in opened.demux(video=0) if packet.size]
    assert [(packet.pts, packet.dts, packet.duration) for packet in packets] == [
        (n * 6000, n * 6000, 6000) for n in range(8)
    ]


def test_the_index_is_in_front_and_no_program_is_named(tmp_path):
    content = make_film(tmp_path / "film.mp4", rate=30, pictures=2, sound=True).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"Lavf" not in content


def test_a_child_process_makes_films_without_django():
    script = "import sys, projects.demos.videos.one_form; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
