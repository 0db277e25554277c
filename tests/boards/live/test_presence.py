"""Who looks at a project now."""

import asyncio
import json

import pytest

from boards.live.notifiers.sqlite import SqliteNotifier
from boards.live.presence import STALE_AFTER, Presence, decode_report, encode_report
from projects.peers import Peers

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
    assert presence.changes([PROJECT, 2]) == {PROJECT: [ANA]}
    assert presence.changes([PROJECT, 2]) == {}


# --- Reports between processes -------------------------------------------------------------------------------
def test_a_report_is_read_as_it_was_written():
    viewers = {PROJECT: frozenset([BEN, ANA])}
    assert decode_report(encode_report("one", viewers)) == ("one", viewers)


def test_a_report_holds_only_ids():
    assert json.loads(encode_report("one", {PROJECT: frozenset([BEN, ANA])})) == {
        "process": "one",
        "people": {str(PROJECT): [ANA, BEN]},
    }


@pytest.mark.parametrize(
    "report", [b"", b"{", b"[]", b"7", b"{}", b'{"process":"a","people":{"x":[1]}}', b"\xff"]
)
def test_what_cannot_be_read_is_no_report(report):
    assert decode_report(report) is None


@pytest.fixture
def play(settings, tmp_path):
    """Plays a scene with two notifiers; what each was reported."""
    settings.DATA_DIR = tmp_path

    def play(scene):
        async def run():
            notifiers = [SqliteNotifier("unused", Peers()) for _ in range(2)]
            heard = [[], []]
            tasks = [
                asyncio.create_task(
                    notifier.listen(lambda: None, lambda _, v, h=h: h.append(v), asyncio.Event())
                )
                for notifier, h in zip(notifiers, heard, strict=True)
            ]
            await asyncio.sleep(0)
            scene(*notifiers)
            await asyncio.sleep(0.02)
            for task, notifier in zip(tasks, notifiers, strict=True):
                task.cancel()
                notifier.close()
            return heard

        return asyncio.run(run())

    return play


HERE = {PROJECT: frozenset([ANA])}


def test_what_one_process_reports_is_heard_by_the_other_alone(play):
    assert play(lambda one, _: one.publish_presence(HERE, repeat=False)) == [[], [HERE]]


def test_what_is_not_new_is_not_reported_again(play):
    def scene(one, _):
        one.publish_presence(HERE, repeat=False)
        one.publish_presence(HERE, repeat=False)

    assert play(scene)[1] == [HERE]


def test_a_process_that_ends_reports_nobody(play):
    def scene(one, _):
        one.publish_presence(HERE, repeat=False)
        one.close()

    assert play(scene)[1] == [HERE, {}]


def test_processes_that_have_ended_leave_no_file(play, tmp_path):
    play(lambda *_: None)
    assert list((tmp_path / "here").iterdir()) == []
