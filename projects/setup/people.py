"""People typed one a line, by address, user name or name, each with a role."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower

from projects import limits
from projects.models import Role, User
from projects.text import TextFormField, validate_text

ROLES = {role.label.lower(): role for role in Role}
MOST = 200  # lines
EXAMPLE = "ana@example.org owner\nbilal\ndara viewer"


class PersonLine(NamedTuple):
    """A line of the list, with what it calls a person and their role; `key` is `who` in small letters."""

    line: int
    who: str
    role: Role

    @property
    def key(self) -> str:
        return self.who.lower()


def read_people(text: str) -> list[tuple[User, Role]]:
    """Return the people that `text` names, each with a role; without one on the line a member.

    One query in all. Raises ValidationError with a sentence for every line that names nobody, or somebody twice.
    """
    named = [
        parse_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    ]
    if len(named) > MOST:
        raise ValidationError(f"These are {len(named)} people; {MOST} can be added at once.")
    known = find_people({each.key for each in named})
    wrong, people = [], {}
    for each in named:
        found = known[each.key]
        if len(found) != 1:
            wrong.append(unknown_person(each, len(found)))
        elif found[0] in people:
            wrong.append(f"Line {each.line}: “{each.who}” is listed twice.")
        else:
            people[found[0]] = each.role
    if wrong:
        raise ValidationError(wrong)
    return list(people.items())


def parse_line(number: int, line: str) -> PersonLine:
    """Parse a line; commas, semicolons and tabs count as spaces, because it may come from a spreadsheet."""
    words = line.replace(",", " ").replace(";", " ").split()
    role = ROLES.get(words[-1].lower()) if len(words) > 1 else None
    return PersonLine(number, " ".join(words[:-1] if role else words).removeprefix("@"), role or Role.MEMBER)


def find_people(keys: set[str]) -> dict[str, list[User]]:
    """Return the people who can sign in, by each of these addresses, user names and names that they have."""
    people = User.objects.filter(is_active=True).annotate(
        **{f"small_{field}": Lower(field) for field in ("username", "email", "name")}
    )
    if not all(key.isascii() for key in keys):
        return people_by_key(
            User.objects.filter(is_active=True), keys
        )  # databases know small letters of ASCII alone
    asked = Q(small_username__in=keys) | Q(small_email__in=keys) | Q(small_name__in=keys)
    return people_by_key(people.filter(asked), keys)


def people_by_key(people: Iterable[User], keys: set[str]) -> dict[str, list[User]]:
    known: dict[str, list[User]] = defaultdict(list)
    for person in people:
        for key in {person.username.lower(), person.email.lower(), person.name.lower()} & keys:
            known[key].append(person)
    return known


def unknown_person(named: PersonLine, found: int) -> str:
    if found:
        return f"Line {named.line}: “{named.who}” could be {found} people. Write an address or a user name."
    return f"Line {named.line}: nobody is known as “{named.who}”. An admin adds people first."


class PeopleField(TextFormField):
    """Several lines in a form; its value is a list of people with their roles."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 4, "placeholder": EXAMPLE})
        super().__init__(max_length=limits.TEXT, widget=widget, validators=[validate_text], **kwargs)

    def clean(self, value):
        return read_people(super().clean(value))
