"""The archive: the page of the cards that were taken off the board."""

from django.core.paginator import Paginator
from django.shortcuts import render

from projects.access import needs
from projects.models import Role

PAGE = 100


@needs(Role.VIEWER)
def archive(request, project):
    cards = project.cards.not_deleted().exclude(archived_at=None).select_related("milestone")
    page = Paginator(cards.order_by("-archived_at", "-number"), PAGE).get_page(request.GET.get("page"))
    context = {"project": project, "page": page, "can_write": project.can_write}
    return render(request, "boards/card/archive.html", context)
