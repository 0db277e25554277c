"""A session cookie for a browser."""

from django.conf import settings

from projects.models import User
from tests.asking import session_of


def main(username="person1"):
    key = session_of(User.objects.get(username=username))
    return {"name": settings.SESSION_COOKIE_NAME, "value": key}
