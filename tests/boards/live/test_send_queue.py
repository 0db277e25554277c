"""What waits for one open board."""

import asyncio

from boards.live import send_queue
from boards.live.send_queue import SendQueue


def run(scene):
    return asyncio.run(asyncio.wait_for(scene, 5))


def test_messages_come_out_together_in_their_order():
    async def scene():
        queue = SendQueue(None)
        queue.put(b"one ")
        queue.put(b"two")
        return await queue.next_batch()

    assert run(scene()) == b"one two"


def test_a_message_wakes_who_waits_for_it():
    async def scene():
        queue = SendQueue(None)
        waiting = asyncio.create_task(queue.next_batch())
        await asyncio.sleep(0)
        queue.put(b"one")
        return await waiting

    assert run(scene()) == b"one"


def test_an_ended_queue_gives_its_last_message_then_nothing():
    async def scene():
        queue = SendQueue(None)
        queue.end(b"goodbye")
        queue.put(b"too late")
        return [await queue.next_batch(), await queue.next_batch()]

    assert run(scene()) == [b"goodbye", b""]


def test_a_full_queue_is_ended_and_keeps_nothing(monkeypatch):
    monkeypatch.setattr(send_queue, "MAX_BYTES", 10)

    async def scene():
        queue = SendQueue(None)
        queue.put(b"12345678")
        queue.put(b"more")
        return queue.ended, await queue.next_batch()

    assert run(scene()) == (True, b"")


def test_a_taken_batch_makes_room_again(monkeypatch):
    monkeypatch.setattr(send_queue, "MAX_BYTES", 10)

    async def scene():
        queue = SendQueue(None)
        queue.put(b"12345678")
        await queue.next_batch()
        queue.put(b"87654321")
        return await queue.next_batch()

    assert run(scene()) == b"87654321"
