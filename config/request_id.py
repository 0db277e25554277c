"""The number of the request at work: made here, taken from nobody, in every log line and every answer."""

import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def begin() -> str:
    """Give the present request its number."""
    number = secrets.token_hex(8)
    request_id.set(number)
    return number
