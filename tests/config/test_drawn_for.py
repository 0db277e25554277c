"""A page works for whom it was drawn: what it sends after somebody else has signed in is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from config.drawn_for import EXEMPT, FIELD, HEADER
from projects.models import Project
from tests.conftest import client_for

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tab(member):
    """The member is signed in; what is sent says nothing of itself."""
    client = client_for(member)
    client.defaults = Client().defaults
    return client


@pytest.fixture
def add(tab, project):
    def add(headers=None, **fields):
        body = {"lines": "One", "column": "todo", "milestone": "", **fields}
        return tab.post(f"/p/{project.slug}/cards/", body, headers=headers or {})

    return add


@pytest.fixture
def has_changed(project):
    return lambda: Project.objects.get(pk=project.pk).seq > 0


def test_a_page_that_was_drawn_for_who_is_signed_in_is_obeyed(add, member, has_changed):
    assert add({HEADER: str(member.pk)}).status_code == 302
    assert has_changed()


def test_so_is_a_form_that_says_so_by_a_field(add, member, has_changed):
    assert add(**{FIELD: member.pk}).status_code == 302
    assert has_changed()


@pytest.mark.parametrize("named", ["other", "nobody", "nonsense"])
def test_another_persons_page_and_one_that_names_nobody_are_refused(add, owner, has_changed, named):
    headers = {"other": {HEADER: str(owner.pk)}, "nobody": {}, "nonsense": {HEADER: "7; DROP"}}[named]
    assert add(headers).status_code == 409
    assert not has_changed()


def test_a_form_drawn_for_somebody_else_is_refused_too(add, owner, has_changed):
    assert add(**{FIELD: owner.pk}).status_code == 409
    assert not has_changed()


def test_the_page_counts_and_not_the_fragment_that_came_into_it_later(add, owner, member):
    assert add({HEADER: str(owner.pk)}, **{FIELD: member.pk}).status_code == 409


def test_the_refusal_says_as_a_page_who_is_signed_in(add, member):
    member.name = "Ben & Co"
    member.save()
    page = add().text
    assert "You are signed in as <bdi>Ben &amp; Co</bdi> now" in page
    assert "<form" not in page


def test_a_script_gets_the_sentence_alone(add, member):
    answer = add(HTMX)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert answer.text == f"You are signed in as {member.name} now. Reload the page."


def test_it_is_refused_before_the_token_the_project_and_the_role(member, owner):
    client = client_for(member, enforce_csrf_checks=True)
    answer = client.post("/p/there-is-none/cards/", headers={HEADER: str(owner.pk)})
    assert answer.status_code == 409


def test_reading_needs_no_name(tab, project):
    assert tab.get(f"/p/{project.slug}/board/").status_code == 200


def test_a_script_may_ask_before_it_sends(tab, member, owner):
    answers = [tab.head("/", headers={HEADER: str(who.pk)}).status_code for who in (member, owner)]
    assert answers == [200, 409]


def test_signed_out_it_is_as_it_was(client, project, owner):
    address = f"/p/{project.slug}/cards/"
    assert client.post(address, headers={HEADER: str(owner.pk)}).status_code == 302
    assert client.post(address, headers={HEADER: str(owner.pk), **HTMX}).status_code == 401


def test_the_sign_in_password_links_and_the_admin_alone_need_no_name():
    assert EXEMPT == ("/accounts/login/", "/accounts/password/reset/", "/admin/")


def test_the_password_and_the_sign_out_are_of_whom_the_page_was_drawn_for(tab):
    for name in ("account_change_password", "account_logout"):
        assert (name, tab.post(reverse(name)).status_code) == (name, 409)


def test_who_has_signed_in_meanwhile_is_led_on_by_the_sign_in(tab):
    answer = tab.post("/accounts/login/", {"login": "x", "password": "y", "next": "/p/x/plan/"})
    assert (answer.status_code, answer.url) == (302, "/p/x/plan/")


def test_an_admin_changes_a_person_from_a_page_that_names_nobody(as_admin, member):
    as_admin.defaults = Client().defaults
    assert as_admin.post(reverse("admin:projects_user_change", args=[member.pk])).status_code == 200


# --- A token that another sign-in has made old -------------------------------------------------------------


@pytest.fixture
def old_page(member):
    """A page of the member's from before they signed in again: its token is not the one of now."""
    client = client_for(member, enforce_csrf_checks=True)
    client.get("/")
    return client


def test_an_old_token_is_told_from_missing_rights(old_page, project):
    address, body = f"/p/{project.slug}/cards/", {"csrfmiddlewaretoken": "b" * 32}
    answer = old_page.post(address, body, headers=HTMX)
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert answer.text == "This page is older than your sign-in. Reload it, then try again."
    assert "This form is out of date" in old_page.post(address, body).text


def test_the_second_tab_to_sign_in_goes_on_to_where_it_wanted(old_page):
    body = {"login": "x", "password": "y", "next": "/p/x/plan/", "csrfmiddlewaretoken": "b" * 32}
    answer = old_page.post("/accounts/login/", body, follow=True)
    assert answer.redirect_chain == [
        ("/accounts/login/?next=%2Fp%2Fx%2Fplan%2F", 302),
        ("/p/x/plan/", 302),
    ]


def test_signed_out_an_old_token_does_not_sign_in(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/login/", {"login": "x", "password": "y"}).status_code == 403
