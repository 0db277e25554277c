"""What a project is said to store is what lies on the disk, in whatever order people do what can be done to files."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.models import Card, CardFile, NewCard, Refused
from projects.models import Event
from tests.card_files import attached, new_file, new_picture
from tests.examples import examples
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SOME = st.integers(0, 9)  # which of those there are, modulo their count


def pick(rows, some):
    rows = list(rows)
    return rows[some % len(rows)] if rows else None


class Team:
    """What one person of a project does to its files; `some` says to which of them."""

    def __init__(self, project, member):
        self.project, self.member = project, member

    def card(self, some):
        card = pick(self.project.cards.order_by("pk"), some) or CardFactory(project=self.project)
        card.project = self.project
        return card

    def attach(self, some):
        new = new_picture(b"picture" * (some + 1)) if some % 2 else new_file(b"x" * (some + 1))
        attached(self.card(some), new, by=self.member)

    def attach_to_much(self, some):
        attached(self.card(some), new_file(b"x" * 1000), by=self.member)

    def remove(self, some):
        if file := pick(CardFile.objects.filter(deleted_at=None), some):
            file.card.project = self.project
            file.card.remove_file(file, by=self.member)

    def undo(self, some):
        kinds = ("file_removed", "deleted", "archived", "split", "restored")
        if event := pick(Event.objects.filter(kind__in=kinds).order_by("-seq"), some):
            Card(project=self.project, number=event.card_number).undo(event, by=self.member)

    def archive(self, some):
        self.card(some).archive(by=self.member)

    def restore(self, some):
        self.card(some).restore(by=self.member)

    def delete(self, some):
        self.card(some).delete_card(by=self.member)

    def split(self, some):
        card = self.card(some)
        card.reload_locked()
        pieces = [NewCard("First"), NewCard("Second")]
        card.split(pieces, base_hash=card.split_base_hash, by=self.member)

    def let_a_month_pass(self, some):
        past = timezone.now() - timedelta(days=31)
        for model in (Card, CardFile):
            model.objects.exclude(deleted_at=None).update(deleted_at=past)
        call_command("purge_deleted", verbosity=0)


ACTS = st.sampled_from([name for name in vars(Team) if not name.startswith("_") and name != "card"])


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(ACTS, SOME), min_size=5, max_size=25))
def test_the_figure_is_what_is_on_the_disk_after_each_step(
    project, week, member, files, settings, check_figure, django_capture_on_commit_callbacks, steps
):
    settings.PROJECT_STORAGE_GB = 500 / 2**30
    project.events.all().delete()
    Card.objects.all().delete()
    for path in files.rglob("*.*"):
        path.unlink()
    CardFactory.create_batch(3, project=project, milestone=week)
    team = Team(project, member)
    for act, some in steps:
        refused = suppress(Refused, ValidationError, Card.DoesNotExist)
        with django_capture_on_commit_callbacks(execute=True), refused:
            getattr(team, act)(some)
        check_figure()
    for card in Card.objects.all():
        assert card.file_count == card.files.filter(deleted_at=None).count()
