"""The net under every address: who may do what, and that the rest changes nothing and tells nothing.

Every route has a row in tests/access/policy.py. A new one gets a line there.
"""

import re
import sys
from copy import deepcopy
from functools import partial
from html.parser import HTMLParser
from types import ModuleType
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.core import checks
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone

from boards.models import Card, Column
from config.drawn_for import HEADER
from config.urls import urlpatterns
from projects.access import needs
from projects.models import Event, Project, Role
from tests.access import policy
from tests.access.calls import address, and_take_back, call, masked, parameters
from tests.access.policy import ADMIN, METHODS, OURS, READING, routes
from tests.access.world import PEOPLE, World, another, clients, content_hash, signed_in
from tests.factories import CardFactory, MembershipFactory

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route for route in routes()}
OUR_ROUTES = [pytest.param(ROUTES[name], id=name) for name in OURS]
PROJECT_ROUTES = [pytest.param(ROUTES[name], id=name) for name in OURS if OURS[name].role]
WRITING = [name for name, row in OURS.items() if row.role and row.writes and not row.is_preview]
WRITING_ROUTES = [pytest.param(ROUTES[name], id=name) for name in WRITING]
INNER_ROUTES = [  # of one card, one demo, one member, one label
    pytest.param(route, id=name)
    for name, route in ROUTES.items()
    if {"number", "demo", "file", "member", "label"} & set(parameters(route.pattern))
]
ADMIN_ROUTES = [pytest.param(ROUTES[name], id=name) for name in policy.ADMIN]
HTMX = {"HX-Request": "true"}
ODD = ["-1", "0", "abc", str(2**31), str(2**63), "9" * 30, "", "1,2", "[1]", "1e9", "\x00", "١", "null"]
UNKNOWN = ["sort=owner__password", "_connector=OR&title__regex=(", "q=%00", "page=abc", "week=%00&person=%FF"]


@pytest.fixture(scope="module")
def begun_with(made_once):
    """Two worlds and people signed in."""
    a, b = World("a", 0), World("b", 500)
    return a, b, clients(a)


@pytest.fixture
def a(db, begun_with):
    return deepcopy(begun_with[0])


@pytest.fixture
def b(db, begun_with):
    return deepcopy(begun_with[1])


@pytest.fixture
def people(db, begun_with):
    """A browser for each of PEOPLE, as it was after signing in."""
    return {name: another(client) for name, client in begun_with[2].items()}


# --- The net itself --------------------------------------------------------------------------------------


def test_every_route_has_a_row():
    assert policy.without_a_row() == []


def test_every_row_has_a_route():
    assert policy.rows_without_a_route() == []


def dummy(request):
    return HttpResponse()


@pytest.fixture
def a_route_too_many(settings, monkeypatch):
    """The URLconf with a view that says nothing of who may use it."""
    module = ModuleType("urls_with_a_dummy")
    module.urlpatterns = [*urlpatterns, path("dummy/", dummy, name="dummy")]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    settings.ROOT_URLCONF = module.__name__


def test_a_route_without_a_row_is_found(a_route_too_many):
    assert policy.without_a_row() == ["dummy"]


def test_a_view_that_does_not_say_who_may_use_it_stops_the_server(a_route_too_many):
    [error] = checks.run_checks(tags=["access"])
    assert (error.id, "dummy/" in error.msg) == ("projects.E001", True)


def test_the_server_starts_with_the_views_there_are():
    assert checks.run_checks(tags=["access"]) == []


def test_only_these_views_are_open_to_everybody():
    exempt = {name for name, route in ROUTES.items() if not getattr(route.view, "login_required", True)}
    assert sorted(exempt) == policy.PUBLIC


def test_signing_in_is_asked_for_by_the_middleware_and_not_by_each_view():
    assert "config.middleware.SignInRequiredMiddleware" in settings.MIDDLEWARE


# --- Everybody, every method, every route ----------------------------------------------------------------


@pytest.mark.parametrize("route", OUR_ROUTES)
def test_every_role_gets_the_status_of_the_table_and_who_is_refused_changes_nothing(route, a, people):
    row = OURS[route.name]
    found, expected, before = {}, {}, content_hash()
    for person in PEOPLE:
        for method in METHODS:
            expected[person, method] = row.status(person, method)
            found[person, method] = status_of(person, people[person], method, route, row, a)
    assert found == expected
    assert content_hash() == before


