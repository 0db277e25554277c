"""The cards that texts name with #, and the files that they name with their numbers."""

from collections.abc import Iterable
from itertools import islice

from django.urls import reverse

from boards.card.files import FileLine
from boards.markdown import CardLink
from boards.markdown_files import FileLink, FileLinks
from boards.markdown_names import cards_typed
from boards.models.card_file import files_address
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


def file_links(project: Project, lines: Iterable[FileLine]) -> FileLinks:
    """Return what file:7 means in the texts of a card with these files; what the disk has lost is not drawn."""
    return FileLinks(
        files_address(project), {line.file.pk: link_to(line) for line in lines if not line.is_missing}
    )


def link_to(line: FileLine) -> FileLink:
    file = line.file
    return FileLink(
        file.address, file.name, line.size, file.preview_address, file.width, file.height, file.animated
    )
