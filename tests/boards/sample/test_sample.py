"""The sample project as it was made today."""

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from boards.models import CardFile, Comment
from boards.reporting.totals import ProjectTotals
from boards.reporting.week_accounts import read_accounts
from boards.sample import files
from projects.models import Project, User
from tests.conftest import stored_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(made_once, tmp_path_factory):
    with override_settings(STORAGES=stored_in(tmp_path_factory.mktemp("files"))):
        call_command("sample", verbosity=0)


@pytest.fixture
def sample(db, made):
    return Project.objects.get(slug="parcel-vision")


def test_the_sample_is_in_week_five_of_ten(sample):
    assert (sample.current_milestone().number, sample.milestones.count()) == (5, 10)


def test_the_sample_shows_every_state_of_a_card_this_week(sample):
    totals = ProjectTotals(sample).for_week(sample.current_milestone())
    assert (totals.cards, totals.over, totals.blocked) == (25, 2, 1)


def test_a_second_run_changes_nothing(sample):
    before = (sample.seq, User.objects.count(), sample.cards.count())
    call_command("sample", verbosity=0)
    sample.refresh_from_db()
    assert (sample.seq, User.objects.count(), sample.cards.count()) == before


def test_nobody_can_sign_in_as_one_of_the_sample_people(sample):
    assert not any(user.has_usable_password() for user in sample.members.all())


def test_nothing_in_the_sample_happened_in_the_future(sample):
    assert not sample.events.filter(at__gt=timezone.now()).exists()
    assert not sample.cards.filter(done_at__gt=timezone.now()).exists()


def test_a_comment_in_the_sample_is_as_old_as_the_activity_says(sample):
    said = {event.data["comment"]: event.at for event in sample.events.filter(kind="commented")}
    assert said
    assert said == dict(Comment.objects.filter(card__project=sample).values_list("pk", "created_at"))


def test_a_card_of_the_sample_has_a_picture_that_a_comment_shows_and_another_file(sample):
    card = sample.cards.get(title="Train logistic regression with CREATE MODEL")
    picture, table = card.files.all()
    assert [file.name for file in (picture, table)] == ["roc-first-run.png", "roc-first-run.csv"]
    assert card.comments.filter(text__contains=f"(file:{picture.pk})").exists()


def test_the_picture_of_the_sample_is_what_it_says():
    new = files.curve()
    with Image.open(new.file) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (new.width, new.height))


def test_a_file_of_the_sample_is_as_old_as_the_activity_says(sample):
    attached = {event.data["file"]: event.at for event in sample.events.filter(kind="file_attached")}
    assert attached == dict(CardFile.objects.values_list("pk", "created_at"))


def test_the_samples_past_weeks_are_closed_and_each_has_something_to_tell(sample):
    accounts = read_accounts(sample)
    told = {
        week.number: {
            name: getattr(accounts[week.pk], name).minutes / 60
            for name in ("planned", "added", "done", "carried", "later", "dropped")
        }
        for week in sample.milestones.exclude(closed_at=None)
    }
    assert told == {
        1: {"planned": 48, "added": 0, "done": 44, "carried": 0, "later": 3, "dropped": 1},
        2: {"planned": 56, "added": 2, "done": 50, "carried": 4, "later": 0, "dropped": 4},
        3: {"planned": 60, "added": 11, "done": 61, "carried": 10, "later": 0, "dropped": 0},
        4: {"planned": 58, "added": 2, "done": 49, "carried": 5, "later": 4, "dropped": 2},
    }


def test_this_week_of_the_sample_is_planned_with_what_was_carried_in(sample):
    account = read_accounts(sample)[sample.current_milestone().pk]
    assert (account.planned.cards, account.planned.minutes, account.added.cards) == (25, 65 * 60, 0)
    carried = sample.cards.filter(milestone=sample.current_milestone(), carried_count=1)
    assert {card.carried_from.number for card in carried} == {4}


def test_the_samples_closings_were_on_fridays_in_its_time_zone(sample):
    closings = [sample.local(week.closed_at) for week in sample.milestones.exclude(closed_at=None)]
    assert {(closing.weekday(), closing.hour) for closing in closings} == {(4, 16)}
