"""Log lines: one a record, with the request's id, and no line breaks that could forge a second record."""

import logging
import re
import time

from config.errors import is_database_unavailable
from config.request_id import request_id
from projects.database_errors import database_error_text

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# A link that sets a password or an address, or lets somebody join, must not be readable in a log (docs/operate.md).
SECRET_PATH = re.compile(r"((?:/|%2F)(?:reset/key|address/confirm|join)(?:/|%2F))[^/%&\s]+", re.IGNORECASE)


class LineFormatter(logging.Formatter):
    """Format as `2026-11-23T10:00:00Z ERROR 3f9c… django.request Internal Server Error: /p/demo/` and a trace."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        head = f"{at} {record.levelname} {request_id.get()} {record.name}"
        line = f"{head} {escaped(record.getMessage())}"
        if record.exc_info:
            line += self.formatException(record.exc_info)
        return SECRET_PATH.sub(r"\1…", line)

    def formatException(self, exc_info) -> str:
        """Indent each line of the trace, so that a message with line breaks cannot pass for a record."""
        error = exc_info[1]
        if error is not None and is_database_unavailable(error):
            return f" ({type(error).__name__}: {escaped(database_error_text(error))})"
        trace = super().formatException(exc_info)
        return "".join(f"\n    {escaped(line)}" for line in trace.split("\n"))


def escaped(text: str) -> str:
    """Return `text` on one line, its control characters escaped."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
