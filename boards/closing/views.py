"""Closing a week, undoing it, and counting a card late."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from boards.closing import (
    ClosingPage,
    Decision,
    MissingDecisions,
    close_week,
    count_late,
    reopen_week,
    uncount,
)
from boards.closing.forms import ClosingForm, CountLateForm
from boards.models import Refused
from boards.models.card.change import written_by
from projects.access import needs
from projects.models import Role
from projects.responses import text_response, week_or_404


@needs(Role.MEMBER, "GET", "POST")
def close(request, project, week):
    """Show the page of the closing, close the week, or preview what closing would do."""
    milestone = week_or_404(project, week)
    if request.method != "POST":
        return show_closing(request, ClosingPage(milestone))
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return show_closing(request, page_for(milestone, form), form=form, status=422)
    if "preview" in request.POST or "all" in request.POST:
        return preview(request, milestone, form)
    return carry_out(request, milestone, form)


def carry_out(request, milestone, form):
    try:
        event = close_with_texts(milestone, form, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return show_closing(request, page_for(milestone, form), form=form, status=422)
    except Refused as refusal:
        new = refusal.numbers if isinstance(refusal, MissingDecisions) else ()
        page = page_for(week_or_404(milestone.project, milestone.number), form, new=new)
        return show_closing(request, page, refusal=refusal, status=409)
    return redirect(board_after(milestone, event))


def close_with_texts(milestone, form, *, by):
    """Close the week and save the next one's texts, or neither. A repeated request gets the first one's event."""
    project, request_id = milestone.project, form.cleaned_data["request_id"]
    with project.changing():
        done = written_by(project, request_id)
        if done and done.kind == "week_closed":
            return done
        if done:
            raise Refused("This page has been used for something else. Reload it, then close the week.")
        following = ClosingPage(milestone).next_week
        event = close_week(milestone, form.chosen, by=by, request_id=request_id)
        if following and form.texts():
            following.project = project
            following.edit(by=by, base_hashes=form.base_hashes(), **form.texts())
    return event


def preview(request, milestone, form):
    """Show what closing would do: to htmx the sentence alone, else the page with one choice for all cards."""
    chosen = form.chosen
    if request.POST.get("all") in Decision.values:
        chosen = dict.fromkeys(chosen, Decision(request.POST["all"]))
    page = ClosingPage(milestone, chosen, typed=form.cleaned_data)
    if request.htmx:
        return render(request, "boards/closing/_sum.html", {"page": page, "project": milestone.project})
    return show_closing(request, page)


def page_for(milestone, form, *, new=()):
    return ClosingPage(milestone, form.chosen, new=new, typed=form.data)


def show_closing(request, page, *, status=200, **more):
    context = {"project": page.project, "page": page, "week": page.week, "team": page.team, "tab": "", **more}
    template = "boards/closing/closed.html" if page.week.closed_at else "boards/closing/closing.html"
    return render(request, template, context, status=status)


def board_after(milestone, event):
    following = ClosingPage(milestone).next_week or milestone
    return f"{reverse('board', args=[milestone.project.slug])}?week={following.number}&undo={event.seq}"


@needs(Role.MEMBER, "POST")
def undo_close(request, project, week):
    milestone = week_or_404(project, week)
    event = reopen_week(milestone, by=request.user)
    return redirect(f"{reverse('board', args=[project.slug])}?week={milestone.number}&undo={event.seq}")


@needs(Role.MEMBER, "POST")
def count_card_late(request, project, week):
    """Count a card that was finished late for its closed week, or take that back."""
    milestone, form = week_or_404(project, week), CountLateForm(request.POST)
    if not form.is_valid():
        return text_response("No card was named that could be counted.", 422)
    card = get_object_or_404(project.cards, number=form.cleaned_data["card"])
    count = uncount if form.cleaned_data["take_back"] else count_late
    count(milestone, card, by=request.user)
    return redirect("close-week", project.slug, milestone.number)
