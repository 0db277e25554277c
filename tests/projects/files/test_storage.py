"""Where files are kept, and what is swept there."""

import os

import pytest
from django.core.files.base import ContentFile

from projects.files import storage


def on_disk(files):
    return sorted(str(path.relative_to(files)) for path in files.rglob("*.*"))


@pytest.mark.parametrize("folder", storage.FOLDERS)
def test_a_file_goes_to_the_trash_of_its_own_folder_and_comes_back_from_there(files, folder):
    with storage.store_files((ContentFile(b"x"), "png"), (None, "jpg"), folder=folder) as (name, none):
        assert (on_disk(files), none) == ([name], "")
    storage.trash([name])
    assert on_disk(files) == [name.replace(f"{folder}/", f"{folder}/gone/")]
    storage.restore([name])
    assert on_disk(files) == [name]


def test_of_several_files_all_come_back_or_none(files):
    stored = (ContentFile(b"x"), "png"), (ContentFile(b"y"), "png")
    with storage.store_files(*stored, folder=storage.CARDS) as (one, other):
        storage.trash([one, other])
    storage.delete([storage.beside(other, storage.TRASH)])
    with pytest.raises(FileNotFoundError):
        storage.restore([one, other])
    assert on_disk(files) == [storage.beside(one, storage.TRASH)]


@pytest.mark.parametrize("folder", storage.FOLDERS)
def test_what_a_killed_process_has_left_unfinished_is_swept(files, folder):
    half = files / folder / "new/half.mp4"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    assert storage.cleanup() == 0
    os.utime(half, (0, 0))
    assert storage.cleanup() == 1
    assert on_disk(files) == []


def test_a_file_that_no_row_names_is_not_ours_to_remove(files):
    other = files / "demos/of-another-backup.mp4"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"film")
    os.utime(other, (0, 0))
    assert storage.cleanup() == 0
    assert other.exists()


def test_sweeping_a_storage_that_nothing_was_put_into(files):
    assert storage.cleanup() == 0


def test_a_folder_in_which_nobody_works_any_more_is_swept_after_an_hour(files):
    old, new = files / "demos/work/old", files / "demos/work/new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "film.mp4").write_bytes(b"half")
    os.utime(old, (0, 0))
    storage.cleanup()
    assert (old.exists(), new.exists()) == (False, True)