def status_of(person, client, method, route, row, world):
    """A write that is allowed is taken back; all else has to leave the database as it is by itself."""
    send = partial(call, client, method, address(route, world), row=row, world=world)
    writes = method in row.writes and not row.refusal(person, method)
    return (and_take_back(send) if writes else send()).status_code


@pytest.mark.both_databases
@pytest.mark.parametrize("route", WRITING_ROUTES)
def test_a_member_who_may_write_does_write(route, a, people):
    """Else the tests above would prove nothing."""
    OURS[route.name].prepare(a)
    before = content_hash()
    call(people["owner"], "POST", address(route, a), row=OURS[route.name], world=a)
    assert content_hash() != before


# --- Signed out ------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("route", OUR_ROUTES)
def test_signed_out_a_page_leads_to_the_sign_in_and_back(route, a, people):
    response = people["anonymous"].get(address(route, a))
    assert response["Location"] == f"{reverse('account_login')}?next={quote(address(route, a))}"


@pytest.mark.one_database
@pytest.mark.parametrize("route", OUR_ROUTES)
def test_signed_out_htmx_gets_a_401_that_leads_to_the_sign_in_and_nothing_to_swap(route, a, people):
    row = OURS[route.name]
    for method in METHODS:
        response = call(people["anonymous"], method, address(route, a), row=row, world=a, **HTMX)
        assert (method, response.status_code, response.content) == (method, 401, b"")
        assert response["HX-Redirect"].startswith(reverse("account_login") + "?next=/"), method


# --- Not yours, or not there: the same -------------------------------------------------------------------


@pytest.mark.parametrize("route", PROJECT_ROUTES)
def test_a_project_of_others_looks_like_one_that_does_not_exist(route, a, b, people):
    row = OURS[route.name]
    for person in ("outsider", "staff", "member"):
        theirs = call(people[person], "GET", address(route, b), row=row, world=b)
        nobodys = call(people[person], "GET", address(route, b, slug="there-is-none"), row=row, world=b)
        assert (person, theirs.status_code, nobodys.status_code) == (person, 404, 404)
        assert masked(theirs) == masked(nobodys), person


@pytest.mark.parametrize("route", PROJECT_ROUTES)
def test_a_fragment_of_a_project_of_others_is_empty(route, b, people):
    response = call(people["outsider"], "GET", address(route, b), **HTMX)
    assert (response.status_code, response.content) == (404, b"")


@pytest.mark.parametrize("route", INNER_ROUTES)
def test_what_another_project_has_is_not_there(route, a, b, people):
    before, row = content_hash(), OURS[route.name]
    for method in row.answers:
        for body in (row.body(a), row.body(b)):
            response = call(people["owner"], method, address(route, a, child=b), row=row, world=a, body=body)
            assert (method, response.status_code) == (method, 404)
            assert "secret of b" not in response.text
    assert content_hash() == before


@pytest.mark.both_databases
@pytest.mark.parametrize("route", WRITING_ROUTES)
def test_ids_of_another_project_in_the_body_are_refused(route, a, b, people):
    before, row = content_hash(), OURS[route.name]
    foreign = {name: value for name, value in row.body(b).items() if isinstance(value, int)}
    for name, value in foreign.items():
        body = {**row.body(a), name: value}
        response = call(people["owner"], "POST", address(route, a), row=row, world=a, body=body)
        assert (name, response.status_code in (404, 422)) == (name, True)
        assert "secret of b" not in response.text
    assert content_hash() == before


@pytest.mark.both_databases
def test_the_home_page_and_search_show_nothing_of_a_project_of_others(a, b, people):
    pages = [people["member"].get("/"), people["outsider"].get("/")]
    pages += [
        people["member"].get(f"/p/a/board/?week=all&{query}")
        for query in ("q=secret", f"person={b.membership.pk}")
    ]
    assert not any("secret of b" in page.text for page in pages)


