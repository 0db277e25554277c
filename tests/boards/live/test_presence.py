"""Who looks at a project now."""

import json
import os

import pytest

from boards.live.notifiers.sqlite import SqliteNotifier
from boards.live.presence import STALE_AFTER, Presence

PROJECT, ANA, BEN = 1, 10, 20


@pytest.fixture
def presence():
    return Presence()


def test_somebody_with_two_windows_is_there_once(presence):
    presence.enter(PROJECT, ANA)
    presence.enter(PROJECT, ANA)
    assert presence.viewers(PROJECT) == [ANA]


def test_somebody_is_there_until_the_last_window_is_closed(presence):
    presence.enter(PROJECT, ANA)
    presence.enter(PROJECT, ANA)
    presence.leave(PROJECT, ANA)
    assert presence.viewers(PROJECT) == [ANA]
    presence.leave(PROJECT, ANA)
    assert presence.viewers(PROJECT) == []


def test_people_of_other_processes_are_there_too(presence):
    presence.enter(PROJECT, BEN)
    presence.update_remote("other", {PROJECT: frozenset([ANA])}, now=0)
    assert presence.viewers(PROJECT) == [ANA, BEN]


def test_a_process_that_stopped_reporting_is_forgotten(presence):
    presence.update_remote("other", {PROJECT: frozenset([ANA])}, now=0)
    presence.drop_stale(STALE_AFTER - 1)
    assert presence.viewers(PROJECT) == [ANA]
    presence.drop_stale(STALE_AFTER + 1)
    assert presence.viewers(PROJECT) == []


def test_a_process_that_reports_nobody_is_believed_at_once(presence):
    presence.update_remote("other", {PROJECT: frozenset([ANA])}, now=0)
    presence.update_remote("other", {}, now=1)
    assert presence.viewers(PROJECT) == []


def test_only_projects_in_which_something_is_new_are_named(presence):
    presence.enter(PROJECT, ANA)
    assert presence.changes([PROJECT, 2]) == {PROJECT: [ANA], 2: []}
    assert presence.changes([PROJECT, 2]) == {}


# --- Reports between processes on SQLite -----------------------------------------------------------------
@pytest.fixture
def notifiers(tmp_path):
    return [SqliteNotifier("unused", tmp_path / "here") for _ in range(2)]


def reported_to(notifier):
    reports = []
    notifier.read_presence_files(lambda process, viewers: reports.append(viewers))
    return reports


def test_a_report_of_one_process_is_read_by_another(notifiers):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    assert reported_to(notifiers[1]) == [{PROJECT: frozenset([ANA])}]


def test_a_process_does_not_read_its_own_report(notifiers):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    assert reported_to(notifiers[0]) == []


def test_a_report_is_read_once(notifiers):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    reported_to(notifiers[1])
    assert reported_to(notifiers[1]) == []


def test_a_deleted_report_means_nobody(notifiers):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    reported_to(notifiers[1])
    notifiers[0].close()
    assert reported_to(notifiers[1]) == [{}]


def test_a_broken_report_is_ignored(notifiers, tmp_path):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    (tmp_path / "here" / "broken.json").write_text("{")
    assert reported_to(notifiers[1]) == [{PROJECT: frozenset([ANA])}]


def test_the_report_of_a_killed_process_is_deleted(notifiers, tmp_path):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    [file] = (tmp_path / "here").iterdir()
    os.utime(file, (0, 0))
    assert reported_to(notifiers[1]) == []
    assert not file.exists()


def test_a_process_with_nobody_leaves_no_file(notifiers, tmp_path):
    notifiers[0].publish_presence({PROJECT: frozenset([ANA])}, repeat=False)
    notifiers[0].publish_presence({}, repeat=False)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_report_holds_only_ids(notifiers, tmp_path):
    notifiers[0].publish_presence({PROJECT: frozenset([BEN, ANA])}, repeat=False)
    [file] = (tmp_path / "here").iterdir()
    assert json.loads(file.read_text()) == {str(PROJECT): [ANA, BEN]}
