"""People as somebody writes them down."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import Role
from projects.people.reading import MOST, read_people
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def colleague(project):
    """Somebody who is in the owner's project, and whose address is confirmed."""
    confirmed = {"email_confirmed_at": timezone.now()}
    return lambda **fields: MembershipFactory(project=project, user=UserFactory(**confirmed | fields)).user


@pytest.fixture
def ana(colleague):
    return colleague(username="ana", name="Ana Lopes", email="Ana.Lopes@example.org")


def read(text, owner):
    """Those whom a text names and the owner works with."""
    return read_people(text, by=owner).known


@pytest.mark.parametrize("who", ["ana", "ANA", "@ana", "ana.lopes@example.org", "Ana Lopes", "  ana  lopes "])
def test_somebody_is_known_by_address_user_name_and_name(ana, who, owner):
    assert read(who, owner) == [(ana, Role.MEMBER)]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("ana owner", Role.OWNER),
        ("ana, Viewer", Role.VIEWER),
        ("ana\tmember", Role.MEMBER),
        ("Ana Lopes;owner", Role.OWNER),
    ],
)
def test_the_last_word_says_what_they_may_do(ana, line, role, owner):
    assert read(line, owner) == [(ana, role)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ana <ana.lopes@example.org>", [Role.MEMBER]),
        ('"Lopes, Ana" <ana.lopes@example.org>; Kaya, Bo <bo@example.org>', [Role.MEMBER, Role.MEMBER]),
        ("Lopes, Ana <ana.lopes@example.org>, viewer", [Role.VIEWER]),
        ("ana.lopes@example.org, bo@example.org", [Role.MEMBER, Role.MEMBER]),
        ("ana.lopes@example.org; bo@example.org owner", [Role.MEMBER, Role.OWNER]),
        ("ana, bo", [Role.MEMBER, Role.MEMBER]),
        ("- ana.lopes@example.org", [Role.MEMBER]),
        ("1. Ana Lopes\n2. bo viewer", [Role.MEMBER, Role.VIEWER]),
        ("• ana.lopes@example.org – owner", [Role.OWNER]),
        ("ana.lopes@example.org - viewer", [Role.VIEWER]),
        ("ana.lopes@example.org: Viewer", [Role.VIEWER]),
        ("Ana Lopes (owner)", [Role.OWNER]),
        ("Ana Lopes\tana.lopes@example.org\towner", [Role.OWNER]),
        ("mailto:ana.lopes@example.org", [Role.MEMBER]),
    ],
)
def test_people_are_read_as_mail_programs_and_lists_write_them(ana, text, roles, owner, colleague):
    bo = colleague(username="bo", name="Bo Kaya", email="bo@example.org")
    assert read(text, owner) == list(zip([ana, bo], roles, strict=False))


def test_each_of_several_people_in_a_line_is_told_of(ana, owner):
    assert refusals("ana, zoe; Kim <kim@example>", owner) == [
        "Line 1: nobody in your projects is known as “zoe”. Write an address.",
        "Line 1: “kim@example” is not a whole address, such as ana@example.org.",
    ]


def test_somebody_whose_name_is_a_role_is_still_found(owner, colleague):
    person = colleague(username="owner")
    assert read("owner", owner) == [(person, Role.MEMBER)]


def test_empty_lines_are_passed_over(ana, owner):
    assert read("\n\n ana \n\n", owner) == [(ana, Role.MEMBER)]


def refusals(text, owner):
    with pytest.raises(ValidationError) as refusal:
        read(text, owner)
    return refusal.value.messages


def test_every_line_that_names_nobody_is_told_of(ana, owner):
    assert refusals("ana\nnobody owner\nzoe", owner) == [
        "Line 2: nobody in your projects is known as “nobody”. Write an address.",
        "Line 3: nobody in your projects is known as “zoe”. Write an address.",
    ]


def test_somebody_who_cannot_sign_in_is_nobody(ana, owner):
    ana.is_active = False
    ana.save()
    assert "nobody in your projects is known as “ana”" in refusals("ana", owner)[0]


def test_a_name_that_could_be_two_people_is_refused(ana, owner, colleague):
    colleague(name="Ana Lopes")
    assert refusals("Ana Lopes", owner) == [
        "Line 1: “Ana Lopes” could be 2 people. Write an address or a user name."
    ]


