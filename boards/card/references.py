"""The cards that texts name with #."""

from collections.abc import Iterable
from itertools import islice

from django.urls import reverse

from boards.markdown import CardLink
from boards.markdown_names import cards_typed
from projects.models import Project

MOST = 500  # cards named on one page; what is named after them stays text


def card_links(project: Project, texts: Iterable[str]) -> dict[int, CardLink]:
    """Return the cards of a project that these texts may name, by number: no deleted ones; titles as they are now."""
    typed = dict.fromkeys(number for text in texts for number in cards_typed(text))
    if not typed:
        return {}
    named = project.cards.not_deleted().filter(number__in=list(islice(typed, MOST)))
    return {
        number: CardLink(reverse("card", args=[project.slug, number]), title)
        for number, title in named.values_list("number", "title")
    }