@pytest.mark.both_databases
def test_filters_by_ids_of_another_project_show_no_card(a, b, people):
    page = people["member"].get("/p/a/board/", {"week": "all", "person": b.membership.pk})
    assert "data-card=" not in page.text


# --- Odd ids ---------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("route", OUR_ROUTES)
def test_odd_ids_in_the_address_are_not_found(route, a, people):
    row, before = OURS[route.name], content_hash()
    for name in parameters(route.pattern):
        for odd in ODD:
            for method in row.answers:
                where = address(route, a, **{name: quote(odd)})
                response = call(people["owner"], method, where, row=row, world=a)
                assert (where, response.status_code) == (where, 404)
    assert content_hash() == before


@pytest.mark.both_databases
@pytest.mark.parametrize("route", WRITING_ROUTES)
def test_odd_values_in_the_body_are_refused_or_passed_over(route, a, people):
    row = OURS[route.name]
    for name in row.body(a):
        for odd in [*ODD, ["1", "x"], ["", ""]]:
            body = {**row.body(a), name: odd}
            send = partial(call, people["owner"], "POST", address(route, a), body=body)
            status = and_take_back(send).status_code
            assert (name, odd, status in (302, 404, 409, 422)) == (name, odd, True)


@pytest.mark.both_databases
@pytest.mark.parametrize("route", OUR_ROUTES)
def test_parameters_that_nobody_knows_break_no_page(route, a, people):
    person = "superuser" if OURS[route.name].permitted else "owner"
    usual = OURS[route.name].answers.get("GET", 405)
    for query in UNKNOWN:
        response = people[person].get(f"{address(route, a)}?{query}")
        assert (query, response.status_code in (200, 302, 405, usual)) == (query, True)


# --- Archived --------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("route", [ROUTES[name] for name in WRITING if not OURS[name].even_archived])
def test_an_archived_project_can_be_looked_at_and_no_more(route, a, people):
    a.project.archived_at = timezone.now()
    a.project.save(update_fields=["archived_at"])
    before = content_hash()
    for person in ("viewer", "member", "owner", "superuser"):
        response = call(people[person], "POST", address(route, a), row=OURS[route.name], world=a)
        assert (person, response.status_code) == (person, 403)
    assert content_hash() == before


# --- At a former address -----------------------------------------------------------------------------------


@pytest.fixture
def moved(a):
    """World a with another slug, after one in between; its addresses are still written with the first."""
    for slug in ("between", "now"):
        Project.objects.get(pk=a.project.pk).change(by=None, slug=slug)
    return a


@pytest.mark.parametrize("slug", ["a", "between"])
@pytest.mark.parametrize("route", PROJECT_ROUTES)
def test_a_page_at_a_former_address_leads_to_the_one_of_now_for_those_who_may_see_it(
    route, slug, moved, people
):
    row, now = OURS[route.name], address(route, moved, slug="now")
    for person, client in people.items():
        response = client.get(address(route, moved, slug=slug), {"x": "1 2"})
        refused = row.refusal(person, "GET")
        if person == "anonymous" or response.status_code == refused:
            continue
        assert (person, response.status_code, response["Location"]) == (person, 302, f"{now}?x=1+2")
        assert call(client, "GET", now, row=row, world=moved).status_code == row.status(person, "GET")


@pytest.mark.parametrize("route", PROJECT_ROUTES)
def test_a_former_address_of_a_project_of_others_looks_like_none(route, moved, people):
    for person in ("outsider", "staff"):
        with CaptureQueriesContext(connection) as asked:
            theirs = call(people[person], "GET", address(route, moved))
        with CaptureQueriesContext(connection) as asked_for_none:
            nobodys = call(people[person], "GET", address(route, moved, slug="there-is-none"))
        assert (theirs.status_code, masked(theirs)) == (404, masked(nobodys))
        assert "Location" not in theirs
        assert len(asked) == len(asked_for_none)


@pytest.mark.both_databases
@pytest.mark.parametrize("route", WRITING_ROUTES)
def test_what_an_open_page_sends_to_a_former_address_is_done(route, moved, people):
    row = OURS[route.name]
    row.prepare(moved)
    before = content_hash()
    response = call(people["owner"], "POST", address(route, moved), row=row, world=moved)
    assert (response.status_code, content_hash() != before) == (302, True)


