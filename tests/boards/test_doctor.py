"""What the doctor finds and repairs. Each fault is written past the product's own methods."""

import io
from datetime import timedelta
from weakref import WeakSet

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.doctor import database, examine, files, repair, stored_files
from boards.doctor.finding import MAX_NAMED, first_few
from boards.models import Act, Card, Chosen, Column, Mention, change_several, undo_several
from boards.sample import content
from projects.models import Demo, Errand, Event, Project, User
from tests.factories import (
    CardFactory,
    CardFileFactory,
    FilmFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def cards(project, week, member):
    """Four cards that were made as everybody makes them, so that events and counters are true."""
    cards = [CardFactory(project=project, milestone=week) for _ in range(4)]
    for card in cards:
        card.move(column=Column.DOING, milestone_id=week.pk, by=member)
    return cards


@pytest.fixture
def elsewhere(db):
    """A week, a person and a label of another project."""
    other = ProjectFactory()
    return MilestoneFactory(project=other), MembershipFactory(project=other), LabelFactory(project=other)


def found():
    return [finding.description for finding in examine()]


def found_and_repaired():
    """Return what was found, and assert that a second check finds nothing."""
    findings = examine()
    repair()
    assert examine() == []
    return [finding.description for finding in findings]


def update(card, **fields):
    Card.objects.filter(pk=card.pk).update(**fields)


def order_of(project):
    return list(project.cards.on_board().in_order().values_list("number", flat=True))


def test_nothing_is_wrong_with_what_people_do(cards, member):
    cards[0].move(column=Column.DONE, milestone_id=None, by=member)
    cards[1].comment("Well", author=member, by=member)
    cards[2].archive(by=member)
    cards[3].delete_card(by=member)
    assert found() == []


def test_nothing_is_wrong_with_an_act_on_several_cards_nor_with_its_undo(project, cards, member):
    cards[3].archive(by=member)
    chosen = [Chosen(card.number) for card in cards]
    done = change_several(project, chosen, Act("move", milestone_id=None, top=True), by=member)
    assert found() == []
    undo_several(project, done.first, by=member)
    assert found() == []


def test_nothing_is_wrong_with_the_sample(db, files):
    call_command("sample", verbosity=0)
    assert Project.objects.filter(slug=content.SLUG).exists()
    assert found() == []


# --- Positions --------------------------------------------------------------------------------------------
def test_cards_in_one_place_are_spread_out_in_the_order_they_are_shown_in(project, cards):
    for card in cards[:3]:
        update(card, position=cards[3].position)
    assert found_and_repaired() == ["several at one position in In Progress of week 1: #1, #2, #3, #4"]
    assert order_of(project) == [1, 2, 3, 4]


def test_cards_in_one_place_of_later_are_found_as_well(project, cards):
    Card.objects.filter(pk__in=[cards[0].pk, cards[2].pk]).update(milestone=None, position=5)
    assert found_and_repaired() == ["several at one position in In Progress of Later: #1, #3"]


def test_a_card_in_the_archive_takes_nobodys_place(cards, member):
    cards[0].archive(by=member)
    update(cards[0], position=cards[1].position)
    assert found() == []


def test_cards_that_are_spread_out_are_drawn_afresh(cards):
    update(cards[0], position=cards[1].position)
    before = Card.objects.get(pk=cards[1].pk).version
    found_and_repaired()
    assert Card.objects.get(pk=cards[1].pk).version > before


# --- Counters and events ----------------------------------------------------------------------------------
def test_an_event_that_is_missing_is_made_up_for(project, cards):
    project.events.filter(seq=2).delete()
    assert found_and_repaired() == ["1 of its events are missing: 2"]
    assert project.events.get(seq=2).kind == "lost"


def test_events_that_were_taken_away_from_the_front_are_not_missing(project, cards):
    project.events.filter(seq__lt=3).delete()
    assert found() == []


def test_a_counter_behind_the_last_event_is_set_to_it_and_the_next_change_works(project, cards, member):
    Project.objects.update(seq=1)
    assert found_and_repaired() == ["seq is 1, but the last event is 4"]
    cards[0].archive(by=member)
    assert project.events.latest("seq").kind == "archived"


def test_a_counter_ahead_of_the_last_event_is_never_set_back(project, cards):
    Project.objects.update(seq=7)
    assert found_and_repaired() == ["seq is 7, but the last event is 4"]
    assert list(project.events.values_list("seq", "kind"))[4:] == [
        (5, "lost"), (6, "lost"), (7, "lost"), (8, "repaired"),
    ]  # fmt: skip


def test_a_counter_far_ahead_is_left_to_somebody_who_knows_why(project, cards):
    Project.objects.update(seq=10**12)
    repair()
    assert len(found()) == 1
    assert project.events.count() < 10


def test_a_card_number_that_would_be_given_twice_is_not(project, cards):
    Project.objects.update(last_number=2)
    assert found_and_repaired() == ["the next card would be #3, but there is a #4"]
    with project.changing():
        assert project.next_number() == 5


def test_an_archived_project_is_put_right_as_well(project, cards):
    project.change(by=None, archived_at=timezone.now())
    Project.objects.update(last_number=2)
    assert found_and_repaired() == ["the next card would be #3, but there is a #4"]


# --- Cards ------------------------------------------------------------------------------------------------
def test_a_wrong_number_of_comments_is_counted_again(cards, member):
    cards[0].comment("Well", author=member, by=member)
    update(cards[0], comment_count=7)
    update(cards[1], comment_count=1)
    assert found_and_repaired() == ["wrong number of comments: #1, #2"]
    assert list(Card.objects.order_by("pk").values_list("comment_count", flat=True)) == [1, 0, 0, 0]


def test_a_wrong_number_of_files_is_counted_again(cards):
    CardFileFactory(card=cards[0])
    CardFileFactory(card=cards[1], deleted_at=timezone.now())
    update(cards[0], file_count=7)
    update(cards[1], file_count=1)
    assert found_and_repaired() == ["wrong number of files: #1, #2"]
    assert list(Card.objects.order_by("pk").values_list("file_count", flat=True)) == [1, 0, 0, 0]


def test_a_card_in_a_week_of_another_project_goes_to_later(cards, elsewhere):
    update(cards[0], milestone=elsewhere[0])
    assert found_and_repaired() == ["week of another project: #1"]
    assert Card.objects.get(pk=cards[0].pk).milestone is None


def test_a_person_and_a_label_of_another_project_are_taken_off_those_of_the_own_stay(
    cards, elsewhere, member
):
    own = member.memberships.get()
    cards[0].assignees.add(own, elsewhere[1])
    cards[0].labels.add(elsewhere[2])
    assert found_and_repaired() == ["assignees of another project: #1", "labels of another project: #1"]
    assert [*cards[0].assignees.all(), *cards[0].labels.all()] == [own]


def test_a_card_carried_over_without_a_number_was_carried_over_once(cards, week):
    update(cards[0], carried_from=week)
    assert found_and_repaired() == ["carried over, but zero times: #1"]
    assert Card.objects.get(pk=cards[0].pk).carried_count == 1


def test_a_card_carried_over_from_a_week_of_another_project_was_not(cards, elsewhere):
    update(cards[0], carried_from=elsewhere[0], carried_count=2)
    assert found_and_repaired() == ["carried over from a week of another project: #1"]
    assert Card.objects.get(pk=cards[0].pk).carried_from is None


def test_done_since_never_is_done_since_its_last_move(project, cards):
    update(cards[0], column=Column.DONE)
    assert found_and_repaired() == ["done, but without the time it was done: #1"]
    moved = project.events.get(card_number=1, kind="moved")
    assert Card.objects.get(pk=cards[0].pk).done_at == moved.at


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"done_at": timezone.now()}, "not done, but with a time it was done: #1"),
        ({"started_at": None}, "in progress, but without the time it was started: #1"),
        ({"column": Column.TODO}, "to do, but with a time it was started: #1"),
    ],
)
def test_a_clock_that_does_not_agree_with_the_column_is_set(cards, fields, what):
    update(cards[0], **fields)
    assert found_and_repaired() == [what]


