"""Mentions that no text can have made: of somebody from elsewhere, in somebody else's comment, without an @.

Whom else a text names is not looked at: names may have changed since it was written.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Q, QuerySet

from boards.doctor.finding import Finding, first_few
from boards.models import Mention
from projects.batches import BATCH

IN_DESCRIPTION = Q(comment=None)
NAMES_SOMEBODY = IN_DESCRIPTION & Q(card__description__contains="@") | ~IN_DESCRIPTION & Q(
    comment__text__contains="@"
)


def faults() -> dict[str, QuerySet[Mention]]:
    mentions = Mention.objects.order_by("pk")
    return {
        "of somebody of another project": mentions.exclude(membership__project=F("card__project")),
        "in a comment of another card": mentions.exclude(IN_DESCRIPTION | Q(comment__card=F("card"))),
        "in a text without an @": mentions.exclude(NAMES_SOMEBODY),
    }


def find() -> Iterator[Finding]:
    for fault, mentions in faults().items():
        if named := first_few(map(str, mentions.values_list("pk", flat=True).iterator(BATCH))):
            yield Finding(f"mentions {fault}: id {named}")


@transaction.atomic
def repair() -> None:
    """Delete them, without events: nothing changes that anybody sees."""
    for mentions in faults().values():
        Mention.objects.filter(pk__in=mentions.values("pk")).delete()
