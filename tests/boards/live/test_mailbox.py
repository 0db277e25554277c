"""What waits for one open board."""

import asyncio

from boards.live import mailbox
from boards.live.mailbox import Mailbox


def run(scene):
    return asyncio.run(asyncio.wait_for(scene, 5))


def test_letters_come_out_together_in_their_order():
    async def scene():
        box = Mailbox(None)
        box.put(b"one ")
        box.put(b"two")
        return await box.take()

    assert run(scene()) == b"one two"


def test_a_letter_wakes_who_waits_for_it():
    async def scene():
        box = Mailbox(None)
        waiting = asyncio.create_task(box.take())
        await asyncio.sleep(0)
        box.put(b"one")
        return await waiting

    assert run(scene()) == b"one"


def test_an_ended_box_gives_its_last_word_then_nothing():
    async def scene():
        box = Mailbox(None)
        box.end(b"goodbye")
        box.put(b"too late")
        return [await box.take(), await box.take()]

    assert run(scene()) == [b"goodbye", b""]


def test_a_full_box_is_ended_and_keeps_nothing(monkeypatch):
    monkeypatch.setattr(mailbox, "MOST", 10)

    async def scene():
        box = Mailbox(None)
        box.put(b"12345678")
        box.put(b"more")
        return box.ended, await box.take()

    assert run(scene()) == (True, b"")


def test_what_was_taken_makes_room_again(monkeypatch):
    monkeypatch.setattr(mailbox, "MOST", 10)

    async def scene():
        box = Mailbox(None)
        box.put(b"12345678")
        await box.take()
        box.put(b"87654321")
        return await box.take()

    assert run(scene()) == b"87654321"
