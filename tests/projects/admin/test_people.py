"""The admin of people, and of those of a project."""

import threading

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from projects.admin import PersonAdmin
from projects.models import Membership, Refused, Role, User
from projects.models.membership import MembershipQuerySet
from tests.adminpages import form_on, kinds, page, rows, save
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

PEOPLE = reverse("admin:projects_user_changelist")
ADD_PERSON = reverse("admin:projects_user_add")


# --- The people of a project ---------------------------------------------------------------------------
def test_somebody_joins(as_admin, plan, stranger):
    save(as_admin, plan, **{"memberships-0-user": stranger.pk, "memberships-0-role": 1})
    assert plan.memberships.get().role == Role.VIEWER
    assert plan.events.get().data["person"] == stranger.pk


def test_somebody_gets_another_role(as_admin, plan, member):
    save(as_admin, plan, **{"memberships-0-role": 3})
    assert plan.memberships.get().role == Role.OWNER
    assert plan.events.get().data == {
        "person": member.pk,
        "name": member.name,
        "was": 2,
        "now": 3,
    }


def test_somebody_leaves(as_admin, plan, member):
    save(as_admin, plan, **{"memberships-0-DELETE": "on"})
    assert (plan.memberships.count(), kinds(plan)) == (0, ["left"])


@pytest.mark.parametrize("row", [{"memberships-0-DELETE": "on"}, {"memberships-0-role": 2}])
def test_the_last_owner_stays_one(as_admin, plan, owner, row):
    response = save(as_admin, plan, **row)
    assert f"{owner} is the only owner of Parcel Vision. Make somebody else an owner first." in response.text
    assert plan.memberships.get().role == Role.OWNER


def test_an_owner_leaves_when_another_one_comes(as_admin, plan, owner, stranger):
    other = {"memberships-1-user": stranger.pk, "memberships-1-role": 3}
    save(as_admin, plan, **{"memberships-0-DELETE": "on"}, **other)
    assert plan.memberships.get().user == stranger


@pytest.mark.parametrize("row", [{"memberships-0-DELETE": "on"}, {"memberships-0-role": 2}])
def test_an_owner_who_cannot_sign_in_does_not_count(as_admin, plan, owner, row):
    MembershipFactory(project=plan, role=Role.OWNER, user__is_active=False)
    assert "is the only owner of Parcel Vision" in save(as_admin, plan, **row).text
    assert kinds(plan) == []


def test_all_owners_at_once_are_not_taken_out(as_admin, plan):
    for name in ("Ana", "Ben"):
        MembershipFactory(project=plan, role=Role.OWNER, user__name=name)
    response = save(as_admin, plan, **{"memberships-0-DELETE": "on", "memberships-1-role": 1})
    assert "Ana and Ben are the only owners of Parcel Vision." in response.text
    assert kinds(plan) == []


def test_an_owner_gives_the_project_to_a_member_on_one_page(as_admin, plan, owner, member):
    save(as_admin, plan, **{"memberships-0-role": 2, "memberships-1-role": 3})
    assert plan.memberships.get(role=Role.OWNER).user == member


@pytest.mark.both_databases
def test_an_owner_stays_one_if_the_other_was_made_a_member_meanwhile(as_admin, plan, owner, meanwhile):
    other = MembershipFactory(project=plan, role=Role.OWNER)
    opened = form_on(as_admin, plan, **{"memberships-0-DELETE": "on"})
    meanwhile(lambda: Membership.objects.filter(pk=other.pk).update(role=Role.MEMBER))
    response = as_admin.post(page(plan), opened, follow=True)
    assert "is the only owner of Parcel Vision" in response.text
    assert plan.memberships.count() == 2


def test_a_row_does_not_become_somebody_else(as_admin, plan, member, stranger):
    save(as_admin, plan, **{"memberships-0-user": stranger.pk})
    assert plan.memberships.get().user == member


@pytest.mark.both_databases
def test_somebody_who_is_in_already_is_not_taken_in_twice(as_admin, plan, member):
    response = save(as_admin, plan, **{"memberships-1-user": member.pk})
    assert rows(response, 1).errors[1] == {"__all__": ["This person is in the project already."]}


@pytest.mark.both_databases
@pytest.mark.parametrize("term", ["lovelace", "ada@", "adalove"])
def test_people_are_found_by_name_address_and_user_name(as_admin, term):
    UserFactory(username="adalove", name="Ada Lovelace", email="ada@example.org")
    UserFactory(username="alan", name="Alan", email="alan@example.org")
    assert found(as_admin, term) == ["Ada Lovelace (ada@example.org)"]


