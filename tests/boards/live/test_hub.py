"""The hub itself, with a notifier that a test controls. The database is asked in the loop's own thread."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from boards.live import hub as module
from boards.live.hub import Hub, Stopping, TooManyWindows
from boards.live.messages import json_event
from boards.live.news import News
from boards.live.reading import NO_STANDUP
from projects.access.stream_session import StreamSession

PROJECT, ANA = 1, 10


class FakeNotifier:
    """Notifies of nothing by itself."""

    def __init__(self):
        self.published = []

    async def listen(self, on_change, on_presence, has_boards):
        self.on_change, self.on_presence = on_change, on_presence
        await asyncio.Event().wait()

    def publish_presence(self, viewers, *, repeat):
        self.published.append(viewers)

    def close(self):
        self.published.append("closed")


@pytest.fixture
def answers(monkeypatch):
    """What the database answers: news by project, and who has to go."""
    answers = SimpleNamespace(news={}, standups={}, reasons={}, error=None, reads=0)

    async def run_in_thread(work, *args):
        if answers.error:
            raise answers.error
        if work is module.read_changes:
            answers.reads += 1
            return answers.news, answers.standups, answers.reasons
        if work is module.read_standup:
            return NO_STANDUP
        return answers.reasons if work is module.revoked else None

    monkeypatch.setattr(module, "run_in_thread", run_in_thread)
    monkeypatch.setattr(module, "RETRY_DELAY", 0.01)
    return answers


def session(person=ANA, project=PROJECT, seq=5):
    return StreamSession(person, project, seq, session_key="", session_data="", password="")


def play(scene):
    """Run a scene with a hub that has begun."""

    async def run():
        hub = Hub(FakeNotifier())
        await hub.start()
        await asyncio.sleep(0)
        try:
            return await asyncio.wait_for(scene(hub), 5)
        finally:
            hub.stop()

    return asyncio.run(run())


async def a_moment():
    await asyncio.sleep(0.05)


def test_news_reach_every_board_of_their_project_and_no_other(answers):
    async def scene(hub):
        queues = [await hub.join(session(person), 5) for person in (10, 20)]
        other = await hub.join(session(project=2), 5)
        await a_moment()
        for queue in (*queues, other):
            await queue.next_batch()
        answers.news = {PROJECT: News(6, b"news")}
        hub.notifier.on_change()
        await a_moment()
        return [list(queue.messages) for queue in (*queues, other)]

    assert play(scene) == [[b"news"], [b"news"], []]


def test_changes_in_a_rush_are_read_together(answers, monkeypatch):
    async def scene(hub):
        await hub.join(session(), 5)
        await a_moment()
        before = answers.reads
        for _ in range(10):
            hub.notifier.on_change()
            await asyncio.sleep(0)
        await asyncio.sleep(0.6)
        return answers.reads - before

    monkeypatch.setattr(module, "CHANGES_INTERVAL", 0.5)
    assert play(scene) == 1


def test_nothing_is_done_while_no_board_is_open(answers, monkeypatch):
    async def scene(hub):
        async def work():
            done.append("work")

        done = []
        task = asyncio.create_task(module.run_forever(hub.while_open(work, 0.001)))
        hub.notifier.on_change()
        await a_moment()
        alone = len(done), answers.reads, len(hub.notifier.published)
        queue = await hub.join(session(), 5)
        await a_moment()
        busy = len(done)
        hub.leave(queue)
        await a_moment()
        rest = len(done)
        await a_moment()
        task.cancel()
        return alone, busy > 1, len(done) - rest

    assert play(scene) == ((0, 0, 0), True, 0)


def test_who_has_to_go_gets_the_reason_and_no_news(answers):
    async def scene(hub):
        queue = await hub.join(session(), 5)
        await queue.next_batch()
        answers.news, answers.reasons = {PROJECT: News(6, b"news")}, {queue.session: "removed"}
        hub.notifier.on_change()
        await a_moment()
        return await queue.next_batch(), queue.ended

    assert play(scene) == (b"event: ended\ndata: removed\n\n", True)


def test_a_database_that_is_away_is_asked_again(answers):
    async def scene(hub):
        queue = await hub.join(session(), 5)
        await a_moment()
        await queue.next_batch()
        answers.error, answers.news = OperationalError("away"), {PROJECT: News(6, b"news")}
        hub.notifier.on_change()
        await a_moment()
        answers.error = None
        return await queue.next_batch()

    assert play(scene) == b"news"


def test_that_a_database_is_away_and_back_is_said_once_each(answers, caplog):
    async def scene(hub):
        queue = await hub.join(session(), 5)
        await a_moment()
        await queue.next_batch()
        answers.error, answers.news = OperationalError("away"), {PROJECT: News(6, b"news")}
        hub.notifier.on_change()
        await a_moment()
        answers.error = None
        await queue.next_batch()

    play(scene)
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer; open boards get no changes until it does.",
        "The database answers again; open boards have what is new.",
    ]


def test_a_mistake_of_ours_ends_the_streams_and_not_the_hub(answers, caplog):
    async def scene(hub):
        queue = await hub.join(session(), 5)
        await a_moment()
        answers.error = ZeroDivisionError("a mistake")
        hub.notifier.on_change()
        await a_moment()
        answers.error = None
        hub.leave(queue)
        again = await hub.join(session(), 5)
        await a_moment()
        await again.next_batch()
        answers.news = {PROJECT: News(6, b"news")}
        hub.notifier.on_change()
        return queue.ended, await again.next_batch()

    assert play(scene) == (True, b"news")
    assert "a mistake" in caplog.text


def test_a_sixth_board_of_one_person_is_refused(answers):
    async def scene(hub):
        for _ in range(5):
            await hub.join(session(), 5)
        with pytest.raises(TooManyWindows):
            await hub.join(session(), 5)
        return len(hub.all_queues())

    assert play(scene) == 5


def test_after_the_end_nobody_is_let_in(answers):
    async def scene(hub):
        queue = await hub.join(session(), 5)
        hub.stop()
        with pytest.raises(Stopping):
            await hub.join(session(), 5)
        return queue.ended

    assert play(scene) is True


def test_a_board_that_could_not_be_brought_up_to_date_is_not_kept(answers):
    async def scene(hub):
        answers.error = OperationalError("away")
        with pytest.raises(OperationalError):
            await hub.join(session(), 3)
        return hub.all_queues()

    assert play(scene) == []


def test_the_last_board_that_is_closed_takes_its_project_along(answers):
    async def scene(hub):
        hub.leave(await hub.join(session(), 5))
        return dict(hub.queues), hub.last_sent_seq, hub.presence.local_viewers()

    assert play(scene) == ({}, {}, {})


def test_the_others_are_told_who_has_come(answers):
    async def scene(hub):
        queue = await hub.join(session(10), 5)
        await queue.next_batch()
        await hub.join(session(20), 5)
        return await queue.next_batch()

    assert b"event: people\ndata: [10,20]" in play(scene)


def test_the_other_processes_are_told_who_is_here(answers):
    async def scene(hub):
        await hub.join(session(), 5)
        return hub.notifier.published[-1]

    assert play(scene) == {PROJECT: frozenset([ANA])}


def test_people_of_other_processes_are_shown(answers):
    async def scene(hub):
        queue = await hub.join(session(10), 5)
        await queue.next_batch()
        hub.notifier.on_presence("other", {PROJECT: frozenset([30])})
        return await queue.next_batch()

    assert play(scene) == b"event: people\ndata: [10,30]\n\n"


# --- Standups --------------------------------------------------------------------------------------------
LED = {"version": 3, "started": 1764410400123, "leader": ANA, "place": {"address": "plan/"}}


def test_a_step_reaches_every_page_of_its_project_though_no_event_was_written(answers):
    async def scene(hub):
        queues = [await hub.join(session(person), 5) for person in (10, 20)]
        await a_moment()
        for queue in queues:
            await queue.next_batch()
        answers.standups = {PROJECT: LED}
        hub.notifier.on_change()
        await a_moment()
        return [message_of(await queue.next_batch(), "standup") for queue in queues]

    assert play(scene) == [LED, LED]


def test_a_step_is_read_once_and_sent_as_one_message_to_each_of_fifty_who_follow(answers):
    async def scene(hub):
        queues = [await hub.join(session(person), 5, follows=True) for person in range(50)]
        await a_moment()
        for queue in queues:
            await queue.next_batch()
        before = answers.reads
        answers.standups = {PROJECT: LED}
        hub.notifier.on_change()
        await a_moment()
        return answers.reads - before, {await queue.next_batch() for queue in queues}

    assert play(scene) == (1, {json_event("standup", LED)})


def test_who_comes_late_is_told_where_the_standup_is(answers):
    async def scene(hub):
        await hub.join(session(), 5)
        answers.standups = {PROJECT: LED}
        hub.notifier.on_change()
        await a_moment()
        late = await hub.join(session(20), 5)
        return message_of(await late.next_batch(), "hello")["standup"]

    assert play(scene) == LED


def test_how_many_follow_is_told_once_for_each_person(answers):
    async def scene(hub):
        leader = await hub.join(session(), 5)
        for person in (20, 20, 30):
            await hub.join(session(person), 5, follows=True)
        batch = (await leader.next_batch()).decode()
        return [line for line in batch.split("\n\n") if line.startswith("event: followers")]

    assert play(scene) == ["event: followers\ndata: 1", "event: followers\ndata: 2"]


def test_followers_of_other_processes_are_counted(answers):
    async def scene(hub):
        leader = await hub.join(session(), 5)
        hub.notifier.on_presence("other", {PROJECT: frozenset([20]), -PROJECT: frozenset([20])})
        return await leader.next_batch()

    assert b"event: followers\ndata: 1" in play(scene)


def test_the_other_processes_are_told_who_follows(answers):
    async def scene(hub):
        await hub.join(session(20), 5, follows=True)
        return hub.notifier.published[-1]

    assert play(scene) == {PROJECT: frozenset([20]), -PROJECT: frozenset([20])}


def test_who_lets_go_does_not_count_any_more(answers, monkeypatch):
    async def scene(hub):
        leader = await hub.join(session(), 5)
        follower = await hub.join(session(20), 5, follows=True)
        await leader.next_batch()
        hub.leave(follower)
        await a_moment()
        return await leader.next_batch()

    monkeypatch.setattr(module, "LEAVE_DELAY", 0.01)
    assert b"event: followers\ndata: 0" in play(scene)


def test_while_there_is_a_standup_it_is_looked_for_its_end(answers, monkeypatch):
    async def scene(hub):
        await hub.join(session(), 5)
        answers.standups = {PROJECT: LED}
        hub.notifier.on_change()
        await a_moment()
        before = answers.reads
        await hub.recheck_access()
        await a_moment()
        return answers.reads - before

    assert play(scene) == 1


def message_of(batch, event):
    """The content of the first message of this kind."""
    parts = batch.decode().split("\n\n")
    found = next(part for part in parts if part.startswith(f"event: {event}\n"))
    return json.loads(found.partition("data: ")[2])
