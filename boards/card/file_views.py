"""Attaching files to a card, and removing them."""

import time
from dataclasses import replace
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from boards.card.field_views import page_of, saved_response, show_card_page
from boards.card.forms import AttachForm
from boards.files.upload import Busy, InvalidFile, read_upload
from boards.forms import first_error
from boards.models import Card
from boards.models.card.change import written_by
from projects.access import needs
from projects.deadline import deadline_anew
from projects.models import Event, Refused, Role
from projects.responses import text_response

RETRY_AFTER = 5  # seconds
# After so many no other file of a form is begun: its sender and the proxies between wait for a minute at most.
PATIENCE = 30.0
NO_TIME = "There was no time left for this file. Attach it again."


class Outcome(NamedTuple):
    """What became of one upload: the event, or why it was not attached, as a status and a sentence."""

    name: str
    event: Event | None = None
    status: int = 201
    sentence: str = ""


@needs(Role.MEMBER, "POST")
def attach_file(request, project, number):
    """Attach the files of a form, one after the other: a script sends one, a browser without scripts several."""
    card = get_object_or_404(project.cards, number=number)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return outcome_response(
            request, project, number, [Outcome("", status=422, sentence=first_error(form))]
        )
    until = time.monotonic() + PATIENCE
    outcomes = [
        attach(card, upload, until, make_name=form.makes_names, by=request.user, request_id=request_id)
        for upload, request_id in form.uploads()
    ]
    return outcome_response(request, project, number, outcomes)


def attach(card, upload, until, *, make_name, request_id, by):
    """Attach an upload. What is known to be refused, or a repeat, is not read first: that may take seconds."""
    if done := written_by(card.project, request_id):
        return Outcome(upload.name, done)
    if time.monotonic() >= until:
        return Outcome(upload.name, status=503, sentence=NO_TIME)
    try:
        card.check_editable(archived_too=False, deleted_too=False)
        with read_upload(upload) as new, deadline_anew():
            named = replace(new, name="") if make_name else new
            event = card.attach(named, request_id=request_id, by=by)
        return Outcome(upload.name, event)
    except InvalidFile as error:
        return Outcome(upload.name, status=422, sentence=str(error))
    except ValidationError as error:
        return Outcome(upload.name, status=422, sentence=error.messages[0])
    except Refused as error:
        return Outcome(upload.name, status=409, sentence=str(error))
    except Busy as error:
        return Outcome(upload.name, status=503, sentence=str(error))


def outcome_response(request, project, number, outcomes):
    """Answer with the page of the card as it is then, or with what was not attached, and why."""
    failed = [outcome for outcome in outcomes if outcome.sentence]
    if not failed:
        return attached_response(request, project, number, outcomes[-1].event)
    if request.htmx:
        response = text_response(failed[0].sentence, failed[0].status)
    else:
        page = page_of(request, project, number)
        page.not_attached = [(outcome.name, outcome.sentence) for outcome in failed]
        page.attached = [
            outcome.event.data.get("name", outcome.name) for outcome in outcomes if outcome.event
        ]
        response = show_card_page(request, page, status=failed[0].status)
    if response.status_code == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def attached_response(request, project, number, event):
    response = saved_response(request, project, number, "files", event)
    if request.htmx:
        response.status_code = 201
        response["Location"] = project.cards.get(number=number).files.get(pk=event.data.get("file")).address
    return response


@needs(Role.MEMBER, "POST")
def remove_file(request, project, number, file):
    card = get_object_or_404(project.cards, number=number)
    found = get_object_or_404(card.files, pk=file)
    event = Card(project=project, number=number).remove_file(found, by=request.user)
    return saved_response(request, project, number, "files", event)