# --- Mentions ---------------------------------------------------------------------------------------------
def test_mentions_that_no_text_can_have_made_are_removed(cards, elsewhere, member):
    own = member.memberships.get()
    for card in cards[:2]:
        card.comment(f"Ask @{member.username}", author=member, by=member)
    right = Mention.objects.get(card=cards[1])
    comment = cards[0].comments.get()
    wrong = [
        Mention.objects.create(card=cards[0], comment=comment, membership=elsewhere[1]),
        Mention.objects.create(card=cards[2], membership=own),
    ]
    Mention.objects.filter(card=cards[0], membership=own).update(card=cards[3])
    of_another_card = Mention.objects.get(card=cards[3])
    assert found_and_repaired() == [
        f"mentions of somebody of another project: id {wrong[0].pk}",
        f"mentions in a comment of another card: id {of_another_card.pk}",
        f"mentions in a text without an @: id {wrong[1].pk}",
    ]
    assert list(Mention.objects.all()) == [right]


# --- Orphans ----------------------------------------------------------------------------------------------
def test_rows_without_what_they_hang_on_are_removed_or_let_go(project, cards, week):
    """Both databases look at references only when a transaction ends, so that they can be planted here."""
    nowhere = 999_999
    update(cards[0], milestone_id=nowhere)
    Event.objects.filter(seq=3).update(actor_id=nowhere)
    CardFactory(project=project)
    Card.objects.filter(number=5).update(project_id=nowhere)
    orphan, event = Card.objects.get(number=5), project.events.get(seq=3)
    assert set(found_and_repaired()) == {
        f"card without its project, a project that does not exist: id {orphan.pk}",
        f"card without its milestone, a milestone that does not exist: id {cards[0].pk}",
        f"event without its actor, a person that does not exist: id {event.pk}",
    }
    assert order_of(project) == [1, 2, 3, 4]
    connection.check_constraints()


