"""What a browser of somebody needs to ask a server, told by the version of the product that serves."""

from projects.models import Project, User
from tests.asking import headers_of, htmx_headers, session_of


def main(origin, username):
    user = User.objects.get(username=username)
    return {
        "headers": headers_of(session_of(user), origin),
        "changing": htmx_headers(origin, user.pk),
        "boards": {project.slug: board(project) for project in Project.objects.filter(members=user)},
    }


def board(project):
    week = project.current_milestone()
    return {
        "week": week.pk,
        "cards": list(project.cards.filter(milestone=week).values_list("number", flat=True)),
    }
