"""A project that somebody looks at, on a running server, for programs that share its database."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from projects.models import Project, Role  # noqa: E402
from tests.asking import headers_of, session_of  # noqa: E402
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory  # noqa: E402
from tests.factories import ProjectFactory as NewProject  # noqa: E402
from tests.sse import Listener  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody types one here
HOST, PORT = "127.0.0.1", int(sys.argv[1])
ORIGIN = f"http://{HOST}:{PORT}"


class Stage:
    """A project with a card and two members, one of whom looks at it."""

    def __init__(self, slug):
        self.project = NewProject(slug=slug, name=slug)
        self.week = MilestoneFactory(project=self.project)
        self.card = CardFactory(project=self.project, milestone=self.week, title=f"Card of {slug}")
        self.viewer = MembershipFactory(project=self.project, role=Role.VIEWER).user
        self.mover = MembershipFactory(project=self.project).user
        self.session = session_of(self.viewer)

    @classmethod
    def of(cls, slug):
        """One that another program has made."""
        stage = cls.__new__(cls)
        stage.project = Project.objects.get(slug=slug)
        stage.viewer = stage.project.memberships.get(role=Role.VIEWER).user
        stage.session = session_of(stage.viewer)
        return stage

    def watch(self, since=None, session=None, query="", port=PORT, **headers):
        seq = Project.objects.get(pk=self.project.pk).seq if since is None else since
        path = f"/p/{self.project.slug}/live/?since={seq}&version={query}"
        headers = headers_of(session or self.session, f"http://{HOST}:{port}") | headers
        return Listener(HOST, port, path, headers)

    def move(self, column="done", title=None):
        """By another process than the server, as a command or the admin of another server would."""
        card = self.project.cards.get(pk=self.card.pk)
        card.project = Project.objects.get(pk=self.project.pk)
        if title:
            card.edit(title=title, by=self.mover)
        card.move(column=column, milestone_id=self.week.pk, by=self.mover)
