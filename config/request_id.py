"""The id of the current request, in every log line and every answer. It is made here, never taken from a client."""

import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def assign_request_id() -> str:
    """Give the current request a new id."""
    new_id = secrets.token_hex(8)
    request_id.set(new_id)
    return new_id
