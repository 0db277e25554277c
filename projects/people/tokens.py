"""The tokens in the links by which people join. They are derived each time: no table holds one, so none can leak.

A token names its row and carries a signature over way, id, generation and what the row is about: after a backup was
put back, another row may have the id. Counting a row's generation up makes all its tokens of before invalid. The one
that goes out by mail is another than the one that an owner copies.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

SALT = "projects.people.tokens"
TOKEN = re.compile(r"([a-z])([1-9][0-9]{0,17})-([A-Za-z0-9_-]{43})", re.ASCII)


class Way(StrEnum):
    """How a link reaches people; only the mailed one proves that an address is theirs."""

    MAIL = "m"
    COPY = "c"
    PROJECT = "p"  # one for everybody who is told it


class Token(NamedTuple):
    """The parts of a token that somebody sent; not yet checked."""

    way: Way
    pk: int
    signature: str

    def is_of(self, generation: int, about: str) -> bool:
        return constant_time_compare(self.signature, signature(self.way, self.pk, generation, about))


def make_token(way: Way, pk: int, generation: int, about: str) -> str:
    return f"{way}{pk}-{signature(way, pk, generation, about)}"


def parse_token(text: str) -> Token | None:
    """Return the parts of what looks like a token, else None."""
    if (found := TOKEN.fullmatch(text)) is None or found[1] not in {*Way}:
        return None
    return Token(Way(found[1]), int(found[2]), found[3])


def is_mailed(text: str) -> bool:
    """Tell whether a valid token came by mail."""
    token = parse_token(text)
    return token is not None and token.way == Way.MAIL


def signature(way: Way, pk: int, generation: int, about: str) -> str:
    return Signer(salt=SALT).signature(f"{way}:{pk}:{generation}:{about}")
