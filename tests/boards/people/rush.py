"""Many who join at the same moment, in the empty database in DATABASE_URL: `python -m tests.boards.people.rush`

Prints what came of it as JSON. A process of its own, as `tests.boards.models.crowd` is, whose tools it uses.
"""

import json
from datetime import timedelta

from tests.boards.models.crowd import PROCESSES, at_once, board, fresh  # sets Django up

from django.core.management import call_command  # isort: skip
from django.test import Client  # isort: skip

from boards.people.deletion import delete_people  # isort: skip
from boards.people.inviting import add_or_invite  # isort: skip
from boards.people.joining import accept  # isort: skip
from projects import limits  # isort: skip
from projects.models import Invitation, JoinRefused, Membership, ProjectLink, Refused, Role, User  # isort: skip
from projects.people.reading import People  # isort: skip
from projects.people.tokens import Way  # isort: skip
from tests.factories import MembershipFactory, UserFactory  # isort: skip

FREE = 3  # places that are left of a project link


def play() -> dict:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    scenes = (one_person, new_accounts, project_link, taken_back, deleted, two_owners)
    return {scene.__name__: scene(board(scene.__name__, 0)) for scene in scenes}


def one_person(project) -> dict:
    """One person presses Join by both links in eight windows."""
    person = UserFactory(email="lena@depot.example")
    invitation = invite(project)
    tokens = [invitation.token(way) for way in (Way.MAIL, Way.COPY)]
    return {"answers": at_once(lambda seed: attempt(tokens[seed % 2], person), PROCESSES), **state(project)}


def new_accounts(project) -> dict:
    """Eight people make an account by one link, each with another user name."""
    path = f"/join/{invite(project, address='new@depot.example').token(Way.MAIL)}/"

    def sign_up(seed):
        form = {"name": "Lena", "username": f"lena{seed}", "password": "correct horse battery"}
        return Client().post(path, form, headers={"Host": "localhost"}).status_code

    people = User.objects.filter(email="new@depot.example")
    return {"answers": at_once(sign_up, PROCESSES), "people": people.count(), **state(project)}


def project_link(project) -> dict:
    """Eight people join by a link that has room for three."""
    owner = MembershipFactory(project=project, role=Role.OWNER).user
    link = ProjectLink.of(project)
    link.switch_on(role=Role.MEMBER, until=project.today() + timedelta(days=7), by=owner)
    ProjectLink.objects.update(joins=limits.LINK_JOINS - FREE)
    people = UserFactory.create_batch(PROCESSES)
    answers = at_once(lambda seed: attempt(link.token, people[seed]), PROCESSES)
    return {"answers": answers, "joins": ProjectLink.objects.get().joins, **state(project)}


def taken_back(project) -> dict:
    """An owner takes an invitation back while the person joins by it."""
    person = UserFactory(email="tom@depot.example")
    invitation = invite(project, address=person.email)
    token = invitation.token(Way.MAIL)

    def act(seed):
        if seed:
            return attempt(token, person)
        try:
            Invitation.objects.get(pk=invitation.pk).take_back(by=None)
        except Exception as error:
            return type(error).__name__
        return "taken back"

    return {"answers": at_once(act, 2), **state(project)}


def deleted(project) -> dict:
    """Somebody deletes their account while they join, and while an owner adds them."""
    person = UserFactory(email="eve@depot.example", name="Eve Sands")
    token = invite(project, address=person.email).token(Way.MAIL)
    owner = project.memberships.get(role=Role.OWNER).user

    def act(seed):
        try:
            if seed == 0:
                delete_people([User.objects.get(pk=person.pk)], by=None)
                return "deleted"
            elif seed == 1:
                return attempt(token, person)
            else:
                add_or_invite(fresh(project), People([(person, Role.MEMBER)], []), by=owner)
        except User.DoesNotExist:
            return "gone"
        return "done"

    answers = at_once(act, 3)
    told = str(list(project.events.values_list("data", flat=True)))
    return {"answers": answers, "is_named": "Eve Sands" in told, **state(project)}


def two_owners(project) -> dict:
    """The last two owners make each other members."""
    owners = [MembershipFactory(project=project, role=Role.OWNER) for _ in range(2)]

    def act(seed):
        try:
            Membership.objects.get(pk=owners[seed].pk).take_role(Role.MEMBER, by=owners[1 - seed].user)
        except Refused:
            return "refused"
        return "done"

    return {"answers": at_once(act, 2), **state(project)}


def invite(project, address="lena@depot.example"):
    owner = MembershipFactory(project=project, role=Role.OWNER).user
    return project.invite(address=address, role=Role.MEMBER, by=owner)


def attempt(token, person) -> str:
    try:
        accept(token, person)
    except JoinRefused as refused:
        return refused.heading
    return "in"


def state(project) -> dict:
    events = list(fresh(project).events.order_by("seq").values_list("kind", flat=True))
    members = Membership.objects.filter(project=project, role=Role.MEMBER)
    return {"joined": events.count("joined"), "members": members.count(), "kinds": events}


if __name__ == "__main__":
    print(json.dumps(play()))  # noqa: T201
