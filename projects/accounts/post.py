"""Mail leaves after the answer: neither its time nor its failure may tell who has an account."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
# One at a time, in order; the interpreter waits for the last one before it ends.
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def send(message: EmailMessage) -> None:
    _sender.submit(_deliver, message)


def wait() -> None:
    """Return once everything sent so far is on its way."""
    _sender.submit(lambda: None).result()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        # No trace and no text: the message holds a link that lets its reader in.
        log.error("An e-mail was not sent: %s", type(error).__name__)