@pytest.mark.parametrize("headers", [HTMX, {"Sec-Fetch-Dest": "empty"}])
def test_what_a_script_asks_for_at_a_former_address_is_answered_there(headers, moved, people):
    assert people["viewer"].get("/p/a/board/", headers=headers).status_code == 200


# --- Between the door and the lock ------------------------------------------------------------------------


def archived(world):
    Project.objects.get(pk=world.project.pk).change(by=None, archived_at=timezone.now())


def owned_by_another_too(world):
    """A project keeps an owner."""
    MembershipFactory(project=world.project, role=Role.OWNER)


def made_a_viewer(world):
    owned_by_another_too(world)
    world.membership_of("owner").take_role(Role.VIEWER, by=None)


def taken_out(world):
    owned_by_another_too(world)
    world.membership_of("owner").leave(by=None)


def taken_out_and_archived(world):
    taken_out(world)
    archived(world)


@pytest.mark.both_databases
@pytest.mark.parametrize("route", WRITING_ROUTES)
def test_under_the_lock_a_change_is_refused_as_at_the_door(route, a, people, meanwhile):
    row, found = OURS[route.name], {}
    row.prepare(a)
    send = partial(call, people["owner"], "POST", address(route, a), row=row, world=a)
    for act in (archived, made_a_viewer, taken_out, taken_out_and_archived):
        meanwhile(partial(act, a))
        found[act] = and_take_back(send).status_code
    lesser = row.answers["POST"] if row.role == "viewer" else 403
    archived_status = 302 if row.even_archived else 403
    refused = {made_a_viewer: lesser, taken_out: 404, taken_out_and_archived: 404}
    assert found == {archived: archived_status, **refused}


# --- CSRF ------------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("route", [pytest.param(route, id=route.name) for route in ROUTES.values()])
def test_nothing_is_written_without_a_csrf_token(route, a, people):
    client = signed_in(people["superuser"].user, enforce_csrf_checks=True)
    row, before = OURS.get(route.name), content_hash()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = call(client, method, address(route, a), row=row, world=a)
        assert (method, response.status_code) == (method, without_a_token(route, method))
    assert content_hash() == before


def without_a_token(route, method):
    """Who has signed in meanwhile, in another tab, is led on by the sign-in instead of refused."""
    return 302 if (route.name, method) == ("account_login", "POST") else 403


# --- For whom a page was drawn ------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("route", [pytest.param(ROUTES[name], id=name) for name in OURS if OURS[name].writes])
def test_nothing_is_written_from_a_page_that_was_drawn_for_somebody_else_or_names_nobody(route, a, people):
    row, before, found = OURS[route.name], content_hash(), {}
    for named in (str(a.member.pk), ""):
        client = people["superuser"]
        found[named] = call(
            client, "POST", address(route, a), row=row, world=a, **{HEADER: named}
        ).status_code
    assert set(found.values()) == {409}
    assert content_hash() == before


@pytest.mark.one_database
@pytest.mark.parametrize("fragment", [False, True])
@pytest.mark.parametrize(
    "route", [pytest.param(ROUTES[name], id=name) for name in OURS if "GET" in OURS[name].answers]
)
def test_every_form_that_writes_says_for_whom_it_was_drawn_and_has_a_token(route, fragment, a, people):
    person = "superuser" if OURS[route.name].permitted else "owner"
    headers = HTMX if fragment else {}
    page = call(people[person], "GET", address(route, a), row=OURS[route.name], world=a, **headers).text
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', page, re.S):
        assert f'name="drawn_for" value="{people[person].user.pk}"' in form, form
        assert 'name="csrfmiddlewaretoken"' in form, form


# --- The pages of those who may not write ----------------------------------------------------------------


