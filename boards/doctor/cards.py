"""Cards that say what cannot be: of other projects' things, done since never, with a wrong number of comments."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from boards.doctor.finding import Finding, about_cards
from boards.models import Card, Column
from boards.models.card.fields import CardQuerySet
from projects.models import Event, Project


class Fault(NamedTuple):
    """What no verb leaves behind: in words, the cards that have it, and how it is taken from them."""

    what: str
    of: Callable[[CardQuerySet], CardQuerySet]
    put_right: Callable[[CardQuerySet], object]


def find() -> Iterator[Finding]:
    for fault in FAULTS:
        cards = fault.of(Card.objects.all()).order_by("project_id", "number")
        yield from about_cards(fault.what, cards.values_list("project_id", "number"))


def mend(project: Project) -> None:
    for fault in FAULTS:
        fault.put_right(fault.of(project.cards.all()))


def setting(**fields: object) -> Callable[[CardQuerySet], object]:
    """Set these, and draw the cards afresh."""
    return lambda cards: cards.update(version=F("version") + 1, **fields)


def having(*conditions: Q | Exists, **fields: object) -> Callable[[CardQuerySet], CardQuerySet]:
    return lambda cards: cards.filter(*conditions, **fields)


# --- Things of another project ----------------------------------------------------------------------------
def in_week_of_others(relation: str) -> Callable[[CardQuerySet], CardQuerySet]:
    ours = {f"{relation}__project": F("project")}
    return lambda cards: cards.exclude(**{relation: None}).exclude(**ours)


def with_strangers(relation: str, target: str) -> Fault:
    """People, or labels, that are another project's."""
    links = getattr(Card, relation).through._default_manager
    strange = links.exclude(**{f"{target}__project": F("card__project")})

    def take_off(cards: CardQuerySet) -> None:
        setting()(cards)
        strange.filter(card__in=cards.values("pk")).delete()

    has = having(Exists(strange.filter(card=OuterRef("pk"))))
    return Fault(f"{relation} of another project", has, take_off)


# --- Numbers and times ------------------------------------------------------------------------------------
COMMENTS = Subquery(
    Card.objects.filter(pk=OuterRef("pk"))
    .annotate(present=Count("comments", filter=Q(comments__deleted_at=None)))
    .order_by()
    .values("present")[:1]
)
# The nearest to the truth that is left: when the card came to where it is.
LAST_MOVE = Coalesce(
    Subquery(
        Event.objects.filter(
            project=OuterRef("project"),
            card_number=OuterRef("number"),
            kind__in=("created", "moved", "undone"),
        )
        .order_by("-seq")
        .values("at")[:1]
    ),
    F("created_at"),
)

FAULTS = (
    Fault("week of another project", in_week_of_others("milestone"), setting(milestone=None)),
    Fault(
        "carried over from a week of another project",
        in_week_of_others("carried_from"),
        setting(carried_from=None, carried_count=0),
    ),
    Fault(
        "carried over, but no times",
        having(carried_from__isnull=False, carried_count=0),
        setting(carried_count=1),
    ),
    with_strangers("assignees", "membership"),
    with_strangers("labels", "label"),
    Fault(
        "wrong number of comments",
        lambda cards: cards.exclude(comment_count=COMMENTS),
        setting(comment_count=COMMENTS),
    ),
    Fault(
        "done, but since when is missing",
        having(column=Column.DONE, done_at=None),
        setting(done_at=LAST_MOVE),
    ),
    Fault(
        "not done, but done since some time",
        having(~Q(column=Column.DONE), done_at__isnull=False),
        setting(done_at=None),
    ),
    Fault(
        "in progress, but since when is missing",
        having(column=Column.DOING, started_at=None),
        setting(started_at=LAST_MOVE),
    ),
    Fault(
        "to do, but begun some time ago",
        having(column=Column.TODO, started_at__isnull=False),
        setting(started_at=None),
    ),
)
