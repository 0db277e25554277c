"""How much a project stores, and whether there is room for more."""

import pytest
from django.utils import timezone

from projects.files.usage import Usage, check_room, stored_bytes, usage_of
from projects.models import Refused
from tests.factories import CardFileFactory, DemoFactory, FilmFactory, MilestoneFactory, PictureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def hundred_kilobytes(settings):
    settings.PROJECT_STORAGE_GB = 100 / 2**20


def test_a_project_without_videos_stores_nothing(project):
    DemoFactory(milestone=project.milestones.get())
    assert stored_bytes(project) == 0


def test_videos_and_posters_of_all_weeks_count_and_none_of_other_projects(project):
    FilmFactory(milestone=project.milestones.get(), size=100, poster_size=7)
    FilmFactory(milestone=MilestoneFactory(project=project, number=2), size=1000)
    FilmFactory(size=10_000)
    assert stored_bytes(project) == 1107


def test_files_on_cards_count_with_their_previews_until_they_are_removed(project, card):
    FilmFactory(milestone=project.milestones.get(), size=100)
    PictureFactory(card=card, size=20, preview="cards/small.png", preview_size=3)
    CardFileFactory(card=card, size=1000, deleted_at=timezone.now())
    CardFileFactory(size=10_000)
    assert stored_bytes(project) == 123


def test_it_is_asked_by_one_query(project, django_assert_num_queries):
    with django_assert_num_queries(1):
        check_room(project, 1)


def test_a_project_is_nearly_full_from_nine_tenths_on(project):
    film = FilmFactory(milestone=project.milestones.get(), size=90 * 1024 - 1)
    assert not usage_of(project).is_nearly_full
    film.size += 1
    film.save()
    assert usage_of(project).is_nearly_full


@pytest.mark.parametrize(
    ("stored", "most", "words"),
    [
        (0, 5 * 2**30, "0 bytes of 5 GB"),
        (471 * 2**10, 5 * 2**30, "471 KB of 5 GB"),
        (1.2 * 2**30, 5 * 2**30, "1.2 of 5 GB"),
        (300 * 2**20, 0.5 * 2**30, "300 of 512 MB"),
    ],
)
def test_a_unit_that_both_have_is_said_once(stored, most, words):
    assert str(Usage(int(stored), int(most))).replace("\xa0", " ") == words


def test_what_fits_to_the_last_byte_is_taken_and_one_more_is_refused(project):
    FilmFactory(milestone=project.milestones.get(), size=60 * 1024)
    check_room(project, 40 * 1024)
    with pytest.raises(Refused, match=r"take 60 of 100.KB"):
        check_room(project, 40 * 1024 + 1)
