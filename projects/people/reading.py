"""People typed or pasted, by address, user name or name, each with a role."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email as validate_address
from django.db.models import Q
from django.db.models.functions import Lower

from projects import limits
from projects.models import Role, User
from projects.text import TextFormField, validate_text

ROLES = {role.label.lower(): role for role in Role}
MOST = 200
ADDRESS_LENGTH = 254
# Semicolons and commas stand between people, or before a role, but not in quotation marks.
GROUP = re.compile(r'(?:"[^"]*"|[^;])+')
PART = re.compile(r'(?:"[^"]*"|[^,])+')
BULLET = re.compile(r"^\s*(?:[-*+•·–—▪☐]|[0-9]{1,3}[.)])\s+")
ADDRESS = re.compile(r"[^\s<>()\[\]:,;\"'“”]+@[^\s<>()\[\]:,;\"'“”]+")
IN_BRACKETS = re.compile(rf"<\s*(?:mailto:)?{ADDRESS.pattern}\s*>")
EXAMPLE = "ana@example.org owner\nDara Nwosu <dara@example.org>\nbilal viewer"


class PersonLine(NamedTuple):
    """What a line calls somebody; `name` is what a mail program writes before an address."""

    line: int
    who: str
    role: Role | None
    name: str = ""

    @property
    def key(self) -> str:
        """Return `who` in small letters."""
        return self.who.lower()


class Addressee(NamedTuple):
    """Somebody to be invited: whether this address is known here, nobody has looked."""

    address: str
    name: str
    role: Role


class People(NamedTuple):
    """Who was named: those whom the writer works with already, and addresses of others."""

    known: list[tuple[User, Role]]
    addressees: list[Addressee]


def read_people(text: str, *, by: User, role: Role = Role.MEMBER) -> People:
    """Return the people that `text` names, each with the role beside them, or this one.

    Those who share a project with `by` are known by address, user name and name. Of all others an address is enough,
    and nothing else is: nobody can find out here who has an account. One query, whatever the addresses.
    Raises ValidationError with a sentence for every line that names nobody, or somebody twice.
    """
    named = [
        person
        for number, line in enumerate(text.splitlines(), start=1)
        for person in parse_line(number, line)
    ]
    if len(named) > MOST:
        raise ValidationError(f"These are {len(named)} people; {MOST} can be added at once.")
    found = find_people({each.key for each in named}, by)
    wrong, people = [], {}
    for each in named:
        matches = found.get(each.key, [])
        who = matches[0] if matches else each.key
        if fault := fault_of(each, len(matches)):
            wrong.append(f"Line {each.line}: {fault}")
        elif who in people:
            wrong.append(f"Line {each.line}: “{each.who}” is listed twice.")
        else:
            people[who] = each
    if wrong:
        raise ValidationError(wrong)
    known = [(who, each.role or role) for who, each in people.items() if isinstance(who, User)]
    others = [each for who, each in people.items() if not isinstance(who, User)]
    return People(known, [Addressee(each.who, each.name, each.role or role) for each in others])


def fault_of(named: PersonLine, matches: int) -> str:
    """Say what is wrong with somebody named; nothing if one person is known so, or it is an address."""
    if matches > 1:
        return f"“{named.who}” could be {matches} people. Write an address or a user name."
    if matches == 1 or is_address(named.who):
        return ""
    if "@" in named.who:
        return f"“{named.who}” is not a whole address, such as ana@example.org."
    return f"nobody in your projects is known as “{named.who}”. Write an address."


def is_address(text: str) -> bool:
    try:
        validate_address(text)
    except ValidationError:
        return False
    return len(text) <= ADDRESS_LENGTH


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
            name = name_before(who) if len(addresses) == 1 else ""
            people += [PersonLine(number, address, role, name) for address in addresses]
        elif not who:
            people.append(PersonLine(number, part, None))
        elif who.islower() or not IN_BRACKETS.search(after):  # else it is a family name: Lopes, Ana <…>
            people.append(PersonLine(number, who.removeprefix("@"), role))
    return people


def name_before(who: str) -> str:
    """Return the name that stands before an address in brackets, without quotation marks: Reed, Tom is Tom Reed."""
    before, bracket, _ = who.partition("<")
    name = before.strip().strip("\"'“”").strip()
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        name = f"{given} {family}".strip()
    return name[: limits.NAME] if bracket else ""


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


def find_people(keys: set[str], by: User) -> dict[str, list[User]]:
    """Return who of `by` and those who share a project with them has these addresses, user names or names.

    An address says who somebody is only where it was confirmed, and a name that looks like one says nothing: anybody
    can write either of somebody else into their account.
    """
    people = User.objects.who_share_a_project_with(by).filter(is_active=True)
    if all(key.isascii() for key in keys):  # of other letters databases do not know the small ones
        small = {f"small_{field}": Lower(field) for field in ("username", "email", "name")}
        people = people.annotate(**small).filter(
            Q(small_username__in=keys) | Q(small_email__in=keys) | Q(small_name__in=keys)
        )
    known: dict[str, list[User]] = defaultdict(list)
    for person in {by, *people}:
        for key in names_of(person, by) & keys:
            known[key].append(person)
    return known


def names_of(person: User, by: User) -> set[str]:
    """Return the small letters by which `by` knows this person."""
    names = {name for name in (person.username.lower(), person.name.lower()) if "@" not in name}
    is_theirs = person.email_confirmed_at or person == by
    return names | {person.email.lower()} if is_theirs else names


class PeopleField(TextFormField):
    """Several lines in a form, written by `by`; its value are the People that they name."""

    by: User

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 4, "placeholder": EXAMPLE})
        super().__init__(max_length=limits.TEXT, widget=widget, validators=[validate_text], **kwargs)

    def clean(self, value):
        return read_people(super().clean(value), by=self.by)
