"""A few at once, a few that wait, and nobody for ever."""

import threading
import time

import pytest

from projects.files.slots import NoSlot, Slots


def soon():
    return time.monotonic() + 5


def taken_by_another(slots):
    """Returns what lets it go."""
    has_it, done = threading.Event(), threading.Event()

    def hold():
        with slots.taken(soon(), 0):
            has_it.set()
            done.wait(5)

    threading.Thread(target=hold, daemon=True).start()
    assert has_it.wait(5)
    return done.set


def test_one_that_is_free_is_had_at_once():
    with Slots(1).taken(time.monotonic(), 0):
        pass


def test_it_is_free_again_whatever_happens():
    slots = Slots(1)
    with pytest.raises(ZeroDivisionError), slots.taken(soon(), 0):
        1 / 0  # noqa: B018
    with slots.taken(soon(), 0):
        pass


def test_who_waits_has_the_next():
    slots = Slots(1)
    let_go = taken_by_another(slots)
    threading.Timer(0.05, let_go).start()
    with slots.taken(soon(), 1):
        assert slots.waiting == 0


def test_nobody_waits_for_longer_than_told():
    slots = Slots(1)
    let_go = taken_by_another(slots)
    with pytest.raises(NoSlot), slots.taken(time.monotonic() + 0.05, 1):
        pass
    let_go()
    assert slots.waiting == 0


def test_where_enough_wait_already_the_next_is_told_at_once():
    slots = Slots(1)
    let_go, begun = taken_by_another(slots), time.monotonic()
    with pytest.raises(NoSlot), slots.taken(begun + 60, 0):
        pass
    let_go()
    assert time.monotonic() - begun < 5
