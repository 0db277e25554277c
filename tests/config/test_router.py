"""The outermost application, without a socket."""

import asyncio

import pytest

from config.router import Router
from projects.plain_text import send_text


async def say_hello(scope, receive, send):
    await send_text(send, 200, "Hello.")


async def break_down(scope, receive, send):
    raise ValueError


def written_after(application, method):
    """What `after_write` was told, and how many messages had been sent by then."""
    told, sent = [], []
    router = Router(application)
    router.after_write.append(lambda: told.append(len(sent)))

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "scheme": "http", "method": method, "path": "/", "headers": [], "client": None}
    asyncio.run(router(scope, None, send))
    return told, len(sent)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_may_have_changed_something_is_told_when_it_was_answered(method):
    told, messages = written_after(say_hello, method)
    assert told == [messages]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_what_changes_nothing_is_not_told(method):
    assert written_after(say_hello, method)[0] == []


def test_what_broke_down_may_have_changed_something(caplog):
    told, messages = written_after(break_down, "POST")
    assert told == [messages]


def test_the_live_boards_are_told_of_what_was_written_here():
    from config.asgi import application, hub  # late: it sets up all of the product

    assert hub.check_now in application.after_write