class Forms(HTMLParser):
    """The forms of a page that write, and its links."""

    def __init__(self, page):
        super().__init__()
        self.actions, self.links, self.body = [], [], {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form" and (named.get("method") or "").lower() == "post":
            self.actions.append(named.get("action"))
        if tag == "a":
            self.links.append(named)
        if tag == "body":
            self.body = named
        self.actions += [
            value for name, value in attributes if name in ("hx-post", "hx-put", "hx-patch", "hx-delete")
        ]


READABLE = [name for name in ("home", "plan", "board") if name in OURS]


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("query", ["", "week=1", "week=all", "week=later", "week=1&q=nothing"])
def test_a_viewers_page_holds_no_form_that_writes(name, query, a, people):
    page = people["viewer"].get(f"{address(ROUTES[name], a)}?{query}")
    assert Forms(page.text).actions == [reverse("account_logout")]


def test_a_members_board_holds_forms_that_write(a, people):
    page = people["member"].get("/p/a/board/")
    assert len(Forms(page.text).actions) > 3


def test_the_board_of_an_archived_project_holds_no_form_that_writes(a, people):
    a.project.archived_at = timezone.now()
    a.project.save(update_fields=["archived_at"])
    page = people["owner"].get(f"/p/a/board/?undo={a.event.seq}")
    assert Forms(page.text).actions == [reverse("account_logout")]


def test_a_viewer_who_was_a_member_is_offered_no_undo(a, people):
    a.project.memberships.filter(user=a.member).update(role=Role.VIEWER)
    page = people["member"].get(f"/p/a/board/?undo={a.event.seq}")
    assert Forms(page.text).actions == [reverse("account_logout")]


def test_the_links_that_lead_a_viewer_to_a_write_are_marked_to_be_hidden(a, people):
    page = Forms(people["viewer"].get("/p/a/board/?week=1").text)
    leading = [link for link in page.links if leads_to_a_write(link["href"])]
    assert page.body["data-role"] == "viewer"
    assert {link["class"] for link in leading} == {"more", "split"}


def leads_to_a_write(href):
    writing = [
        reverse(name, args=["a", 1]) for name, row in OURS.items() if row.writes and takes_number(name)
    ]
    return any(
        urlsplit(href).path == address.replace("/1/", f"/{n}/") for address in writing for n in range(1, 9)
    )


def takes_number(name):
    try:
        return bool(reverse(name, args=["a", 1]))
    except NoReverseMatch:
        return False


@pytest.mark.parametrize("person", ["viewer", "member"])
@pytest.mark.parametrize("name", READABLE)
def test_no_page_tells_the_address_of_anybody_else(name, person, a, people):
    text = people[person].get(address(ROUTES[name], a)).text
    others = [user for role, user in a.people.items() if role != person]
    assert not any(user.email in text for user in others)
    assert not any("password" in line and "md5$" in line for line in text.splitlines())


# --- Moves across projects -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", ["project", "column_id", "project_id", "milestone_id", "assignees", "labels"]
)
def test_fields_that_a_move_does_not_have_change_nothing(field, a, b, people):
    value = {"assignees": b.membership.pk, "labels": b.label.pk, "milestone_id": b.week.pk}.get(
        field, b.project.pk
    )
    people["member"].post("/p/a/cards/1/move/", {"column": "done", "milestone": a.week.pk, field: value})
    card = Card.objects.get(pk=a.card.pk)
    assert (card.project_id, card.milestone_id, card.column) == (a.project.pk, a.week.pk, Column.DONE)
    assert (card.assignees.count(), card.labels.count()) == (0, 0)


def test_a_number_that_both_projects_have_means_the_card_of_this_one(a, b, people):
    twin = CardFactory(project=b.project, milestone=b.week, number=a.neighbour.number, column=Column.DONE)
    call(people["member"], "POST", "/p/a/cards/1/move/", row=OURS["move"], world=a)
    assert Card.objects.get(pk=twin.pk).version == 1
    assert Card.objects.get(pk=a.card.pk).column == Column.DONE


def test_an_event_of_another_project_is_not_undone(a, b, people):
    Event.objects.filter(pk=b.event.pk).update(seq=10**6, card_number=1)
    response = people["member"].post("/p/a/cards/1/undo/", {"event": 10**6})
    assert (response.status_code, Card.objects.get(pk=b.card.pk).column) == (404, Column.DOING)


def test_an_event_is_undone_only_by_its_own_card(a, people):
    response = people["member"].post(f"/p/a/cards/{a.neighbour.number}/undo/", {"event": a.event.seq})
    assert (response.status_code, Card.objects.get(pk=a.card.pk).column) == (404, Column.DOING)


