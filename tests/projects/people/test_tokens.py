"""Tokens are derived, and each is good for one row, one way and one generation."""

import pytest
from django.test import override_settings

from projects.people.tokens import Way, make_token, parse_token

TOKEN = make_token(Way.MAIL, 12, 3, "lena@depot.example")


def is_valid(text, generation=3, about="lena@depot.example"):
    token = parse_token(text)
    return token is not None and token.is_of(generation, about)


def test_a_token_is_valid_for_what_it_was_made_of():
    assert is_valid(TOKEN)


def test_a_token_is_the_same_each_time():
    assert make_token(Way.MAIL, 12, 3, "lena@depot.example") == TOKEN


def test_the_mailed_and_the_copied_token_differ_in_their_signature():
    copied = make_token(Way.COPY, 12, 3, "lena@depot.example")
    assert copied[1:] != TOKEN[1:]


@pytest.mark.parametrize(
    "text",
    [
        TOKEN.replace("m", "c", 1),
        TOKEN.replace("m", "p", 1),
        TOKEN.replace("12", "13", 1),
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN + "\n",
        TOKEN.swapcase(),
        "x" + TOKEN[1:],
        TOKEN.replace("12", "١٢", 1),
        "m12-" + "é" * 43,
        "m" + "9" * 40 + TOKEN[3:],
        "",
        "\0",
    ],
)
def test_a_changed_token_is_not_valid(text):
    assert not is_valid(text)


def test_a_token_is_not_valid_for_another_generation():
    assert not is_valid(TOKEN, generation=4)


def test_a_token_is_not_valid_for_another_row_that_got_its_id_later():
    assert not is_valid(TOKEN, about="tom@depot.example")


def test_a_token_is_not_valid_with_another_secret_key():
    with override_settings(SECRET_KEY="another" * 8):
        assert not is_valid(TOKEN)
