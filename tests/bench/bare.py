"""`python -m tests.bench.bare`: uvicorn with nothing behind it, on PORT with WORKERS, to compare a server with.

What a file holds that BODY names is its answer to everything.
"""

import os
from pathlib import Path

import uvicorn

from tests.site import HOST

HTML = [(b"content-type", b"text/html; charset=utf-8")]
body = Path(os.environ["BODY"]).read_bytes() if "BODY" in os.environ else b""


async def application(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": HTML})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    options = {"port": int(os.environ["PORT"]), "workers": int(os.environ["WORKERS"])}
    uvicorn.run("tests.bench.bare:application", host=HOST, lifespan="off", log_level="warning", **options)
