"""The decorator of methods that change a card: a transaction, the project's lock, a fresh card, an event."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Concatenate

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from boards.models.card.fields import CardFields
from boards.models.card.limits import check_open_card_limit
from boards.models.mention import write_mentions
from projects.models import Event, Project, Refused, User


@dataclass
class Change:
    """What a method did: the `kind` of event, the card's fields it has set, and what the event should store."""

    kind: str
    fields: tuple[str, ...] = ()
    data: dict[str, object] = field(default_factory=dict)


type Verb[**P] = Callable[Concatenate[Any, P], Change | None]


def card_change[**P](
    verb: Verb[P] | None = None, *, archived_too: bool = False, deleted_too: bool = False
) -> Callable[..., Any]:
    """Turn a method of a card into a complete change, which then also takes `by`, `request_id`, `how` and `also`.

    The method runs under the project's lock on a card read afresh, sets fields and returns a Change, or None
    when there is nothing to do: then nothing is written and no event number is used. Otherwise the card's
    version goes up, exactly the fields named are saved, and the event is written, all in one transaction. A
    card that becomes an open one, in whatever way, counts against the limit of open cards, and a description
    that has changed, in whatever way, has its mentions written. `how` and `also` are stored with the event.

    `archived_too` allows the change for cards in the archive as well, `deleted_too` for deleted cards: it is
    for methods that bring one back. A repeat of a `request_id` has no second effect and returns the first
    one's event.

    Raises Refused for a card that was archived or deleted, ValidationError when there are too many open ones.
    """
    if verb is None:
        return partial(card_change, archived_too=archived_too or deleted_too, deleted_too=deleted_too)

    @wraps(verb)
    def change(
        self: CardFields,
        *args: object,
        by: User | None,
        request_id: str | None = None,
        how: str = "",
        also: dict[str, object] | None = None,
        **kwargs: object,
    ) -> Event | None:
        try:
            with self.project.changing():
                self.reload_locked()
                self.check_editable(archived_too=archived_too, deleted_too=deleted_too)
                was_open, description = self.is_open, self.description
                done = verb(self, *args, **kwargs)  # type: ignore[arg-type]
                if done is None:
                    return written_by(self.project, request_id)
                if self.is_open and not was_open:
                    known = self.neighbours.open_cards if self.neighbours else None
                    check_open_card_limit(self.project, 1, there=known)
                if self.description != description:
                    write_mentions(self, self.description, was=description)
                self.version += 1
                self.save_fields(*done.fields, "version")
                data = {**done.data, **({"how": how} if how else {}), **(also or {})}
                if self.was_rebalanced:
                    data = {**data, "spread": True}  # other cards have new positions: open boards must know
                return self.project.record(
                    done.kind, by=by, card_number=self.number, request_id=request_id, **data
                )
        except (Refused, ValidationError, IntegrityError) as error:
            event = first_of_repeated(self.project, request_id, error)
            # What the verb set before it was rolled back must not be rendered, least of all cached.
            self.reload_locked()
            return event

    return change


def first_of_repeated(project: Project, request_id: str | None, error: Exception) -> Event:
    """Return the event that this request has written already, or raise `error` again if there is none.

    With such an event the request is a repeat, which was rolled back whole; without one the error had another
    cause.
    """
    event = written_by(project, request_id)
    if event is None:
        raise error
    return event


def written_by(project: Project, request_id: str | None) -> Event | None:
    return project.events.filter(request_id=request_id).first() if request_id else None