def test_the_board_shows_at_once_a_card_that_was_let_go_to_later(as_member, project, cards):
    update(cards[0], milestone_id=999_999)
    later = "/p/parcel-vision/board/?week=later"
    assert 'id="card-1"' not in as_member.get(later).content.decode()
    found_and_repaired()
    assert 'id="card-1"' in as_member.get(later).content.decode()
    assert project.events.latest("seq").kind == "repaired"


def test_only_the_projects_that_lost_rows_are_touched(cards, elsewhere):
    update(cards[0], milestone_id=999_999)
    found_and_repaired()
    assert not elsewhere[0].project.events.exists()


def test_a_card_that_has_lost_its_week_takes_nobodys_place_in_later(project, cards):
    update(cards[1], milestone=None, position=cards[0].position)
    update(cards[0], milestone_id=999_999)
    found_and_repaired()
    assert project.cards.filter(milestone=None).in_order().count() == 2


# --- All together -----------------------------------------------------------------------------------------
def run(*arguments):
    """(exit code, what it says) of the command."""
    output = io.StringIO()
    try:
        call_command("doctor", *arguments, stdout=output)
    except SystemExit as end:
        return end.code, output.getvalue()
    return 0, output.getvalue()


@pytest.fixture
def well_set(monkeypatch):
    """The tests' own databases are quick instead of safe, their data directory is the developer's, without films."""
    for module in (database, files, stored_files):
        monkeypatch.setattr(module, "find", lambda: [])


def test_the_command_names_each_fault_puts_it_right_and_a_second_run_is_clean(well_set, cards):
    update(cards[0], position=cards[1].position, comment_count=3)
    code, output = run()
    assert code == 1
    assert "parcel-vision: wrong number of comments: #1\n" in output
    assert "parcel-vision: several at one position in In Progress of week 1: #1, #2\n" in output
    assert "doctor --fix" in output
    code, output = run("--fix")
    assert (code, output.splitlines()[-1]) == (0, "Nothing is wrong with 1 project, 4 cards, 5 events.")
    assert "Repaired 2 of 2.\n" in output
    assert run()[0] == 0


def test_what_cannot_be_put_right_keeps_the_exit_code(well_set, cards):
    Project.objects.update(seq=10**12)
    assert run("--fix")[0] == 1


def test_open_boards_hear_of_what_was_put_right(project, cards):
    update(cards[0], comment_count=3)
    found_and_repaired()
    event = project.events.latest("seq")
    assert (event.kind, event.actor, event.data) == (
        "repaired", None, {"found": ["wrong number of comments: #1"]},
    )  # fmt: skip


def test_without_a_fault_nothing_is_written(project, cards):
    before = project.events.count()
    run("--fix")
    assert project.events.count() == before


def test_only_the_project_that_is_ill_is_touched(project, cards, elsewhere):
    update(cards[0], comment_count=3)
    found_and_repaired()
    assert not elsewhere[0].project.events.exists()


def test_the_doctor_asks_as_often_for_300_cards_as_for_3(project, week):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            examine()
        return len(captured)

    few = asked()
    for _ in range(300):
        CardFactory(project=project, milestone=week)
    assert asked() == few


