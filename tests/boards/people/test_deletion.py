"""What goes with an account that is deleted, and what stays, row by row; whoever deletes it."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from boards.closing import close_week
from boards.management.commands.doctor import examine_all
from boards.models import CardFile, Column, Comment, Standup, WeekSnapshot
from boards.people.deletion import delete_people
from boards.people.inviting import add_or_invite
from boards.people.joining import accept
from boards.people.membership import add_member, remove_member, rename
from projects.access.stream_session import SIGNED_OUT, authenticate, revoked
from projects.account.address_mail import order_confirmation_mail
from projects.account.reset_mail import order_reset_mail
from projects.models import (
    Demo,
    Event,
    Invitation,
    LeadsNowhere,
    Membership,
    Refused,
    Removal,
    Role,
    SignIn,
    User,
)
from projects.models.user import EMPTIED, LEFT
from projects.people.reading import read_people
from projects.people.tokens import Way
from tests.adminpages import page
from tests.card_files import attached
from tests.factories import CardFactory, DemoFactory, MembershipFactory, ProjectFactory, UserFactory
from tests.projects.access.test_stream_session import scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PASSWORD = "correct horse battery"
NAME, USER_NAME, ADDRESS, FORMER_NAME = "Ana Petrova", "ana.p", "ana@example.org", "Ana Lopes"


@pytest.fixture
def ana(db):
    person = UserFactory(name=FORMER_NAME, username=USER_NAME, email=ADDRESS, password=PASSWORD, colour=3)
    person.groups.add(Group.objects.create(name="Some"))
    person.user_permissions.add(Permission.objects.first())
    return person


@pytest.fixture
def traces(ana, owner, project, week, files):
    """One of everything that somebody leaves behind, in two projects; from the second one she was taken out."""
    member = add_member(project, ana, Role.MEMBER, by=owner)
    rename(ana, NAME, by=ana)
    card = CardFactory(project=project, milestone=week)
    card.assign(member, by=owner)
    card.move(column=Column.DONE, milestone_id=week.pk, by=ana)
    card.comment("Well done", author=ana, by=ana)
    attached(card, by=ana)
    demo = DemoFactory(milestone=week, person=ana)
    Standup(project=project).lead(by=ana)
    close_week(week, {}, by=ana)
    former = ProjectFactory(slug="former")
    lead = MembershipFactory(project=former, role=Role.OWNER).user
    membership = add_member(former, ana, Role.MEMBER, by=lead)
    CardFactory(project=former).assign(membership, by=lead)
    remove_member(membership, by=lead)
    Invitation.objects.create(project=former, address=ADDRESS, name=NAME, used_at=demo.created_at)
    Invitation.objects.create(project=project, address="other@example.org", invited_by=ana)
    project.invite(address=ADDRESS, name=NAME, role=Role.MEMBER, by=owner).take_back(by=owner)
    order_reset_mail(ADDRESS.upper())
    ana.ask_for_address("ana@new.example")
    order_confirmation_mail(ana)
    browser = Client()
    browser.post(reverse("account_login"), {"login": USER_NAME, "password": PASSWORD})
    LogEntry.objects.log_actions(owner.pk, [ana], CHANGE, single_object=True)
    added = [{"added": {"name": "member", "object": name}} for name in (NAME, FORMER_NAME)]
    LogEntry.objects.log_actions(owner.pk, [project], CHANGE, added, single_object=True)
    LogEntry.objects.log_actions(ana.pk, [card], CHANGE, single_object=True)
    return SimpleNamespace(card=card, former=former, browser=browser)


@pytest.fixture
def deleted(ana, traces):
    delete_people([User.objects.get(pk=ana.pk)], by=ana)
    return User.objects.get(pk=ana.pk)


# --- The row ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", EMPTIED)
def test_the_row_is_emptied(deleted, field):
    assert getattr(deleted, field) == EMPTIED[field]


def test_the_row_has_no_password_no_date_of_a_sign_in_and_no_text_to_be_found_by(deleted):
    assert (deleted.has_usable_password(), deleted.last_login, deleted.search_text) == (False, None, "")


def test_any_number_of_accounts_can_be_deleted(owner):
    delete_people(UserFactory.create_batch(3), by=owner)
    assert User.objects.filter(username=None).count() == 3


# --- What goes -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("what", "rows"),
    {
        "memberships": lambda ana: Membership.objects.filter(user=ana),
        "sign-ins": lambda ana: SignIn.objects.filter(user=ana),
        "sessions": lambda ana: Session.objects.all(),
        "groups": lambda ana: ana.groups.all(),
        "permissions": lambda ana: ana.user_permissions.all(),
        "removals": lambda ana: Removal.objects.filter(person=ana),
        "used invitations": lambda ana: Invitation.objects.at(ADDRESS),
    }.items(),
)
def test_what_goes(ana, traces, what, rows):
    assert rows(ana).exists(), what
    delete_people([ana], by=ana)
    assert not rows(ana).exists()


def test_name_user_name_and_address_stand_nowhere_any_more(deleted):
    left = [
        (model.__name__, row)
        for model in apps.get_models()
        for row in model._base_manager.values()
        if any(text in str(row) for text in (NAME, FORMER_NAME, USER_NAME, ADDRESS, "petrova", "new.example"))
    ]
    assert left == []


# --- What stays ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("what", "rows"),
    {
        "comments": lambda ana: Comment.objects.filter(author=ana),
        "files": lambda ana: CardFile.objects.filter(uploaded_by=ana),
        "demos": lambda ana: Demo.objects.filter(person=ana),
        "changes": lambda ana: Event.objects.filter(actor=ana, kind="moved"),
        "joining": lambda ana: Event.objects.filter(data__person=ana.pk, kind="joined"),
        "assignments": lambda ana: Event.objects.filter(kind="assigned"),
        "closings": lambda ana: WeekSnapshot.objects.filter(by=ana),
        "standups": lambda ana: Standup.objects.all(),
        "invitations": lambda ana: Invitation.objects.filter(invited_by=ana),
        "what was done in the admin": lambda ana: LogEntry.objects.filter(user=ana),
        "what was done to the account": lambda ana: LogEntry.objects.filter(object_id=ana.pk),
    }.items(),
)
def test_what_stays(ana, traces, what, rows):
    before = set(rows(ana).values_list("pk", flat=True))
    assert before, what
    delete_people([ana], by=ana)
    assert before <= set(rows(ana).values_list("pk", flat=True))


def test_a_done_card_stays_done_and_counted(project, traces, deleted):
    assert project.cards.get(pk=traces.card.pk).column == Column.DONE
    assert WeekSnapshot.objects.get().done_cards == 1


def test_the_doctor_finds_nothing_wrong_with_what_is_left(deleted, settings, tmp_path):
    settings.DATA_DIR = tmp_path  # who may open this machine's own is not asked
    assert list(examine_all()) == []


# --- What is shown ---------------------------------------------------------------------------------------
def test_history_and_comments_are_somebodys_who_has_left(as_owner, traces, deleted):
    text = as_owner.get(f"/p/parcel-vision/cards/{traces.card.number}/").text
    assert f"gave it to <bdi>{LEFT}</bdi>" in text
    assert f"took <bdi>{LEFT}</bdi> off it, who left the project" in text
    assert text.count(f"<b><bdi>{LEFT}</bdi></b>") >= 2
    assert 'class="avatar tiny nobody"' in text


def test_demos_are_somebodys_who_has_left(as_owner, deleted):
    assert f"<bdi>{LEFT}</bdi>" in as_owner.get("/p/parcel-vision/demos/").text


@pytest.mark.parametrize("route", ["admin:projects_user_changelist", "admin:projects_event_changelist"])
def test_the_admin_shows_somebody_who_has_left(as_admin, deleted, route):
    assert LEFT in as_admin.get(reverse(route)).text


def test_nobody_changes_or_deletes_an_account_that_is_deleted(as_admin, deleted):
    assert as_admin.get(page(deleted)).status_code == 200
    assert as_admin.post(page(deleted), {"name": "Ana", "username": "ana"}).status_code == 403
    assert as_admin.get(reverse("admin:projects_user_delete", args=[deleted.pk])).status_code == 403
    assert User.objects.get(pk=deleted.pk).is_deleted


# --- No way back -----------------------------------------------------------------------------------------
def test_a_deleted_account_signs_in_by_nothing(traces, deleted, client):
    assert traces.browser.get("/account/").status_code == 302
    for login in (USER_NAME, ADDRESS, LEFT, "", "None"):
        answer = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
        assert answer.status_code == 422


def test_a_board_that_was_open_ends(ana, project, traces):
    session = authenticate(scope_of(traces.browser))[0]
    delete_people([ana], by=ana)
    assert revoked([session]) == {session: SIGNED_OUT}


def test_user_name_and_address_are_free_again(deleted):
    UserFactory(username=USER_NAME, email=ADDRESS)


def test_nobody_brings_a_deleted_account_back_into_a_project(as_owner, project, deleted):
    event = project.events.get(kind="left")
    as_owner.post("/p/parcel-vision/people/undo/", {"event": event.seq})
    assert not project.memberships.filter(user=deleted).exists()


# --- The admin's door ------------------------------------------------------------------------------------
def test_who_deletes_in_the_admin_does_the_same(as_admin, ana, traces):
    as_admin.post(reverse("admin:projects_user_delete", args=[ana.pk]), {"post": "yes"})
    test_name_user_name_and_address_stand_nowhere_any_more(ana)
    assert User.objects.get(pk=ana.pk).is_deleted


def test_the_admin_says_before_what_stays(as_admin, ana, traces):
    said = as_admin.get(reverse("admin:projects_user_delete", args=[ana.pk])).context
    assert "Log entries that stay, without a name: 1" in said["deleted_objects"]
    assert "log entries" not in dict(said["model_count"])


def test_of_two_of_the_same_name_only_the_one_who_goes_is_forgotten(as_owner, owner, project, ana, traces):
    other = add_member(project, UserFactory(name=NAME), Role.MEMBER, by=owner)
    traces.card.assign(other, by=owner)
    delete_people([ana], by=ana)
    text = as_owner.get(f"/p/parcel-vision/cards/{traces.card.number}/").text
    assert f"gave it to <bdi>{NAME}</bdi>" in text


def test_an_event_of_long_ago_that_does_not_name_the_membership_is_found_by_those_of_the_cards(ana, traces):
    left = traces.former.events.get(kind="left")
    left.data.pop("member")
    left.save()
    delete_people([ana], by=ana)
    assert traces.former.events.get(kind="assigned").data["to"] == LEFT


# --- What others do at the same moment ---------------------------------------------------------------------
def test_who_deletes_their_account_meanwhile_is_not_added_to_a_project(ana, owner):
    MembershipFactory(project__slug="shared", user=ana).project.memberships.create(user=owner)
    people = read_people(USER_NAME, by=owner)
    project = MembershipFactory(project__slug="another", user=owner, role=Role.OWNER).project
    delete_people([User.objects.get(pk=ana.pk)], by=None)
    with pytest.raises(User.DoesNotExist):
        add_or_invite(project, people, by=owner)
    assert project.memberships.count() == 1
    assert not project.events.exists()


def test_who_deletes_their_account_meanwhile_joins_by_no_link(ana, project, owner):
    invitation = project.invite(address=ADDRESS, role=Role.MEMBER, by=owner)
    delete_people([User.objects.get(pk=ana.pk)], by=None)
    with pytest.raises(LeadsNowhere):
        accept(invitation.token(Way.MAIL), ana)
    assert not project.memberships.filter(user=ana.pk).exists()


def test_of_two_superusers_who_delete_themselves_at_once_one_stays(admin):
    other = UserFactory(is_superuser=True)
    delete_people([User.objects.get(pk=admin.pk)], by=None)
    with pytest.raises(Refused):
        delete_people([other], by=other)
    assert not User.objects.get(pk=other.pk).is_deleted
