"""`python -m tests.bench.bare`: uvicorn with nothing behind it, on PORT with WORKERS, to compare a server with."""

import os

import uvicorn

from tests.site import HOST


async def application(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    options = {"port": int(os.environ["PORT"]), "workers": int(os.environ["WORKERS"])}
    uvicorn.run("tests.bench.bare:application", host=HOST, lifespan="off", log_level="warning", **options)