def test_the_settings_in_force_are_said(well_set, cards):
    output = run()[1]
    for name in ("synchronous", "transactions") if connection.vendor == "sqlite" else ("fsync", "isolation"):
        assert name in output


def test_a_setting_that_is_not_as_it_must_be_is_found(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 100")
        else:
            cursor.execute("SET LOCAL synchronous_commit = off")
        output = [finding.description for finding in database.find()]
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 10000")
    expected = {
        "sqlite": "busy_timeout is 100; it must be 5000 ms or more",
        "postgresql": "synchronous_commit is off; it must be on",
    }
    assert expected[connection.vendor] in output


def test_a_damaged_file_is_found_and_only_a_backup_helps(monkeypatch):
    monkeypatch.setattr(database, "pragma", lambda name: ["row 3 missing from index card_place"])
    [finding] = database.find_damage()
    assert finding.description == "The file is damaged, restore a backup: row 3 missing from index card_place"


@pytest.fixture
def data_dir(settings, tmp_path, monkeypatch):
    """A data directory that others may read, and the code beside it."""
    monkeypatch.setattr(database, "find", lambda: [])
    settings.BASE_DIR, settings.DATA_DIR = tmp_path, tmp_path / "data"
    uploads = settings.DATA_DIR / "files" / "demos"
    uploads.mkdir(parents=True)
    for name in ("data/weekboard.sqlite3", "data/weekboard.sqlite3-wal", "data/files/demos/a.mp4", ".env"):
        (tmp_path / name).touch(mode=0o600)
    return settings.DATA_DIR


def test_a_file_that_others_may_open_is_found_and_closed(data_dir):
    opened = [data_dir, data_dir / "weekboard.sqlite3-wal", data_dir / "files/demos/a.mp4"]
    for path, mode in zip(opened, (0o755, 0o644, 0o640), strict=True):
        path.chmod(mode)
    code, output = run()
    assert code == 1
    assert f"Other users of this machine may open {data_dir} (755), " in output
    assert all(f"{path} (" in output for path in opened)
    assert run("--fix")[0] == 0
    assert [path.stat().st_mode & 0o777 for path in opened] == [0o700, 0o600, 0o600]


def test_a_file_that_a_server_deletes_meanwhile_is_no_fault_and_stops_nothing(data_dir, monkeypatch):
    (gone := data_dir / "film.mp4").write_bytes(b"")
    gone.chmod(0o644)
    monkeypatch.setattr(files, "private_paths", lambda: gone.unlink(missing_ok=True) or {gone})
    files.repair()
    assert not list(files.find())


@pytest.mark.parametrize("name", [".env", "backup-20261101-120000.sqlite3", "files-20261101-120000.tar.gz"])
def test_a_key_or_backup_beside_the_code_that_others_may_open_is_found(data_dir, name):
    (data_dir.parent / name).touch()
    (data_dir.parent / name).chmod(0o644)
    assert f"{name} (644)" in run()[1]


def test_what_a_link_leads_to_is_left_as_it_is(data_dir, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    elsewhere.chmod(0o644)
    (data_dir / "link").symlink_to(elsewhere)
    assert run()[0] == 0


@pytest.mark.parametrize("said", ["unable to open database file", "connection refused\nmore"])
def test_a_database_that_does_not_answer_is_a_sentence_that_names_its_file(monkeypatch, db, said):
    def away():
        raise OperationalError(said)

    monkeypatch.setattr(database, "active_settings", away)
    with pytest.raises(CommandError) as raised:
        run()
    file = f" in {connection.settings_dict['NAME']}" if connection.vendor == "sqlite" else ""
    sentence = f"The database cannot be examined: {said}{file}"
    assert str(raised.value) == sentence.partition("\n")[0]


def test_a_database_of_a_newer_version_is_not_judged(db):
    MigrationRecorder(connection).record_applied("boards", "0099_future")
    with pytest.raises(
        CommandError, match="of a newer Weekboard than this one, which has no boards 0099_future"
    ):
        call_command("doctor")


def test_a_database_of_an_older_version_is_not_judged(monkeypatch, db):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    with pytest.raises(CommandError, match="older than the program"):
        run()


# --- What searches look into --------------------------------------------------------------------------------
def test_a_card_renamed_by_sql_is_found_by_its_title_again(project, card):
    update(card, title="Größe")
    assert found_and_repaired() == [f"card that a search does not find by its text: id {card.pk}"]
    assert project.cards.search("GRÖSSE", project=project).get() == card


def test_a_person_renamed_by_sql_is_found_by_the_name_again(member):
    User.objects.filter(pk=member.pk).update(name="Größe")
    assert found_and_repaired() == [f"person that a search does not find by its text: id {member.pk}"]


def test_of_many_findings_only_those_that_are_named_are_kept():
    kept = WeakSet()

    class Word(str):
        """A text that tells whether it is still there."""

    def words():
        for number in range(1_000):
            word = Word(number)
            kept.add(word)
            yield word
            assert len(kept) <= MAX_NAMED + 2

    assert first_few(words()).endswith("8, 9 and 990 more")


def test_no_query_of_the_doctor_is_read_whole(cards, monkeypatch):
    """Those whose rows grow with the installation are read by `iterator`, a batch at a time."""
    monkeypatch.setattr(QuerySet, "_fetch_all", lambda rows: pytest.fail(str(rows.query)))
    assert examine() == []


# --- Errands ---------------------------------------------------------------------------------------------
def test_what_waits_and_what_failed_is_said_and_is_no_fault(well_set):
    now = timezone.now()
    Errand.objects.add(
        [
            Errand(kind="password_reset_mail", key="1"),
            Errand(
                kind="password_reset_mail", key="2", due=now + timedelta(hours=1), last_error="TimeoutError"
            ),
            Errand(kind="password_reset_mail", key="3", due=None, last_error="KeyError"),
            Errand(kind="digest", key="4"),
        ]
    )
    code, output = run()
    assert code == 0
    assert (
        "digest: 1 waiting, the oldest since 0\N{NO-BREAK SPACE}minutes, of a kind that this version"
        in output
    )
    assert "password_reset_mail: 2 waiting" in output
    assert "password_reset_mail: 1 to be tried again: TimeoutError\n" in output
    assert "password_reset_mail: 1 given up: KeyError\n" in output


def test_what_is_being_done_is_said(well_set):
    Errand.objects.add([Errand(kind="password_reset_mail", key=key) for key in "12"])
    Errand.objects.first().take()
    assert "password_reset_mail: 2 waiting, 1 being done, the oldest since" in run()[1]


def test_what_waits_long_for_others_of_its_lane_is_no_fault(well_set):
    long_ago = timezone.now() - timedelta(hours=2)
    Errand.objects.add([Errand(kind="password_reset_mail", key=key, due=long_ago) for key in "12"])
    Errand.objects.first().take()
    assert run()[0] == 0


def test_what_nobody_does_is_found(well_set):
    Errand.objects.add([Errand(kind="password_reset_mail", key="1", due=timezone.now() - timedelta(hours=2))])
    code, output = run()
    assert code == 1
    assert "database: password_reset_mail is due since 2\N{NO-BREAK SPACE}hours, and nobody does it" in output


# --- Films -----------------------------------------------------------------------------------------------
def film(project, **fields):
    """A demo of a new week, which comes after week 1."""
    week = MilestoneFactory(project=project, number=project.milestones.count() + 1)
    return FilmFactory(milestone=week, state="converting", **fields)


def test_which_films_wait_and_which_failed_is_said_and_is_no_fault(project, well_set):
    waiting = film(project)
    Errand.objects.create(kind="video_conversion", key=waiting.errand_key)
    Demo.objects.filter(pk=film(project).pk).update(state="failed", failure="damaged")
    code, output = run()
    assert code == 0
    assert f"Films that wait or are being made: {project.slug} week 2\n" in output
    assert f"Films that failed, damaged: {project.slug} week 3\n" in output
    assert "video_conversion: 1 waiting" in output


@pytest.mark.parametrize("what", ["never written", "given up", "done", "of another file"])
def test_a_film_that_nothing_would_make_is_found_and_made(project, what):
    demo = film(project)
    errand = Errand(kind="video_conversion", key=demo.errand_key, tries=2)
    if what == "given up":
        errand.due = None
    if what == "done":
        errand.done_at = timezone.now()
    if what == "of another file":
        errand.key += "x"
    if what != "never written":
        errand.save()
    assert found_and_repaired() == ["film that waits to be converted, and nothing would: week 2"]
    again = Errand.objects.get(key=demo.errand_key)
    assert (again.tries, again.done_at, again.data["demo"]) == (0, None, demo.pk)
    assert again.due <= timezone.now()