def test_people_who_cannot_sign_in_are_not_offered(as_admin):
    UserFactory(name="Ada Lovelace", is_active=False)
    assert found(as_admin, "ada") == []


def found(client, term):
    asked = {"term": term, "app_label": "projects", "model_name": "membership", "field_name": "user"}
    results = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    return [result["text"] for result in results]


# --- People --------------------------------------------------------------------------------------------
NEW = {
    "username": "ada",
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "usable_password": "true",
    "password1": "engine of analysis",
    "password2": "engine of analysis",
}


def test_somebody_is_added_and_can_sign_in(as_admin, client):
    as_admin.post(ADD_PERSON, NEW)
    assert User.objects.get(username="ada").name == "Ada Lovelace"
    assert client.login(username="ada", password="engine of analysis")


def test_somebody_is_added_without_a_password(as_admin):
    as_admin.post(ADD_PERSON, NEW | {"usable_password": "false", "password1": "", "password2": ""})
    assert not User.objects.get(username="ada").has_usable_password()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("username", "", "This field is required."),
        ("username", "TAKEN", "Somebody has this user name already."),
        (
            "username",
            "a@b",
            "A user name has letters a to z, digits, and dots, hyphens or underscores between them; no @.",
        ),
        ("email", "Taken@Example.org", "Somebody has this address already."),
        ("email", "nowhere", "Enter a valid email address."),
        ("email", "", "This field is required."),
        ("name", "\u2800", "This has only invisible characters. Please write a word."),
        ("name", "a\x07b", "This text holds a character that cannot be shown (U+0007). Please remove it."),
        ("password2", "something else", "The two password fields didn’t match."),
    ],
)
def test_a_wrong_person_gets_a_sentence_at_the_field(as_admin, field, typed, sentence):
    UserFactory(username="taken", email="taken@example.org")
    response = as_admin.post(ADD_PERSON, NEW | {field: typed})
    assert response.context["adminform"].form.errors == {field: [sentence]}


@pytest.mark.both_databases
@pytest.mark.parametrize(("field", "typed"), [("username", "TAKEN"), ("email", "TAKEN@example.org")])
def test_nobody_takes_what_is_somebody_elses_later(as_admin, stranger, field, typed):
    UserFactory(username="taken", email="taken@example.org")
    response = save(as_admin, stranger, **{field: typed})
    assert list(response.context["adminform"].form.errors) == [field]


def test_an_address_that_an_admin_types_is_confirmed(as_admin, stranger):
    as_admin.post(ADD_PERSON, NEW)
    save(as_admin, stranger, email="other@example.org")
    assert User.objects.filter(email_confirmed_at=None, is_superuser=False).count() == 0


def test_an_admin_who_changes_the_name_alone_confirms_no_address(as_admin, stranger):
    save(as_admin, stranger, name="Ada Lovelace")
    assert User.objects.get(pk=stranger.pk).email_confirmed_at is None


def test_a_new_name_is_told_to_the_projects(as_admin, plan, member):
    save(as_admin, member, name="Ada Lovelace")
    assert kinds(plan) == ["person_renamed"]


def test_archived_projects_hear_of_a_new_name_and_of_an_account_that_is_deleted(as_admin, plan, member):
    plan.change(by=None, archived_at=timezone.now())
    save(as_admin, member, name="Ada Lovelace")
    as_admin.post(reverse("admin:projects_user_delete", args=[member.pk]), {"post": "yes"})
    assert kinds(plan) == ["settings_changed", "person_renamed", "left"]


def test_a_session_ends_with_the_account(as_admin, as_staff, staff):
    assert as_staff.get("/admin/").status_code == 200
    save(as_admin, staff, is_active=False)
    assert as_staff.get("/admin/").status_code == 302


def test_somebody_who_is_deleted_has_left_the_projects(as_admin, plan, member):
    as_admin.post(reverse("admin:projects_user_delete", args=[member.pk]), {"post": "yes"})
    assert User.objects.get(pk=member.pk).is_deleted
    assert kinds(plan) == ["left"]