def test_what_its_author_has_taken_back_is_not_published_again_by_others(a, people):
    event = a.card.delete_comment(a.comment, by=a.people["owner"])
    statuses = [
        people[person].post("/p/a/cards/1/undo/", {"event": event.seq}).status_code
        for person in ("member", "owner")
    ]
    a.comment.refresh_from_db()
    assert (statuses, a.comment.deleted_at) == ([403, 302], None)


def test_the_toast_of_an_undo_is_shown_to_whoever_did_it(a, people):
    undo = reverse("undo", args=["a", 1])
    shown = {
        person: f'action="{undo}"' in people[person].get(f"/p/a/board/?undo={a.event.seq}").text
        for person in ("member", "owner")
    }
    assert shown == {"member": True, "owner": False}


@pytest.mark.parametrize("kind", ["undone", "edited", "commented", "unheard_of"])
def test_no_toast_offers_to_undo_what_cannot_be_undone(kind, a, people):
    a.project.events.filter(pk=a.event.pk).update(kind=kind)
    assert "data-toast" not in people["member"].get(f"/p/a/board/?undo={a.event.seq}").text


# --- What a role may that another may not ----------------------------------------------------------------


def view_for(role, *methods):
    return needs(role, *methods)(lambda request, project: HttpResponse())


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("least", list(Role))
def test_a_role_enters_where_it_is_enough(role, least, a, rf):
    request = rf.get("/")
    request.user = a.people[role.label.lower()]
    try:
        status = view_for(least)(request, slug="a").status_code
    except Exception as error:
        status = type(error).__name__
    assert status == (200 if role >= least else "PermissionDenied")


# --- The admin -------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("route", ADMIN_ROUTES)
def test_nobody_but_staff_enters_the_admin(route, a, people):
    before = content_hash()
    for person in ("anonymous", "outsider", "viewer", "member", "owner"):
        for method in METHODS:
            response = call(people[person], method, address(route, a))
            assert (person, method, response.status_code in REFUSALS) == (person, method, True)
            assert "secret of" not in response.text
    assert content_hash() == before


REFUSALS = {302, 403, 404, 405}


@pytest.mark.one_database
@pytest.mark.parametrize("route", ADMIN_ROUTES)
def test_staff_without_permissions_see_and_change_nothing_in_the_admin(route, a, people):
    before = content_hash()
    for method in METHODS:
        response = call(people["staff"], method, address(route, a))
        assert (method, response.status_code < 500) == (method, True)
        assert "secret of" not in response.text
    if route.name in policy.MODEL_ROUTES:
        assert response.status_code == 403
    assert content_hash() == before


@pytest.mark.both_databases
@pytest.mark.parametrize("route", ADMIN_ROUTES)
def test_a_superuser_gets_the_status_of_the_table_and_reading_writes_nothing(route, a, people):
    before = content_hash()
    for method in READING:
        status = call(people["superuser"], method, address(route, a)).status_code
        assert (method, status) == (method, ADMIN[route.name])
    assert content_hash() == before


@pytest.mark.parametrize("route", ADMIN_ROUTES)
def test_no_method_that_writes_breaks_a_page_of_the_admin(route, a, people):
    for method in sorted({*METHODS} - {*READING}):
        response = call(people["superuser"], method, address(route, a))
        assert (method, response.status_code < 500) == (method, True)


# --- Sign-in and passwords -------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("name", list(policy.ACCOUNTS))
def test_a_page_of_an_account_answers_as_its_row_says(name, a, people):
    before = content_hash()
    where = address(ROUTES[name], a)
    found = tuple(people[person].get(where).status_code for person in ("anonymous", "viewer"))
    assert found == policy.ACCOUNTS[name]
    assert content_hash() == before


@pytest.mark.one_database
@pytest.mark.parametrize("name", list(policy.ACCOUNTS))
def test_no_method_breaks_a_page_of_an_account(name, a, people):
    for person in ("anonymous", "viewer"):
        for method in METHODS:
            response = call(people[person], method, address(ROUTES[name], a))
            assert (person, method, response.status_code < 500) == (person, method, True)
