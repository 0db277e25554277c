"""The lists of people and of labels: beside a card for a script, else a page with a button for each."""

from django.http import Http404
from django.shortcuts import redirect, render

from boards.board.responses import address_back, query_in, way_back
from boards.card.lists import AssigneeList, LabelList
from boards.models import MOST_SEVERAL
from projects.access import needs
from projects.models import Role
from projects.text import whole_number


@needs(Role.MEMBER, "GET")
def assignee_list(request, project):
    return show_list(request, project, AssigneeList, "assignee_list")


@needs(Role.MEMBER, "GET")
def label_list(request, project):
    return show_list(request, project, LabelList, "label_list")


def show_list(request, project, list_class, name):
    numbers = {whole_number(text, digits=9) for text in request.GET.getlist("cards")[:MOST_SEVERAL]} - {None}
    if not numbers:
        return redirect("board", project.slug)
    page = list_class(project, numbers, request.user)
    if not page.cards:
        raise Http404
    context = {"project": project, "page": page, **back_from(request, project, page.cards)}
    template = f"boards/card/{'_' if request.htmx else ''}{name}.html"
    return render(request, template, context)


def back_from(request, project, cards):
    """Return what leads back to the page that one came from, else to the week of the first card."""
    if back := request.GET.get("back"):
        return {"back": back, "back_address": address_back(project, query_in(f"?{back}"))}
    return way_back(request, project, cards[0])