def test_those_who_are_marked_are_deleted_but_not_with_oneself_among_them(as_admin, admin, plan, member):
    chosen = {"action": "delete_selected", "_selected_action": [member.pk], "post": "yes"}
    as_admin.post(PEOPLE, chosen | {"_selected_action": [admin.pk, member.pk]})
    assert User.objects.count() == 2
    as_admin.post(PEOPLE, chosen)
    assert list(User.objects.exclude(username=None)) == [admin]


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_nobody_takes_away_what_lets_them_into_these_pages(as_admin, admin, right):
    save(as_admin, admin, **{right: False}, name="Ada")
    admin.refresh_from_db()
    assert (admin.name, getattr(admin, right)) == ("Ada", True)


# --- A project keeps an owner ----------------------------------------------------------------------------
def delete(client, person):
    return client.post(reverse("admin:projects_user_delete", args=[person.pk]), {"post": "yes"})


def test_the_only_owner_of_a_project_can_go_on_signing_in(as_admin, plan, owner):
    response = save(as_admin, owner, is_active=False, name="Ada")
    [sentence] = response.context["adminform"].form.errors["is_active"]
    assert sentence == f"{owner} is the only owner of Parcel Vision. Make somebody else an owner first."
    assert response.context["adminform"].form["name"].value() == "Ada"
    assert User.objects.get(pk=owner.pk).is_active


def test_the_only_owner_of_projects_is_not_deleted_and_they_are_named(as_admin, plan, owner):
    MembershipFactory(project=ProjectFactory(name="Letter Vision"), user=owner, role=Role.OWNER)
    response = delete(as_admin, owner)
    assert "is the only owner of Letter Vision" in response.text
    assert "is the only owner of Parcel Vision" in response.text
    assert User.objects.filter(pk=owner.pk).exists()


def test_of_those_who_are_marked_none_is_deleted_if_a_project_has_no_other_owners(as_admin, plan, member):
    owners = MembershipFactory.create_batch(2, project=plan, role=Role.OWNER)
    marked = [member.pk, *(owner.user_id for owner in owners)]
    chosen = {"action": "delete_selected", "_selected_action": marked, "post": "yes"}
    assert "are the only owners of Parcel Vision" in as_admin.post(PEOPLE, chosen).text
    assert plan.memberships.count() == 3


def test_an_archived_project_keeps_its_owner_too(as_admin, plan, owner):
    plan.change(by=None, archived_at=timezone.now())
    assert "is the only owner of Parcel Vision" in delete(as_admin, owner).text


def test_an_owner_beside_another_one_is_deleted(as_admin, plan, owner):
    MembershipFactory(project=plan, role=Role.OWNER)
    delete(as_admin, owner)
    assert kinds(plan) == ["left"]


def test_a_superuser_who_owns_nothing_is_deleted(as_admin):
    other = UserFactory(is_superuser=True)
    delete(as_admin, other)
    assert User.objects.get(pk=other.pk).is_deleted


def test_an_owner_who_cannot_sign_in_can_be_deleted(as_admin, plan):
    gone = MembershipFactory(project=plan, role=Role.OWNER, user__is_active=False)
    delete(as_admin, gone.user)
    assert kinds(plan) == ["left"]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["delete", "deactivate"])
def test_of_two_owners_who_go_at_the_same_moment_one_stays(as_admin, plan, owner, monkeypatch, how):
    other = MembershipFactory(project=plan, role=Role.OWNER)
    refusals, check = [], MembershipQuerySet.only_owners

    def go():
        try:
            Membership.objects.get(pk=other.pk).take_role(Role.MEMBER, by=None)
        except (Refused, OperationalError) as error:  # SQLite in memory does not wait
            refusals.append(error)
        connection.close()

    goer = threading.Thread(target=go)

    def look_and_be_overtaken(members):
        found = check(members)
        if not goer.ident:
            goer.start()
            goer.join(0.5)
        return found

    monkeypatch.setattr(MembershipQuerySet, "only_owners", look_and_be_overtaken)
    assert delete(as_admin, owner) if how == "delete" else save(as_admin, owner, is_active=False)
    goer.join()
    assert len(refusals) == 1
    assert plan.memberships.owners().get() == other


def test_what_comes_too_late_for_those_who_are_marked_is_said(as_admin, plan, owner, monkeypatch):
    monkeypatch.setattr(PersonAdmin, "get_deleted_objects", lambda *args: ([], {}, set(), []))
    chosen = {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"}
    response = as_admin.post(PEOPLE, chosen, follow=True)
    assert "is the only owner of Parcel Vision" in response.text
    assert "Successfully deleted" not in response.text
