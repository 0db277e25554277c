"""Short answers in plain text, for machines and for requests that never reach Django."""

HEADERS = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]


async def send_text(
    send, status: int, text: str, *, headers=(), retry_after: int | None = None, close: bool = False
) -> None:
    """Send a whole answer; `close` ends the connection, for clients that still send what nobody reads.

    `headers` replace the usual ones of the same name; `retry_after` says in how many seconds to ask again.
    """
    body = text.encode()
    all_headers = {**dict(HEADERS), **dict(headers), b"content-length": str(len(body)).encode()}
    if retry_after is not None:
        all_headers[b"retry-after"] = str(retry_after).encode()
    if close:
        all_headers[b"connection"] = b"close"
    await send({"type": "http.response.start", "status": status, "headers": list(all_headers.items())})
    await send({"type": "http.response.body", "body": body})
