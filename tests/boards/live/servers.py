"""Two servers on one database: `python -m tests.boards.live.servers port other-port pid-of-the-first`"""

import json
import os
import signal
import sys
import time

from tests.boards.live.stage import Stage  # isort: skip - sets Django up

from boards.models import Standup
from tests.asking import session_of
from tests.factories import UserFactory


def main(other_port, pid):
    UserFactory.reset_sequence(10_000)  # the scenes have been here, with people of the first numbers
    stage = Stage("two-servers")
    here, there = stage.watch(), stage.watch(session=session_of(stage.mover), port=other_port)
    both = sorted([stage.viewer.pk, stage.mover.pk])
    came = there.wait(lambda m: m.event in ("people", "hello") and people_in(m) == both, 5)
    here.called("hello")
    stage.move()
    moved = [bool(board.says(f'id="card-{stage.card.number}"', 5)) for board in (here, there)]
    led = Standup(project=stage.project)
    led.lead(by=stage.mover)
    stepped = [bool(board.called("standup", 5)) for board in (here, there)]
    begun = time.time()
    os.kill(pid, signal.SIGTERM)
    here.until_end(30)
    left = there.wait(lambda m: m.event == "people" and people_in(m) == [stage.mover.pk], 5)
    return {
        "came": bool(came),
        "moved": all(moved),
        "stepped": all(stepped),
        "ended after": here.ended - begun,
        "left": bool(left),
    }


def people_in(message):
    found = json.loads(message.text)
    return found["people"] if message.event == "hello" else found


if __name__ == "__main__":
    json.dump(main(*map(int, sys.argv[2:])), sys.stdout)
