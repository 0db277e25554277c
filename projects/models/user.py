"""A person who can sign in."""

from functools import lru_cache

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from grapheme import graphemes

from projects import limits
from projects.models.searchable import Searchable
from projects.text import LineField

HUES = 8

username_validators = [
    RegexValidator(
        r"\A[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?\Z",
        "A user name has letters a to z, digits, and dots, hyphens or underscores between them; no @.",
    )
]


class PeopleManager(UserManager["User"]):
    """Finds people by user name or address, in any case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by user name or address: at most one, as a user name has no @ and each is unique."""
        return self.get(same("username", username) | same("email", username))

    def at(self, address: str) -> QuerySet["User"]:
        return self.filter(same("email", address))


def same(field: str, typed: str | None) -> Q:
    """Compare as the constraints do. `iexact` would not: on PostgreSQL a dotless ı in capitals is an I."""
    return Q(Exact(Lower(field), Lower(Value(typed or ""))))


class User(Searchable, AbstractUser):
    """A person, who signs in with an e-mail address or a user name; `name` is shown to others."""

    SEARCHED = ("name", "username")

    # A name without @ can never be mistaken for somebody's address at the sign-in.
    username = models.CharField(
        "user name",
        max_length=60,
        unique=True,
        validators=username_validators,
        help_text="For signing in and for @mentions: letters a to z, digits, dots, hyphens, underscores.",
        error_messages={"unique": "Somebody has this user name already."},
    )
    name = LineField(max_length=limits.NAME, help_text="As it is shown to the team.")
    email = models.EmailField("e-mail address", max_length=254)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    objects = PeopleManager()  # type: ignore[misc]

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="person_by_name")]
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="user_name_once", violation_error_message="This user name is taken."
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="email_once",
                violation_error_message="Somebody has this address already.",
            ),
            limits.length_between("name", 1, limits.NAME, name="person_name_length"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first

    @property
    def first(self) -> str:
        return str(self).split()[0]

    @property
    def name_and_address(self) -> str:
        """Return the label for a list to choose from: two people may have the same name."""
        return f"{self} ({self.email})"

    @property
    def initials(self) -> str:
        return initials_of(str(self))

    @property
    def hue(self) -> int:
        """Return the number of one of the eight colours; it never changes."""
        return hue_of(self.pk or 1)


@lru_cache(1024)
def initials_of(name: str) -> str:
    """Take the first letter or digit of the first and the last word that has one; two of a single word.

    Letters are graphemes (Unicode Annex 29), so no accent or vowel sign is lost. A name without any, such as one
    emoji, stands for itself with its first grapheme.
    """
    words = [letters for word in name.split() if (letters := letters_of(word))]
    if len(words) > 1:
        return words[0][0] + words[-1][0]
    return "".join(words[0][:2]) if words else next(graphemes(name.strip()), "")


def letters_of(word: str) -> list[str]:
    return [letter for letter in graphemes(word.upper()) if letter[0].isalnum()]


def hue_of(pk: int) -> int:
    return (pk - 1) % HUES + 1
