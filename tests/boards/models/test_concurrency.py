"""Many people on one board at the same time, as processes of their own (tests/boards/models/crowd.py)."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import site

pytestmark = [pytest.mark.programs, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def database(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("crowd")
    with site.database(home, migrated) as url:
        yield {"DATABASE_URL": url, "DATA_DIR": str(home)}


@pytest.fixture(scope="module")
def played(database):
    """What came of all scenes, played once in a database of their own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.boards.models.crowd"],
        env=os.environ | database,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture
def moves(played):
    return played["moves"]


@pytest.fixture
def creations(played):
    return played["creations"]


@pytest.fixture
def repeats(played):
    return played["repeats"]


@pytest.fixture
def moves_and_deletions(played):
    return played["moves_and_deletions"]


def test_eight_processes_move_cards_without_an_error(moves):
    assert moves["answers"] == [None] * 8


def test_no_two_cards_share_a_place_after_eight_processes_moved_them(moves):
    assert (moves["cards"], moves["on_board"], moves["places"]) == (30, 30, 30)


@pytest.mark.parametrize(
    "scene",
    [
        "moves",
        "creations",
        "repeats",
        "moves_and_deletions",
        "splits",
        "archiving",
        "demotion",
        "removal",
        "several",
        "files",
    ],
)
def test_events_are_numbered_without_a_gap_whoever_wrote_them(played, scene):
    assert played[scene]["seqs"] == list(range(1, played[scene]["seq"] + 1))


def test_most_of_the_moves_left_an_event(moves):
    """A move to where the card stands already leaves none; all others do."""
    assert set(moves["kinds"]) == {"moved"}
    assert 300 < len(moves["kinds"]) <= 480


def test_forty_cards_added_at_once_get_forty_numbers_and_places(creations):
    assert creations["answers"] == [[]] * 8
    assert (creations["cards"], creations["numbers"], creations["places"]) == (70, 70, 70)


def test_the_same_request_in_parallel_has_one_effect_and_one_answer(repeats):
    assert len(set(repeats["answers"])) == 1
    assert repeats["kinds"] == ["moved"]


def test_a_card_that_four_processes_split_at_once_is_split_once(played):
    splits = played["splits"]
    said = [word for words in splits["answers"] for word in words]
    assert (said.count("done"), said.count("refused")) == (30, 90)
    assert splits["kinds"] == ["split"] * 30
    assert (splits["cards"], splits["numbers"], splits["places"]) == (90, 90, 90)


def test_templates_of_one_name_that_are_made_at_once_are_numbered(played):
    templates = played["templates"]
    assert templates["answers"] == [None] * 8
    assert templates["names"] == ["Namesake", *(f"Namesake ({number})" for number in range(2, 81))]


def test_a_card_that_is_moved_and_deleted_at_once_is_gone_and_nobody_sees_an_error(moves_and_deletions):
    assert {word for words in moves_and_deletions["answers"] for word in words} == {"done", "refused"}
    assert moves_and_deletions["kinds"].count("deleted") == 200
    assert (moves_and_deletions["cards"], moves_and_deletions["on_board"]) == (230, 30)


@pytest.mark.parametrize(
    ("scene", "kind", "refusal"),
    [
        ("archiving", "settings_changed", "PermissionDenied"),
        ("demotion", "role_changed", "PermissionDenied"),
        ("removal", "left", "Http404"),
    ],
)
def test_nobody_who_waited_for_the_lock_changes_what_they_may_not_any_more(played, scene, kind, refusal):
    assert sorted(played[scene]["answers"]) == sorted(["done", *[refusal] * 7])
    assert played[scene]["kinds"].count("moved") >= 30
    assert played[scene]["last"] == kind


def test_of_eight_who_press_lead_at_once_one_leads_and_the_others_are_told(played):
    leads = played["leads"]
    said = [word for words in leads["answers"] for word in words]
    assert (said.count("leads"), said.count("refused")) == (5, 35)
    assert leads["kinds"] == ["standup_ended"] * 5


def test_of_several_people_who_move_the_same_cards_at_once_each_card_is_moved_by_one(played):
    scene = played["several"]
    assert (
        sum(scene["answers"]) == scene["kinds"].count("moved") == 22
    )  # of eight runs of 15, one card on each
    assert scene["places"] == scene["on_board"] == 30


def test_of_several_people_who_undo_the_same_act_at_once_one_does(played):
    undone = [count for count in played["several"]["undone"] if count]
    assert undone == [played["several"]["kinds"].count("undone")]


def test_of_many_files_attached_at_once_as_many_come_in_as_there_is_room_for(played):
    scene = played["files"]
    came_in = {answer for answers in scene["answers"] for answer in answers} - {"refused"}
    assert (
        len(came_in) == len(scene["stored"]) == scene["count"] == scene["kinds"].count("file_attached") == 10
    )


def test_a_request_that_comes_at_once_from_eight_attaches_one_file(played):
    [file] = {answers[0] for answers in played["files"]["answers"]}
    assert file != "refused"
