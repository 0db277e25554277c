"""People typed or pasted, by address, user name or name, each with a role."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower

from projects import limits
from projects.models import Role, User
from projects.text import TextFormField, validate_text

ROLES = {role.label.lower(): role for role in Role}
MOST = 200
# Semicolons and commas stand between people, or before a role, but not in quotation marks.
GROUP = re.compile(r'(?:"[^"]*"|[^;])+')
PART = re.compile(r'(?:"[^"]*"|[^,])+')
BULLET = re.compile(r"^\s*(?:[-*+•·–—▪☐]|[0-9]{1,3}[.)])\s+")
ADDRESS = re.compile(r"[^\s<>()\[\]:,;\"'“”]+@[^\s<>()\[\]:,;\"'“”]+")
IN_BRACKETS = re.compile(rf"<\s*(?:mailto:)?{ADDRESS.pattern}\s*>")
EXAMPLE = "ana@example.org owner\nbilal\ndara viewer"


class PersonLine(NamedTuple):
    """What a line calls somebody, and their role; `key` is `who` in small letters."""

    line: int
    who: str
    role: Role

    @property
    def key(self) -> str:
        return self.who.lower()


def read_people(text: str) -> list[tuple[User, Role]]:
    """Return the people that `text` names, each with a role; without one beside it a member.

    One query in all. Raises ValidationError with a sentence for every line that names nobody, or somebody twice.
    """
    named = [
        person
        for number, line in enumerate(text.splitlines(), start=1)
        for person in parse_line(number, line)
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


def parse_line(number: int, line: str) -> list[PersonLine]:
    """Parse the people of a line, as lists, spreadsheets and mail programs write them.

    "ana owner", "- ana@x", "ana@x - viewer", "Ana <ana@x>; Lopes, Bilal <b@x>, viewer". Python's `email.utils` reads
    headers of mails, which know no roles, no semicolons and no commas in a name without quotation marks.
    """
    people: list[PersonLine] = []
    for part, after in parts_of(BULLET.sub("", line)):
        who, role = with_role(part)
        if people and not who and role:
            people[-1] = people[-1]._replace(role=role)
        elif addresses := ADDRESS.findall(who):
            people += [PersonLine(number, address, role or Role.MEMBER) for address in addresses]
        elif not who:
            people.append(PersonLine(number, part, Role.MEMBER))
        elif who.islower() or not IN_BRACKETS.search(after):  # else it is a family name: Lopes, Ana <…>
            people.append(PersonLine(number, who.removeprefix("@"), role or Role.MEMBER))
    return people


def parts_of(line: str) -> Iterator[tuple[str, str]]:
    """Yield the parts between semicolons and commas, each with what stands behind its comma."""
    for group in GROUP.findall(line):
        parts = [part.strip() for part in PART.findall(group) if part.strip()]
        yield from zip_longest(parts, parts[1:], fillvalue="")


def with_role(part: str) -> tuple[str, Role | None]:
    """Split a role off the end: "ana@x - viewer" or "ana (owner)"; a part may be nothing but a role."""
    *words, last = part.split()
    role = ROLES.get(last.strip("()[]-–—:").lower())
    while role and words and not words[-1].strip("-–—:"):
        words.pop()
    return " ".join(words if role else part.split()).rstrip(":"), role


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
    return f"Line {named.line}: nobody is known as “{named.who}”. People are added in the admin first."


class PeopleField(TextFormField):
    """Several lines in a form; its value is a list of people with their roles."""

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 4, "placeholder": EXAMPLE})
        super().__init__(max_length=limits.TEXT, widget=widget, validators=[validate_text], **kwargs)

    def clean(self, value):
        return read_people(super().clean(value))
