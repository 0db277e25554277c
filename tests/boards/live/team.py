"""A team that has a standup on a running server: `python -m tests.boards.live.team port`. Prints their sessions."""

import json
import sys

from tests.boards.live.stage import Stage  # isort: skip - sets Django up

from tests.asking import session_of
from tests.factories import MembershipFactory, UserFactory


def main():
    UserFactory.reset_sequence(1_000)  # others are in this database
    stage = Stage("team")
    people = [stage.mover, MembershipFactory(project=stage.project).user, stage.viewer]
    for person, name in zip(people, ("Ana Lopez", "Ben Hall", "Vera Moss"), strict=True):
        person.name = name
        person.save()
    return [session_of(person) for person in people]


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
