"""The page behind a link: reading changes nothing, posting joins what the page shows, or nothing."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.people import join_views
from projects import limits
from projects.models import Invitation, Membership, ProjectLink, Role, User
from projects.people.tokens import Way
from tests.access.world import content_hash
from tests.conftest import client_for
from tests.factories import MembershipFactory, MilestoneFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LENA = "lena@depot.example"
PASSWORD = "correct horse battery"


@pytest.fixture
def lena(db):
    return UserFactory(username="lena", name="Lena Vogt", email=LENA)


@pytest.fixture
def as_lena(lena):
    return client_for(lena)


@pytest.fixture
def invitation(project, owner):
    return project.invite(address=LENA, role=Role.MEMBER, by=owner, name="Lena Vogt")


@pytest.fixture
def link(project, owner):
    link = ProjectLink.of(project)
    link.switch_on(role=Role.VIEWER, until=project.today() + timedelta(days=7), by=owner)
    return link


@pytest.fixture
def ways(invitation, link):
    """The addresses of the three links into a project."""
    tokens = {"mail": invitation.token(Way.MAIL), "copy": invitation.token(Way.COPY), "project": link.token}
    return {way: f"/join/{token}/" for way, token in tokens.items()}


def account(**fields):
    return {"name": "Lena Vogt", "username": "lena.vogt", "password": PASSWORD, **fields}


def role_of(person, project=None):
    members = Membership.objects.filter(user=person)
    return members.filter(**({"project": project} if project else {})).values_list("role", flat=True).first()


# --- Reading ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["mail", "copy", "project"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_fifty_looks_of_a_mail_scanner_change_nothing(way, method, ways, client):
    before = content_hash()
    assert {getattr(client, method)(ways[way]).status_code for _ in range(50)} == {200}
    assert content_hash() == before


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_looking_while_signed_in_changes_nothing(way, ways, as_lena):
    before = content_hash()
    assert as_lena.get(ways[way]).status_code == 200
    assert content_hash() == before


def test_the_page_says_which_project_who_asks_and_as_what(ways, client, owner):
    text = client.get(ways["mail"]).text
    for said in ("Join <bdi>Parcel Vision</bdi>", f"<bdi>{owner.name}</bdi></b> asks you", "<b>a member</b>"):
        assert said in text


def test_the_page_says_which_account_one_is_in(ways, as_lena):
    text = as_lena.get(ways["mail"]).text
    assert f"You are signed in as <b><bdi>Lena Vogt</bdi></b>, {LENA}." in text


def test_the_page_of_a_project_link_says_that_it_is_for_whoever_has_it(ways, client):
    assert "Whoever has this link can join as <b>a viewer</b>" in client.get(ways["project"]).text


def test_the_page_tells_no_address_of_the_team(ways, client, owner, member):
    text = client.get(ways["project"]).text
    assert [person.email in text for person in (owner, member)] == [False, False]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(method, ways, as_lena):
    assert getattr(as_lena, method)(ways["mail"]).status_code == 405


def test_the_queries_of_the_page_do_not_grow_with_the_project(ways, client, project):
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(ways["copy"])
    for number in range(2, 12):
        MilestoneFactory(project=project, number=number)
        MembershipFactory(project=project)
    with CaptureQueriesContext(connection) as many:
        client.get(ways["copy"])
    assert len(many) == len(few) <= 9


# --- Joining with an account -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("way", "role"), [("mail", Role.MEMBER), ("copy", Role.MEMBER), ("project", Role.VIEWER)]
)
def test_posting_joins_and_leads_to_the_board(way, role, ways, as_lena, lena):
    response = as_lena.post(ways[way])
    assert (response.status_code, response.url, role_of(lena)) == (302, "/p/parcel-vision/board/", role)


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_whoever_is_in_lands_on_the_board_as_what_they_are(way, ways, as_lena, lena, project):
    MembershipFactory(project=project, user=lena, role=Role.OWNER)
    answers = [as_lena.get(ways[way]), as_lena.post(ways[way])]
    assert {answer.url for answer in answers} == {"/p/parcel-vision/board/"}
    assert role_of(lena) == Role.OWNER


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("way", ["mail", "copy"])
def test_an_account_with_another_address_is_told_and_offered_sign_out(
    method, way, ways, as_stranger, stranger
):
    page = getattr(as_stranger, method)(ways[way])
    assert (page.status_code, role_of(stranger)) == (403, None)
    assert f"It is for {LENA}, and you are signed in as {stranger.name} ({stranger.email})." in page.text
    assert 'action="/accounts/logout/"' in page.text


def test_signing_out_on_the_page_leads_back_to_it(ways, as_stranger):
    response = as_stranger.post("/accounts/logout/", {"next": ways["mail"]})
    assert response.url == ways["mail"]


def test_an_unconfirmed_address_is_confirmed_by_the_mailed_link_alone(ways, as_lena, lena, project):
    as_lena.post(ways["copy"])
    copied = User.objects.get(pk=lena.pk).email_confirmed_at
    as_lena.post(ways["mail"])
    assert (copied, User.objects.get(pk=lena.pk).email_confirmed_at is None) == (None, False)


def test_a_page_that_was_drawn_for_somebody_else_joins_nobody(ways, as_lena, stranger):
    other = client_for(stranger)
    page_of_lena = {"drawn_for": str(User.objects.get(email=LENA).pk)}
    other.defaults = {name: value for name, value in other.defaults.items() if "DRAWN" not in name}
    assert (other.post(ways["project"], page_of_lena).status_code, role_of(stranger)) == (409, None)


def test_the_form_of_somebody_new_makes_no_account_once_one_is_signed_in(ways, stranger):
    signed_in = client_for(stranger)
    signed_in.defaults = {}
    assert (signed_in.post(ways["mail"], account()).status_code, User.objects.filter(email=LENA).count()) == (
        409,
        0,
    )


# --- Joins what the page shows, or nothing ---------------------------------------------------------------
@pytest.fixture
def other(db):
    """Another project, with links of its own for the same person."""
    member = MembershipFactory(role=Role.OWNER, project__slug="other", project__name="Other")
    invitation = member.project.invite(address=LENA, role=Role.OWNER, by=member.user)
    link = ProjectLink.of(member.project)
    link.switch_on(role=Role.MEMBER, until=timezone.now().date() + timedelta(days=9), by=member.user)
    return {
        "project": member.project.pk,
        "slug": "other",
        "invitation": invitation.pk,
        "token": invitation.token(Way.MAIL),
        "link": link.token,
        "role": "3",
        "address": "mallory@evil.example",
        "email": "mallory@evil.example",
        "generation": "1",
        "way": "m",
        "next": "/p/other/board/",
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "",
        "email_confirmed_at": "2026-01-01",
        "id": "1",
        "pk": "1",
    }


def everything():
    people = list(
        User.objects.order_by("pk").values_list("username", "email", "is_staff", "is_superuser", "is_active")
    )
    return people, list(
        Membership.objects.order_by("pk").values_list("project__slug", "user__username", "role")
    )


@pytest.mark.parametrize("query", [True, False])
@pytest.mark.parametrize("body", [True, False])
@pytest.mark.parametrize(("way", "role"), [("mail", 2), ("copy", 2), ("project", 1)])
def test_ids_and_tokens_of_another_project_beside_the_token_change_nothing(
    way, role, body, query, ways, other, as_lena
):
    people, members = everything()
    as_lena.post(ways[way], other if body else {}, query_params=other if query else None)
    assert everything() == (people, [*members, ("parcel-vision", "lena", role)])


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_a_new_account_has_nothing_but_its_own_fields_whatever_is_posted(way, ways, other, client):
    client.post(ways[way], other | account(email=LENA), query_params=other)
    person = User.objects.get(username="lena.vogt")
    found = (person.email, person.is_staff, person.is_superuser, person.is_active, role_of(person))
    assert found == (LENA, False, False, True, Role.VIEWER if way == "project" else Role.MEMBER)
    assert (Membership.objects.filter(user=person).count(), person.email_confirmed_at is not None) == (
        1,
        way == "mail",
    )


@pytest.mark.parametrize("first", ["invitation", "link"])
def test_a_token_with_the_signature_of_another_joins_nothing(first, ways, other, as_lena, invitation, link):
    own = {"invitation": invitation.token(Way.MAIL), "link": link.token}
    theirs = {"invitation": other["token"], "link": other["link"]}
    statuses = []
    for head in own.values():
        for tail in theirs.values():
            mixed = f"{head.split('-', 1)[0]}-{tail.split('-', 1)[1]}"
            statuses.append(as_lena.post(f"/join/{mixed}/").status_code)
    assert (statuses, Membership.objects.filter(user__email=LENA).count()) == ([404] * 4, 0)


@pytest.mark.parametrize("change", ["role", "taken back", "demoted", "archived", "gone"])
@pytest.mark.parametrize("way", ["mail", "copy"])
def test_what_changed_since_the_page_was_drawn_joins_nobody(
    change, way, ways, as_lena, lena, project, owner, invitation
):
    assert as_lena.get(ways[way]).status_code == 200
    changes = {
        "role": lambda: project.invite(address=LENA, role=Role.OWNER, by=owner),
        "taken back": lambda: invitation.take_back(by=owner),
        "demoted": lambda: Membership.objects.filter(user=owner).update(role=Role.VIEWER),
        "archived": lambda: project.change(by=owner, archived_at=timezone.now()),
        "gone": lambda: project.delete(),
    }
    changes[change]()
    status = as_lena.post(ways[way]).status_code
    assert (status, role_of(lena)) == ({"role": 404, "taken back": 404, "gone": 404}.get(change, 410), None)


@pytest.mark.parametrize("change", ["role", "off", "rotated", "archived", "over"])
def test_a_project_link_that_changed_since_the_page_was_drawn_joins_nobody(
    change, ways, as_lena, lena, project, owner, link
):
    assert as_lena.get(ways["project"]).status_code == 200
    changes = {
        "role": lambda: link.switch_on(role=Role.MEMBER, until=link.until, by=owner),
        "off": lambda: link.switch_off(by=owner),
        "rotated": lambda: link.rotate(by=owner),
        "archived": lambda: project.change(by=owner, archived_at=timezone.now()),
        "over": lambda: ProjectLink.objects.update(joins=limits.LINK_JOINS),
    }
    changes[change]()
    status = as_lena.post(ways["project"]).status_code
    assert (status, role_of(lena)) == (410 if change in ("archived", "over") else 404, None)


# --- A new account ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["mail", "copy"])
def test_somebody_new_joins_with_name_user_name_and_password(way, ways, client):
    response = client.post(ways[way], account())
    person = User.objects.get(username="lena.vogt")
    assert (response.url, person.name, person.email) == ("/p/parcel-vision/board/", "Lena Vogt", LENA)
    assert (person.check_password(PASSWORD), role_of(person)) == (True, Role.MEMBER)
    assert client.get("/p/parcel-vision/board/").status_code == 200


@pytest.mark.parametrize(("way", "is_confirmed"), [("mail", True), ("copy", False)])
def test_an_address_is_confirmed_only_by_the_link_that_came_by_mail(way, is_confirmed, ways, client):
    client.post(ways[way], account())
    assert (User.objects.get(email=LENA).email_confirmed_at is not None) == is_confirmed


def test_the_address_is_the_invited_one_whatever_is_posted(ways, client):
    client.post(ways["mail"], account(email="mallory@evil.example"))
    assert User.objects.get(username="lena.vogt").email == LENA


def test_name_and_user_name_are_proposed(ways, client):
    UserFactory(username="lena")
    text = client.get(ways["mail"]).text
    assert ('value="Lena Vogt"' in text, 'value="lena2"' in text) == (True, True)


def test_without_a_user_name_the_proposed_one_is_taken(ways, client):
    client.post(ways["project"], account(username="", email="Anne.Gross+x@depot.example"))
    assert User.objects.get(name="Lena Vogt").username == "anne.gross.x"


def test_somebody_new_joins_by_the_project_link_with_an_address_that_nothing_confirms(ways, client):
    client.post(ways["project"], account(email="new@depot.example"))
    person = User.objects.get(email="new@depot.example")
    assert (person.email_confirmed_at, role_of(person)) == (None, Role.VIEWER)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Type your name."),
        ({"name": "\u200b"}, "only invisible characters"),
        ({"username": "lena vogt"}, "letters a to z, digits"),
        ({"username": "TAKEN"}, "Somebody has this user name. taken2 is free."),
        ({"password": ""}, "Choose a password."),
        ({"password": "short"}, "too short"),
        ({"password": "password123"}, "too common"),
        ({"password": "lena@depot.example"}, "too similar to the e-mail address"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(fields, sentence, ways, client):
    UserFactory(username="taken")
    page = client.post(ways["mail"], account(**fields))
    assert (page.status_code, sentence in page.text, User.objects.filter(email=LENA).count()) == (
        422,
        True,
        0,
    )


def test_what_was_typed_is_kept_but_no_password(ways, client):
    text = client.post(ways["mail"], account(name="", password="short")).text
    assert ('value="lena.vogt"' in text, "short" in text.replace("too short", "")) == (True, False)


@pytest.mark.parametrize("way", ["copy", "project"])
def test_an_address_that_has_an_account_gets_no_second_one(way, ways, client, lena):
    page = client.post(ways[way], account(email=LENA.upper()))
    assert (page.status_code, User.objects.filter(name="Lena Vogt").count()) == (422, 1)
    assert "There is an account with this address." in page.text


def test_only_a_mailed_link_says_that_its_address_has_an_account(ways, client, lena):
    """Whoever copies a link could find out otherwise."""
    said = "You have an account here"
    assert (said in client.get(ways["mail"]).text, said in client.get(ways["copy"]).text) == (True, False)


def test_a_copied_link_looks_the_same_for_who_has_an_account(ways, client, project, owner):
    others = project.invite(address="tom@depot.example", role=Role.MEMBER, by=owner, name="Lena Vogt")
    UserFactory(email="tom@depot.example", username="somebody")
    known, unknown = client.get(f"/join/{others.token(Way.COPY)}/"), client.get(ways["copy"])
    assert masked(known).replace("tom", "lena") == masked(unknown).replace("tom", "lena")


def masked(response):
    return re.sub(
        r'(nonce|csrfmiddlewaretoken" value)="[^"]*"|/join/[^/"%]+|%2Fjoin%2F[^"%]+', "", response.text
    )


def test_the_sign_in_leads_back_to_the_link(ways, client, lena):
    credentials = {"login": "lena", "password": PASSWORD, "next": ways["mail"]}
    assert client.post("/accounts/login/", credentials).url == ways["mail"]


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_a_new_account_is_signed_in_until_the_browser_ends(way, ways, client, settings):
    response = client.post(ways[way], account(email="new@example.org"))
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert (response.status_code, cookie["max-age"], cookie["expires"]) == (302, "", "")


def test_an_account_that_is_made_meanwhile_is_said_as_one_that_was_there(ways, client, monkeypatch):
    def made_meanwhile(token, person):
        monkeypatch.undo()
        raise IntegrityError

    monkeypatch.setattr(join_views, "accept", made_meanwhile)
    assert client.post(ways["mail"], account()).status_code == 302


def test_a_refused_joining_makes_no_account(ways, client, monkeypatch, invitation):
    accept = join_views.accept

    def used_meanwhile(token, person):
        Invitation.objects.update(used_at=timezone.now())
        return accept(token, person)

    monkeypatch.setattr(join_views, "accept", used_meanwhile)
    page = client.post(ways["mail"], account())
    assert (page.status_code, "This invitation was used" in page.text) == (410, True)
    assert not User.objects.filter(email=LENA).exists()


@pytest.mark.parametrize("path", ["/accounts/signup/", "/join/", "/join//"])
def test_there_is_no_sign_up_without_a_link(path, client):
    assert (client.post(path, account(email=LENA)).status_code, User.objects.count()) == (404, 0)


# --- Refused ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["client", "as_lena"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_invitation_gets_a_page_with_a_sentence(method, who, ways, request):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=14, minutes=1))
    page = getattr(request.getfixturevalue(who), method)(ways["mail"])
    assert (page.status_code, "Links are good for 14 days." in page.text) == (410, True)


def test_a_refusal_says_nothing_of_the_project_but_its_name(ways, client, project, week):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    assert week.goal not in client.get(ways["mail"]).text


# --- Guessing --------------------------------------------------------------------------------------------
def guesses(client, times):
    token = f"m1-{'A' * 43}"
    return [client.get(f"/join/{token}/").status_code for _ in range(times)]


def test_guessing_is_stopped(client):
    assert guesses(client, 32) == [404] * 30 + [429] * 2


def test_whoever_guessed_too_often_is_told_when_to_come_back(client):
    guesses(client, 30)
    assert client.get("/join/nothing/")["Retry-After"] == "300"


def test_guessing_by_post_and_head_counts_as_well(client):
    statuses = [client.post("/join/x/").status_code for _ in range(15)]
    statuses += [client.head("/join/x/").status_code for _ in range(16)]
    assert statuses == [404] * 30 + [429]


def test_a_right_link_is_not_stopped_by_what_others_guess_from_the_same_place(ways, client):
    guesses(client, 31)
    assert client.get(ways["mail"]).status_code == 200


def look_for(client, address, path):
    """Post a form that makes no account."""
    return client.post(path, account(email=address, password="")).status_code


def test_looking_for_accounts_by_a_project_link_is_stopped(ways, client, lena):
    statuses = [look_for(client, LENA, ways["project"]) for _ in range(61)]
    assert statuses == [422] * 60 + [429]


def test_addresses_without_an_account_count_as_those_that_have_one(ways, client):
    statuses = [look_for(client, f"nobody{n}@example.org", ways["project"]) for n in range(61)]
    assert statuses == [422] * 60 + [429]


def test_where_too_many_were_looked_for_the_answer_is_the_same_for_all(ways, client, lena):
    for _ in range(60):
        look_for(client, LENA, ways["project"])
    assert {look_for(client, who, ways["project"]) for who in (LENA, "nobody@example.org")} == {429}


# --- The token is told to nobody -------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_no_browser_names_the_address_of_the_page_as_where_it_comes_from(way, ways, client):
    pages = [
        client.get(ways[way]),
        client.get("/accounts/login/", {"next": ways[way]}),
        client.get("/join/nothing/"),
    ]
    assert {page["Referrer-Policy"] for page in pages} == {"strict-origin"}


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_the_page_names_its_token_only_where_it_leads_back_to_itself(way, ways, client):
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    ProjectLink.objects.update(joins=limits.LINK_JOINS)
    assert ways[way].split("/")[2] not in client.get(ways[way]).text


def test_no_table_holds_a_token(ways, as_lena):
    for path in ways.values():
        as_lena.post(path)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = str(cursor.fetchall())
            assert [path for path in ways.values() if path.split("-", 1)[1].strip("/") in text] == []
