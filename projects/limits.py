"""Limits of sizes and numbers, the same in forms, database constraints and commands."""

from datetime import date

from django.db.models import CheckConstraint, F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

TITLE = 200
NAME = 100
GOAL = 200
TEXT = 20_000
WEEKS = 52
OPEN_CARDS = 5_000
LABELS = 200  # of a project; the filter lists them all
CARD_LABELS = 20
INVITATIONS = 200  # that wait in a project; the page of its people lists them all
INVITATION_MAILS = 30  # an hour, of one owner; the others wait
LINK_JOINS = 200
ESTIMATE_MINUTES = 999 * 60
CARD_LIMIT_MINUTES = 40 * 60
STANDUP_MINUTES = 120
STANDUP_PLACE = 1_500  # characters of what a standup keeps of where its leader is
PLAN_FILE_BYTES = 2 * 1024 * 1024
FILE_BYTES = 1024**3  # of a stored video, whatever the settings allow
DEMO_SECONDS = 30  # a longer demo is marked, not refused
DEMO_SENTENCE = 300
LINK = 2000
LONGEST_SECONDS = 24 * 3600  # a longer length is taken for unknown
POSTER_BYTES = 256 * 1024
CARD_FILES = 100
CARD_FILE_BYTES = 25 * 1024**2
PICTURE_BYTES = 10 * 1024**2  # as it is sent
FILE_NAME = 200

# A plan of 52 weeks that starts on the last of these days still ends inside the calendar of every library.
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2199, 12, 31)


def length_between(field: str, least: int, most: int, *, name: str) -> CheckConstraint:
    """Constrain the number of characters of `field`; SQLite does not enforce max_length."""
    return CheckConstraint(condition=length_of(field, least, most), name=name)


def length_of(field: str, least: int, most: int) -> Q:
    length = Length(F(field))
    return Q(GreaterThanOrEqual(length, Value(least))) & Q(LessThanOrEqual(length, Value(most)))


def value_between(field: str, least: object, most: object, *, name: str) -> CheckConstraint:
    """Constrain the value of `field`; NULL passes, as in SQL."""
    return CheckConstraint(condition=Q(**{f"{field}__gte": least, f"{field}__lte": most}), name=name)