def test_somebody_who_stands_there_twice_is_told_of(ana, owner):
    assert refusals("ana\nana.lopes@example.org owner", owner) == [
        "Line 2: “ana.lopes@example.org” is listed twice."
    ]


def test_more_lines_than_a_team_has_are_refused(owner):
    assert refusals("ana\n" * (MOST + 1), owner) == [
        f"These are {MOST + 1} people; {MOST} can be added at once."
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_any_number_of_people_takes_one_query(count, django_assert_num_queries, owner, colleague):
    people = [colleague() for _ in range(count)]
    with django_assert_num_queries(1):
        assert len(read("\n".join(person.username for person in people), owner)) == count


def test_a_name_is_known_whatever_the_case_of_its_letters(owner, colleague):
    kaya = colleague(username="oezlem", name="Özlem Kaya")
    assert read("özlem KAYA owner", owner) == [(kaya, Role.OWNER)]


# --- Those whom nobody looks for ---------------------------------------------------------------------------
def test_somebody_of_another_project_is_read_like_an_address_that_nobody_has(owner):
    MembershipFactory(user=UserFactory(username="eve", email="eve@example.org"))
    people = read_people("eve@example.org\nnobody@example.org viewer", by=owner)
    assert people.known == []
    assert people.addressees == [
        ("eve@example.org", "", Role.MEMBER),
        ("nobody@example.org", "", Role.VIEWER),
    ]


@pytest.mark.parametrize("who", ["eve", "Eve Sands"])
def test_somebody_of_another_project_is_not_known_by_name(owner, who):
    MembershipFactory(user=UserFactory(username="eve", name="Eve Sands"))
    assert refusals(who, owner) == [f"Line 1: nobody in your projects is known as “{who}”. Write an address."]


def test_who_shares_another_project_with_the_owner_is_known(owner):
    other = MembershipFactory(user=owner).project
    farah = MembershipFactory(project=other, user=UserFactory(name="Farah Noor")).user
    assert read("Farah Noor", owner) == [(farah, Role.MEMBER)]


def test_the_writer_is_known_without_any_project(db):
    alone = UserFactory(username="alone")
    assert read("alone owner", alone) == [(alone, Role.OWNER)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom Reed <tom@depot.example>", "Tom Reed"),
        ('"Reed, Tom" <tom@depot.example> viewer', "Tom Reed"),
        ('"Reed, Tom, Jr." <tom@depot.example>', "Reed, Tom, Jr."),
        ("tom@depot.example", ""),
        ("<tom@depot.example>", ""),
        ("T" * 300 + " <tom@depot.example>", "T" * 100),
    ],
)
def test_the_name_that_a_mail_program_writes_before_an_address_is_kept(owner, text, name):
    assert [who.name for who in read_people(text, by=owner).addressees] == [name]


@pytest.mark.parametrize("who", ["tom@parcelvision", "tom@", "tom@depot..example", "t" * 250 + "@a.example"])
def test_what_is_no_whole_address_is_told_of(owner, who):
    assert refusals(who, owner) == [f"Line 1: “{who}” is not a whole address, such as ana@example.org."]


def test_an_address_that_stands_there_twice_is_told_of(owner):
    assert refusals("tom@depot.example\nTom@Depot.example", owner) == [
        "Line 2: “Tom@Depot.example” is listed twice."
    ]


def test_who_has_no_role_beside_them_gets_the_one_that_is_chosen(ana, owner):
    people = read_people("ana\ntom@depot.example\nkim@depot.example owner", by=owner, role=Role.VIEWER)
    assert people.known == [(ana, Role.VIEWER)]
    assert [who.role for who in people.addressees] == [Role.VIEWER, Role.OWNER]


def test_an_address_that_nothing_has_confirmed_says_not_who_somebody_is(colleague, owner):
    colleague(email="ceo@depot.example", email_confirmed_at=None)
    people = read_people("ceo@depot.example owner", by=owner)
    assert (people.known, [each.address for each in people.addressees]) == ([], ["ceo@depot.example"])


def test_a_name_that_looks_like_an_address_says_not_who_somebody_is(colleague, owner):
    colleague(name="CEO@depot.example")
    people = read_people("ceo@depot.example owner", by=owner)
    assert (people.known, [each.address for each in people.addressees]) == ([], ["ceo@depot.example"])
