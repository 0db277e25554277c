"""Does the errands that are due, one after the other. Several processes may do so at once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from projects.errands.kinds import KINDS, LANES
from projects.files.child import ChildFailed, Interrupted
from projects.mail import NotSent
from projects.models import Errand
from projects.models.errand import GiveUp

FAILURES_KEPT = timedelta(days=30)

log = logging.getLogger("projects.errands")


def next_due(lane: str) -> datetime | None:
    """Return when there is something to do, which may be long ago; None if nothing waits."""
    waiting = Errand.objects.waiting().filter(kind__in=kinds_in(lane)).order_by("due", "id")
    return waiting.values_list("due", flat=True).first()


def run_due(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what is due in all lanes, one after the other; return how many were done."""
    return sum(run_lane(lane, is_stopping) for lane in LANES)


def run_lane(lane: str, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what is due until nothing is left, or the process is about to end; return how many were done.

    Where it is another process's turn, that one does it.
    """
    done = 0
    with LANES[lane]() as is_our_turn:
        while is_our_turn and not is_stopping() and (errand := Errand.objects.due(kinds_in(lane)).first()):
            if errand.take(KINDS[errand.kind].lease):
                done += run(errand)
    forget(lane)
    return done


def run(errand: Errand) -> bool:
    """Do an errand that this process has taken; tell whether that went well."""
    kind = KINDS[errand.kind]
    try:
        if errand.tries > kind.tries:
            raise GiveUp("The server ended each time while it was being done.")
        kind.do(errand)
    except Interrupted:
        errand.give_back()
        return False
    except Exception as error:
        fail(errand, error)
        return False
    errand.finish(keep=bool(kind.kept_for))
    return True


def fail(errand: Errand, error: Exception) -> None:
    told, said, kind = errand.last_error, words(error), KINDS[errand.kind]
    if is_final(error) or errand.tries >= kind.tries:
        kind.when_given_up(errand)
        errand.give_up(said)
        log.error("Given up: %s: %s", errand.kind, said)
        return
    errand.fail(said)
    if told != errand.last_error:
        log.error("To be tried again: %s: %s", errand.kind, said)


def is_final(error: Exception) -> bool:
    return isinstance(error, GiveUp) or (isinstance(error, NotSent) and error.is_final)


def words(error: Exception) -> str:
    """Say what has failed; neither trace nor text of an unknown error, which may quote a link or an address."""
    return str(error) if isinstance(error, NotSent | GiveUp | ChildFailed) else type(error).__name__


def forget(lane: str) -> None:
    """Delete what was kept for as long as it had to be, and failures that nobody needs to hear of any more."""
    now = timezone.now()
    for name in kinds_in(lane):
        if kept_for := KINDS[name].kept_for:
            Errand.objects.filter(kind=name, done_at__lt=now - kept_for).delete()
    Errand.objects.given_up().filter(kind__in=kinds_in(lane), created_at__lt=now - FAILURES_KEPT).delete()


def kinds_in(lane: str) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.lane == lane]
