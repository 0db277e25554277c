"""People as somebody writes them down."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import Role
from projects.people.reading import MOST, read_people
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ana():
    return UserFactory(username="ana", name="Ana Lopes", email="Ana.Lopes@example.org")


@pytest.mark.parametrize("who", ["ana", "ANA", "@ana", "ana.lopes@example.org", "Ana Lopes", "  ana  lopes "])
def test_somebody_is_known_by_address_user_name_and_name(ana, who):
    assert read_people(who) == [(ana, Role.MEMBER)]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("ana owner", Role.OWNER),
        ("ana, Viewer", Role.VIEWER),
        ("ana\tmember", Role.MEMBER),
        ("Ana Lopes;owner", Role.OWNER),
    ],
)
def test_the_last_word_says_what_they_may_do(ana, line, role):
    assert read_people(line) == [(ana, role)]


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
def test_people_are_read_as_mail_programs_and_lists_write_them(ana, text, roles):
    bo = UserFactory(username="bo", name="Bo Kaya", email="bo@example.org")
    assert read_people(text) == list(zip([ana, bo], roles, strict=False))


def test_each_of_several_people_in_a_line_is_told_of(ana):
    assert refusals("ana, zoe; Kim <kim@example.org>") == [
        "Line 1: nobody is known as “zoe”. People are added in the admin first.",
        "Line 1: nobody is known as “kim@example.org”. People are added in the admin first.",
    ]


def test_somebody_whose_name_is_a_role_is_still_found():
    owner = UserFactory(username="owner")
    assert read_people("owner") == [(owner, Role.MEMBER)]


def test_empty_lines_are_passed_over(ana):
    assert read_people("\n\n ana \n\n") == [(ana, Role.MEMBER)]


def refusals(text):
    with pytest.raises(ValidationError) as refusal:
        read_people(text)
    return refusal.value.messages


def test_every_line_that_names_nobody_is_told_of(ana):
    assert refusals("ana\nnobody owner\nzoe") == [
        "Line 2: nobody is known as “nobody”. People are added in the admin first.",
        "Line 3: nobody is known as “zoe”. People are added in the admin first.",
    ]


def test_somebody_who_cannot_sign_in_is_nobody(ana):
    ana.is_active = False
    ana.save()
    assert "nobody is known as “ana”" in refusals("ana")[0]


def test_a_name_that_could_be_two_people_is_refused(ana):
    UserFactory(name="Ana Lopes")
    assert refusals("Ana Lopes") == [
        "Line 1: “Ana Lopes” could be 2 people. Write an address or a user name."
    ]


def test_somebody_who_stands_there_twice_is_told_of(ana):
    assert refusals("ana\nana.lopes@example.org owner") == [
        "Line 2: “ana.lopes@example.org” is listed twice."
    ]


def test_more_lines_than_a_team_has_are_refused():
    assert refusals("ana\n" * (MOST + 1)) == [f"These are {MOST + 1} people; {MOST} can be added at once."]


@pytest.mark.parametrize("count", [1, 20])
def test_any_number_of_people_takes_one_query(count, django_assert_num_queries):
    people = UserFactory.create_batch(count)
    with django_assert_num_queries(1):
        assert len(read_people("\n".join(person.username for person in people))) == count


def test_a_name_is_known_whatever_the_case_of_its_letters():
    kaya = UserFactory(username="oezlem", name="Özlem Kaya")
    assert read_people("özlem KAYA owner") == [(kaya, Role.OWNER)]
