"""The part of the server that sends videos and files, asked without a server."""

import asyncio
from types import SimpleNamespace

from boards.files import send as card_files
from config.router import Router
from projects.demos.joined import send as joined_film
from projects.demos.videos import send
from tests import videofiles as v

CONTENT = v.mp4(29)
SIZE = len(CONTENT)


async def in_this_thread(work, *args, **kwargs):
    """Stand where `run_in_thread` does: the test's transaction is in this thread.

    Django keeps another connection for code in a loop, so the loop is out of sight meanwhile.
    """
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return work(*args, **kwargs)
    finally:
        asyncio._set_running_loop(loop)


async def nobody(scope, receive, answer):
    """Stands where Django would."""
    await answer({"type": "http.response.start", "status": 418, "headers": []})
    await answer({"type": "http.response.body", "body": b""})


def get(client, path, method="GET", **headers):
    """Ask the server's callable without a server; every answer is checked for what all of them must have."""
    return asyncio.run(ask(client, path, method, headers))


async def ask(client, path, method, headers):
    router, sent = Router(nobody), []
    router.route(send.PATTERN, send.send_file)
    router.route(card_files.PATTERN, card_files.send_file)
    router.route(joined_film.PATTERN, joined_film.send_joined)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    named = {"host": "localhost", "cookie": cookies} | {k.replace("_", "-"): v for k, v in headers.items()}
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 1),
        "scheme": "http",
    }

    async def receive():
        await asyncio.sleep(60)

    async def answer(message):
        sent.append(message)

    await router(scope, receive, answer)
    start, *bodies = sent
    assert not bodies[-1].get("more_body")
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return SimpleNamespace(
        status=start["status"], headers=found, content=b"".join(message["body"] for message in bodies)
    )
