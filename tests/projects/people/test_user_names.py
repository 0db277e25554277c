"""The user name that is proposed is one that somebody can have."""

import pytest

from projects.people.user_names import free_user_name
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lena@depot.example", "lena"),
        ("Lena.Vogt+board@depot.example", "lena.vogt.board"),
        ("_lena_@depot.example", "lena"),
        ("Änne Groß", "anne.gross"),
        ("张伟", "zhangwei"),
        ("x" * 200 + "@depot.example", "x" * 50),
        ("@", ""),
        ("", ""),
    ],
)
def test_a_name_is_made_of_letters_that_user_names_have(text, name):
    assert free_user_name(text) == name


def test_a_name_that_somebody_has_is_numbered_whatever_its_capitals():
    UserFactory(username="Lena")
    UserFactory(username="lena2")
    assert free_user_name("lena@depot.example") == "lena3"
