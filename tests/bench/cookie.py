"""A session for a browser."""

from projects.models import User
from tests.asking import session_of


def main(username="person1"):
    return {"value": session_of(User.objects.get(username=username))}
