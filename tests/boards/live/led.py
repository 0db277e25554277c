"""A standup on a running server: `python -m tests.boards.live.led port`. Prints what a new stream is told of it.

The first time somebody begins to lead.
"""

import json
import sys

from tests.boards.live.stage import Stage  # isort: skip - sets Django up

from boards.models import Standup
from projects.models import Project
from tests.factories import UserFactory


def main():
    if Project.objects.filter(slug="led").exists():
        stage = Stage.of("led")
    else:
        UserFactory.reset_sequence(1_000)  # other programs have put people into this database
        stage = Stage("led")
        Standup(project=stage.project).lead({"address": "plan/"}, by=stage.mover)
    return json.loads(stage.watch().called("hello").text)["standup"]


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
