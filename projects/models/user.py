"""A person who can sign in."""

from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from grapheme import graphemes

from projects import limits
from projects.models.refused import Refused
from projects.models.searchable import Searchable
from projects.text import LineField

HUES = 8
LEFT = "Somebody who has left"
ADDRESS_TAKEN = "Somebody has this address already."
# What an account that was deleted has not.
EMPTIED = {
    "name": "",
    "username": None,
    "email": None,
    "new_email": "",
    "email_confirmed_at": None,
    "colour": None,
    "is_active": False,
    "is_staff": False,
    "is_superuser": False,
}

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

    def create_superuser(self, username, email=None, password=None, **fields: Any) -> "User":
        """Take the address as confirmed: whoever makes a superuser runs this installation."""
        fields.setdefault("email_confirmed_at", timezone.now())
        return super().create_superuser(username, email, password, **fields)

    def lock(self, person: "User") -> None:
        """Keep an account from being deleted until the transaction ends. Raises DoesNotExist if it was."""
        rows = self.select_for_update(no_key=True).filter(pk=person.pk, username__isnull=False)
        rows.values_list("pk").get()

    def at(self, address: str) -> QuerySet["User"]:
        return self.filter(same("email", address))

    def who_share_a_project_with(self, person: "User") -> QuerySet["User"]:
        """Select the people of all projects that this person is in."""
        memberships = person.memberships.model._default_manager  # this module is below that of memberships
        own = memberships.filter(user=person).values("project")
        return self.filter(pk__in=memberships.filter(project__in=own).values("user"))


def same(field: str, typed: str | None) -> Q:
    """Compare as the constraints do. `iexact` would not: on PostgreSQL a dotless ı in capitals is an I."""
    return Q(Exact(Lower(field), Lower(Value(typed or ""))))


class User(Searchable, AbstractUser):
    """A person, who signs in with an e-mail address or a user name; `name` is shown to others.

    The row of a deleted account stays for what it points from, emptied: it has no user name and no address. Those are
    NULL, because NULL is like nothing else, so that any number of them fit beside the unique indexes of all rows.
    """

    SEARCHED = ("name", "username")

    # A name without @ can never be mistaken for somebody's address at the sign-in.
    username: "models.CharField[str, str]" = models.CharField(  # type: ignore[misc]  # noqa: DJ001
        "user name",
        max_length=60,
        unique=True,
        null=True,
        validators=username_validators,
        help_text="For signing in and for @mentions: letters a to z, digits, dots, hyphens, underscores.",
        error_messages={"unique": "Somebody has this user name already."},
    )
    name = LineField(max_length=limits.NAME, help_text="As it is shown to the team.")
    email: "models.EmailField[str, str]" = models.EmailField(  # type: ignore[misc]  # noqa: DJ001
        "e-mail address", max_length=254, null=True
    )
    # Set when a link came back that only this address was sent, or when an admin typed the address.
    email_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    new_email = models.EmailField(max_length=254, default="", blank=True, editable=False)  # not confirmed yet
    colour = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
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
            models.CheckConstraint(
                condition=limits.length_of("name", 1, limits.NAME)
                & Q(username__isnull=False, email__isnull=False)
                | Q(**EMPTIED),
                name="person_named_or_emptied",
            ),
            limits.value_between("colour", 1, HUES, name="person_colour"),
        ]

    def __str__(self) -> str:
        return self.name or self.username or LEFT

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first

    @property
    def first(self) -> str:
        return LEFT if self.is_deleted else str(self).split()[0]

    def confirm_address(self) -> None:
        """Remember that the address is theirs: a link came back that only it was sent."""
        if self.email_confirmed_at is None:
            self.email_confirmed_at = timezone.now()
            self.save(update_fields=["email_confirmed_at"])

    @property
    def is_deleted(self) -> bool:
        return self.username is None

    def empty(self) -> None:
        """Take everything out of the row of an account that is deleted, and end its sessions."""
        for name, nothing in EMPTIED.items():
            setattr(self, name, nothing)
        self.set_unusable_password()
        self.last_login = None
        self.save()
        self.groups.clear()
        self.user_permissions.clear()
        self.sign_ins.all().end()

    def take_username(self, username: str) -> None:
        """Have another user name from now on. Raises Refused if it is somebody else's, in any case."""
        self.username = username
        self.save_unique("username", refusal="Somebody has this user name already.")

    def ask_for_address(self, address: str) -> None:
        """Wait for a link that is sent to this address alone; the present one counts until it comes back."""
        self.new_email = address
        self.save(update_fields=["new_email"])

    def take_address(self, address: str) -> None:
        """Have another address from now on, of which nothing is proved. Raises Refused if it is somebody else's."""
        self.email, self.new_email, self.email_confirmed_at = address, "", None
        self.save_unique("email", "new_email", "email_confirmed_at", refusal=ADDRESS_TAKEN)

    def take_new_address(self) -> None:
        """Have the address that was asked for. Raises Refused if it is somebody else's by now."""
        self.email, self.new_email, self.email_confirmed_at = self.new_email, "", timezone.now()
        self.save_unique("email", "new_email", "email_confirmed_at", refusal=ADDRESS_TAKEN)

    def save_unique(self, *names: str, refusal: str) -> None:
        try:
            with transaction.atomic():
                self.save(update_fields=names)
        except IntegrityError:
            raise Refused(refusal) from None

    @property
    def name_and_address(self) -> str:
        """Return the label for a list to choose from: two people may have the same name."""
        return f"{self} ({self.email})"

    @property
    def initials(self) -> str:
        return initials_of(str(self))

    @property
    def hue(self) -> int:
        """Return the number of one of the eight colours: the chosen one, or one that never changes."""
        return hue_of(self.pk or 1, self.colour)


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


def hue_of(pk: int, colour: int | None) -> int:
    return colour or (pk - 1) % HUES + 1
