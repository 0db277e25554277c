"""The page of a split, and splitting."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render

from boards.board.responses import change_response, way_back
from boards.card.estimates import minutes_to_choose
from boards.models import Card, Changed
from boards.models.card.splitting import MOST_PIECES
from boards.split.forms import PieceForm, SplitForm, Sum
from projects.access import needs
from projects.models import Role


@needs(Role.MEMBER, "GET", "POST")
def split_card(request, project, number):
    if request.method != "POST":
        return show_split(request, SplitForm(card=card_of(project.cards.on_board(), project, number)))
    form = SplitForm(request.POST, card=card_of(project.cards, project, number))
    if form.rearrange():
        return show_split(request, form)
    if not form.is_valid():
        return show_split(request, form, status=422)
    return carry_out(request, project, form)


def carry_out(request, project, form):
    card = Card(project=project, number=form.card.number)
    try:
        event = card.split(by=request.user, how="form", **form.what())
    except Changed as refusal:
        # Read by the verb, and so as it is now: what was typed stays, and goes by that from here on.
        form.card, form.refusal = card, str(refusal)
        return show_split(request, form, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return show_split(request, form, status=422)
    pieces = project.cards.filter(number__in=event.data["pieces"])
    return change_response(request, project, [card, *pieces], undo=event)


@needs(Role.MEMBER)
def read_split(request, project, number):
    card = card_of(project.cards.on_board(), project, number)
    typed = request.GET.getlist("hours")[:MOST_PIECES]
    context = {"sum": Sum.of(card, typed), "project": project}
    return render(request, "boards/split/_read.html", context)


def card_of(cards, project, number):
    card = get_object_or_404(cards.select_related("milestone"), number=number)
    card.project = project
    return card


def show_split(request, form, status=200):
    """Render the page, or its content for the dialog.

    There a refusal is just the errors, so that what is being typed stays.
    """
    project = form.card.project
    context = {
        "project": project,
        "card": form.card,
        "split": form,
        "sum": form.sum,
        "choices": minutes_to_choose(project.card_limit_minutes),
        "blank": PieceForm(),
        **way_back(request, project, form.card),
    }
    if not request.htmx:
        return render(request, "boards/split/split.html", context, status=status)
    template = "boards/split/_split.html" if status == 200 else "boards/split/_refused.html"
    return render(request, template, context, status=status)
