"""Two projects that know nothing of each other, people in every role, and a fingerprint of the database."""

import hashlib
from copy import deepcopy

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from boards.closing import Decision, close_week, unfinished
from boards.models import Act, Chosen, Column, Standup, change_several
from projects.models import Invitation, Membership, PlanTemplate, Project, ProjectLink, Role
from tests.conftest import client_for
from tests.factories import (
    CardFactory,
    CardFileFactory,
    DemoFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    UserFactory,
)

PEOPLE = ["anonymous", "outsider", "viewer", "member", "owner", "staff", "superuser"]


class World:
    """A project with one of everything. Its numbers begin after `first`, so that no other world has them."""

    def __init__(self, slug, first):
        secret = f"secret of {slug}"
        self.project = Project.objects.create(
            name=secret, slug=slug, starts_on="2026-09-07", seq=first, last_number=first
        )
        self.week = MilestoneFactory(project=self.project, goal=secret, demo_task=secret)
        self.later = MilestoneFactory(project=self.project, number=2, starts_on="2026-09-14", goal=secret)
        self.people = {
            role.label.lower(): MembershipFactory(project=self.project, role=role, user__name=secret).user
            for role in Role
        }
        self.label = LabelFactory(project=self.project, name=secret)
        self.other_label = LabelFactory(project=self.project, name=f"other {secret}")
        self.card = CardFactory(
            project=self.project,
            milestone=self.week,
            title=secret,
            description=f"- [ ] {secret}",
            estimate_minutes=300,
        )
        self.neighbour = CardFactory(project=self.project, milestone=self.week, title=secret)
        self.gone = CardFactory(project=self.project, milestone=self.week, title=secret)
        self.gone.delete_card(by=self.member)
        self.event = self.card.move(column=Column.DOING, milestone_id=self.week.pk, by=self.member)
        self.plan_event = self.week.edit(demo_task=f"{secret}, shown", by=self.member)
        self.several_event = self.take_label_off(self.card, self.neighbour)
        self.comment_event = self.card.comment(secret, author=self.people["owner"], by=self.member)
        self.comment = self.card.comments.get()
        self.file = CardFileFactory(card=self.card, name=secret)
        self.demo = DemoFactory(milestone=self.week, person=self.people["owner"], shows=secret)
        self.demo_event = self.demo.replace(by=self.people["owner"], shows=secret)
        self.membership.take_role(Role.VIEWER, by=self.people["owner"])
        self.role_event = self.membership.take_role(Role.MEMBER, by=self.people["owner"])
        self.invitation = Invitation.objects.create(
            project=self.project, address=f"nobody@{slug}.example", invited_by=self.people["owner"]
        )
        self.template = PlanTemplate.objects.create(name=secret)
        self.group = Group.objects.create(name=secret)

    @property
    def member(self):
        return self.people["member"]

    def add_owner(self):
        MembershipFactory(project=self.project, role=Role.OWNER)

    def switch_link_on(self):
        until = self.project.today()
        ProjectLink.of(self.project).switch_on(role=Role.MEMBER, until=until, by=self.people["owner"])

    def take_label_off(self, *cards):
        self.other_label.cards.set(cards)
        chosen = [Chosen(card.number) for card in cards]
        act = Act("unlabel", name=self.other_label.name)
        return change_several(self.project, chosen, act, by=self.member).first

    def close(self):
        """Close the week, and put off what is left in it."""
        left = {card.number: Decision.LATER for card in unfinished(self.week)}
        close_week(self.week, left, by=self.member)

    def lead(self):
        Standup(project=self.project).lead(by=self.people["owner"])

    def finish_late(self):
        self.close()
        self.card.move(column=Column.DONE, milestone_id=None, by=self.member)

    def id_of(self, pattern):
        """Of the object that a page of the admin is for, by the model in its address."""
        model = [*pattern.split("/"), "", ""][2]
        rows = {
            "project": self.project,
            "demo": self.demo,
            "event": self.event,
            "plantemplate": self.template,
            "user": self.member,
            "card": self.card,
            "label": self.label,
            "comment": self.comment,
            "group": self.group,
        }
        return rows[model].pk if model in rows else 1

    @property
    def membership(self):
        return self.membership_of("member")

    def membership_of(self, role):
        return Membership.objects.get(project=self.project, user=self.people[role])


def clients(world):
    """Somebody for each of PEOPLE, as the world's project sees them."""
    outsider = UserFactory()
    staff = UserFactory(is_staff=True)
    superuser = UserFactory(is_staff=True, is_superuser=True)
    users = {**world.people, "outsider": outsider, "staff": staff, "superuser": superuser}
    return {"anonymous": Client(), **{name: signed_in(user) for name, user in users.items()}}


def signed_in(user, **options):
    client = client_for(user, **options)
    client.user = user
    return client


def another(client):
    """A browser with the same cookies, and the same page."""
    copy = Client()
    copy.defaults = dict(client.defaults)
    copy.cookies = deepcopy(client.cookies)
    copy.user = getattr(client, "user", None)
    return copy


def content_hash():
    """The same for the same rows in all tables, sessions and the cache included."""
    sums = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
            sums[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return sums
