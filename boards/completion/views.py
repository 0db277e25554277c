"""The names that complete what somebody types; for scripts, without which they are typed whole."""

from django.shortcuts import render

from boards.completion.page import cards_to_name, labels_to_add, people_to_assign, people_to_name
from projects.access import needs
from projects.models import Role


@needs(Role.MEMBER)
def names(request, project):
    """List people and labels for quick add (`?for=add`), people for texts, or the cards that `?card=` may mean."""
    if "card" in request.GET:
        context = {"cards": cards_to_name(project, request.GET["card"])}
    elif request.GET.get("for") == "add":
        context = {"people": people_to_assign(project), "labels": labels_to_add(project)}
    else:
        context = {"people": people_to_name(project)}
    return render(request, "boards/completion/_names.html", context)
