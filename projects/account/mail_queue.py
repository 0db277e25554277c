"""Sends mail after the response: neither its duration nor a failure may reveal who has an account."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
# One at a time, in order; the interpreter waits for the last one before it exits.
_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def enqueue(message: EmailMessage) -> None:
    _executor.submit(_deliver, message)


def wait_until_sent() -> None:
    """Return once everything that was enqueued so far has been handed to the mail server."""
    _executor.submit(lambda: None).result()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        # Neither trace nor text: the message holds a link that sets a password.
        log.error("An e-mail was not sent: %s", type(error).__name__)
