"""Does the errands that are due, one after the other. Several processes may do so at once."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from projects.errands.kinds import KINDS
from projects.mail import NotSent
from projects.models import Errand
from projects.models.errand import GiveUp

FAILURES_KEPT = timedelta(days=30)

log = logging.getLogger("projects.errands")


def is_any_due() -> bool:
    return Errand.objects.due(KINDS).exists()


def run_due(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what is due until nothing is left, or the process is about to end; return how many were done."""
    done = 0
    while not is_stopping() and (errand := Errand.objects.due(KINDS).first()):
        if errand.take():
            done += run(errand)
    forget()
    return done


def run(errand: Errand) -> bool:
    """Do an errand that this process has taken; tell whether that went well."""
    kind = KINDS[errand.kind]
    try:
        kind.do(errand)
    except Exception as error:
        fail(errand, error)
        return False
    errand.finish(keep=bool(kind.kept_for))
    return True


def fail(errand: Errand, error: Exception) -> None:
    told, said = errand.last_error, words(error)
    if isinstance(error, GiveUp) or (isinstance(error, NotSent) and error.is_final):
        errand.give_up(said)
    else:
        errand.fail(said)
    if errand.is_given_up:
        log.error("Given up: %s: %s", errand.kind, said)
    elif told != errand.last_error:
        log.error("To be tried again: %s: %s", errand.kind, said)


def words(error: Exception) -> str:
    """Say what has failed; neither trace nor text of an unknown error, which may quote a link or an address."""
    return str(error) if isinstance(error, NotSent | GiveUp) else type(error).__name__


def forget() -> None:
    """Delete what was kept for as long as it had to be, and failures that nobody needs to hear of any more."""
    now = timezone.now()
    for name, kind in KINDS.items():
        if kind.kept_for:
            Errand.objects.filter(kind=name, done_at__lt=now - kind.kept_for).delete()
    Errand.objects.given_up().filter(created_at__lt=now - FAILURES_KEPT).delete()
