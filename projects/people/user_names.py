"""The user name that is proposed to somebody new."""

import re

from anyascii import anyascii
from django.db.models.functions import Lower

from projects.models import User
from projects.models.user import same

LONGEST = 50  # leaves room for a number
MOST = 100  # people of one user name, by their numbers


def free_user_name(text: str) -> str:
    """Return a user name made from a name or an address, numbered if somebody has it; "" if it makes none."""
    name = user_name_of(text)
    if not name:
        return ""
    proposed = [name, *(f"{name}{number}" for number in range(2, MOST))]
    rows = User.objects.annotate(small=Lower("username")).filter(small__in=proposed)
    taken = set(rows.values_list("small", flat=True))
    return next((each for each in proposed if each not in taken), "")


def user_name_of(text: str) -> str:
    local_part = text.split("@")[0]
    return re.sub(r"[^a-z0-9._-]+", ".", anyascii(local_part).lower())[:LONGEST].strip("._-")


def is_taken(name: str) -> bool:
    return User.objects.filter(same("username", name)).exists()
