"""Who looks at a project now."""

import json
import os

import pytest

from boards.live.notifiers.sqlite import SqliteWire
from boards.live.presence import FORGOTTEN, Presence

PROJECT, ANA, BEN = 1, 10, 20


@pytest.fixture
def presence():
    return Presence()


def test_somebody_with_two_windows_is_there_once(presence):
    presence.enter(PROJECT, ANA)
    presence.enter(PROJECT, ANA)
    assert presence.people(PROJECT) == [ANA]


def test_somebody_is_there_until_the_last_window_is_closed(presence):
    presence.enter(PROJECT, ANA)
    presence.enter(PROJECT, ANA)
    presence.leave(PROJECT, ANA)
    assert presence.people(PROJECT) == [ANA]
    presence.leave(PROJECT, ANA)
    assert presence.people(PROJECT) == []


def test_people_of_other_processes_are_there_too(presence):
    presence.enter(PROJECT, BEN)
    presence.heard("other", {PROJECT: frozenset([ANA])}, now=0)
    assert presence.people(PROJECT) == [ANA, BEN]


def test_a_process_that_has_fallen_silent_is_forgotten(presence):
    presence.heard("other", {PROJECT: frozenset([ANA])}, now=0)
    presence.forget(FORGOTTEN - 1)
    assert presence.people(PROJECT) == [ANA]
    presence.forget(FORGOTTEN + 1)
    assert presence.people(PROJECT) == []


def test_a_process_that_says_nobody_is_there_is_believed_at_once(presence):
    presence.heard("other", {PROJECT: frozenset([ANA])}, now=0)
    presence.heard("other", {}, now=1)
    assert presence.people(PROJECT) == []


def test_only_projects_in_which_something_is_new_are_named(presence):
    presence.enter(PROJECT, ANA)
    assert presence.changed([PROJECT, 2]) == {PROJECT: [ANA], 2: []}
    assert presence.changed([PROJECT, 2]) == {}


# --- Notes between processes on SQLite -------------------------------------------------------------------
@pytest.fixture
def wires(tmp_path):
    return [SqliteWire("unused", tmp_path / "here") for _ in range(2)]


def heard_by(wire):
    words = []
    wire.read_notes(lambda process, people: words.append(people))
    return words


def test_a_note_of_one_process_is_read_by_another(wires):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    assert heard_by(wires[1]) == [{PROJECT: frozenset([ANA])}]


def test_a_process_does_not_read_its_own_note(wires):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    assert heard_by(wires[0]) == []


def test_a_note_is_read_once(wires):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    heard_by(wires[1])
    assert heard_by(wires[1]) == []


def test_a_note_that_is_taken_away_means_nobody(wires):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    heard_by(wires[1])
    wires[0].close()
    assert heard_by(wires[1]) == [{}]


def test_a_broken_note_is_passed_over(wires, tmp_path):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    (tmp_path / "here" / "broken.json").write_text("{")
    assert heard_by(wires[1]) == [{PROJECT: frozenset([ANA])}]


def test_the_note_of_a_killed_process_is_swept_away(wires, tmp_path):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    [note] = (tmp_path / "here").iterdir()
    os.utime(note, (0, 0))
    assert heard_by(wires[1]) == []
    assert not note.exists()


def test_nobody_is_said_by_no_note_at_all(wires, tmp_path):
    wires[0].say({PROJECT: frozenset([ANA])}, again=False)
    wires[0].say({}, again=False)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_note_holds_ids_alone(wires, tmp_path):
    wires[0].say({PROJECT: frozenset([BEN, ANA])}, again=False)
    [note] = (tmp_path / "here").iterdir()
    assert json.loads(note.read_text()) == {str(PROJECT): [ANA, BEN]}
