"""Damaged pictures in the child process: what comes of them is a picture or a sentence, and nothing else ends."""

import pytest
from hypothesis import settings
from PIL import Image
from psutil import Process

from boards.files.upload import REFUSALS, InvalidFile, read_upload
from tests.boards.files.pictures import KINDS, MAKER, ORIENTATION, moving, noise, plain, saved
from tests.boards.files.profiles import p3
from tests.boards.files.test_upload import sent
from tests.mutations import mutated

pytestmark = [pytest.mark.usefixtures("files"), pytest.mark.one_database]

A_RUN = 20
RUNS = {"many": 25}.get(settings.get_current_profile_name(), 1)
MB = 2**20
USUAL = {"picture", "another file", "This file is empty."}


def whole_pictures():
    """All that there is in pictures, in few bytes each so that a change meets what matters."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Lens & Co"
    about = {"exif": exif, "icc_profile": p3()}
    return [
        saved(noise(), "jpg", **about),
        saved(noise(), "jpg", progressive=True),
        saved(plain(mode="CMYK"), "jpg"),
        saved(plain(), "MPO", save_all=True, append_images=[plain()], exif=exif),
        saved(plain(), "png", **about),
        saved(plain(mode="P"), "png", transparency=1),
        saved(Image.new("I;16", (64, 48), 20_000), "png"),
        moving("png"),
        saved(plain(), "webp", **about),
        saved(plain(mode="RGBA"), "webp", lossless=True),
        moving("webp", **about),
        saved(plain(), "gif"),
        moving("gif"),
    ]


def outcome(content):
    """Why it was refused; or that it is a picture whole enough for Pillow, or another file."""
    try:
        with read_upload(sent(content)) as new:
            if not new.kind:
                return "another file"
            with Image.open(new.file, formats=[KINDS[new.kind]]) as picture:
                picture.load()
                assert picture.size == (new.width, new.height)
            return "picture"
    except InvalidFile as refusal:
        return str(refusal)


def test_whole_ones_are_pictures():
    assert {outcome(content) for content in whole_pictures()} == {"picture"}


@pytest.mark.parametrize("run", range(RUNS))
def test_a_damaged_picture_ends_in_a_picture_or_in_a_sentence(run):
    pictures, outcomes, before = whole_pictures(), {}, Process().memory_info().rss
    for seed in range(run * A_RUN, (run + 1) * A_RUN):
        outcomes[seed] = outcome(mutated(pictures[seed % len(pictures)], seed, header=300))
    sentences = {text for code, text in REFUSALS.items() if code != "crash"}
    odd = {
        seed: what for seed, what in outcomes.items() if what not in {"picture", "another file", *sentences}
    }
    assert odd == {}
    assert Process().memory_info().rss - before < 20 * MB
