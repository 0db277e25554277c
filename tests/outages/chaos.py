"""People move cards and look on, while the server is killed at random and begins again."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import psutil

from tests.outages.looking import Looker, cards_in_the_database
from tests.outages.people import Mover, at_work, cards_of_the_week
from tests.site import HOST, ROOT, until_answered

PEOPLE, LOOKERS = 3, 2


@dataclass
class Outcome:
    """What is to be true after all of it; numbers to see that something has happened at all."""

    made: int
    cut_off: int  # requests whose connection broke
    streams: int  # that were opened, all together
    shown: int  # cards on the emptiest of the boards
    lost: set  # acknowledged moves that are not in the database
    untrue: dict  # what a looker shows, where that is not what the database says
    behind: list  # lookers who never came to the last event


class Server:
    """The real one, ended or `kill -9`ed, and begun again on the same port."""

    def __init__(self, place, workers=1, **more):
        with socket.create_server((HOST, 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = place.environment | {"PORT": str(self.port), "WORKERS": str(workers)} | more
        self.start()

    def start(self):
        command = [sys.executable, "-m", "config.serve"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        until_answered(self.process, self.port)

    def end(self):
        """Ask it to, as an upgrade does."""
        self.process.terminate()
        assert self.process.wait(10) == 0

    def kill(self):
        """One process of those that there are: of several workers one is replaced by itself."""
        victim = random.choice([self.process.pid, *self.workers()])
        os.kill(victim, signal.SIGKILL)
        if victim == self.process.pid:
            self.process.wait()
            until_nobody_listens(self.port)
            self.start()

    def workers(self):
        """What has just ended has no command any more."""
        processes = psutil.process_iter(["ppid", "cmdline"])
        mine = [process for process in processes if process.info["ppid"] == self.process.pid]
        return [process.pid for process in mine if process.info["cmdline"]]

    def close(self):
        self.process.terminate()
        self.process.wait(30)


def until_nobody_listens(port):
    """The workers of a killed parent end by themselves."""
    for _ in range(300):
        try:
            socket.create_connection((HOST, port), 1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.1)
    raise AssertionError("The workers outlive their parent.")


def chaos(place, *, workers, kills, moves):
    with contextlib.closing(Server(place, workers)) as server, contextlib.ExitStack() as stack:
        address = (HOST, server.port)
        people = [Mover(address, place.session(), *cards_of_the_week(place)) for _ in range(PEOPLE)]
        lookers = [Looker(address, place.session()) for _ in range(LOOKERS)]
        for looker in lookers:
            stack.callback(looker.close)
        with at_work(people, moves // PEOPLE) as threads:
            for kill in range(1, kills + 1):
                while sum(person.made for person in people) < kill * moves / (kills + 1):
                    assert any(thread.is_alive() for thread in threads)
                    time.sleep(random.uniform(0.001, 0.02))
                server.kill()
            for thread in threads:
                thread.join()
        return outcome(place, people, lookers)


def outcome(place, people, lookers):
    [seq] = place.column("SELECT seq FROM projects_project WHERE slug = 'parcel-vision'")
    behind = [(looker.seq, seq) for looker in lookers if not looker.caught_up(seq)]
    there = set(place.column("SELECT request_id FROM projects_event WHERE request_id IS NOT NULL"))
    return Outcome(
        made=sum(person.made for person in people),
        cut_off=sum(status == 0 for person in people for *_, status in person.answers),
        streams=sum(looker.streams for looker in lookers),
        shown=min(len(looker.cards) for looker in lookers),
        lost={request_id for person in people for request_id in person.acknowledged} - there,
        untrue=dict(untrue(place, lookers)),
        behind=behind,
    )


def untrue(place, lookers):
    for looker in lookers:
        true = cards_in_the_database(place, looker.week)
        for number in true.keys() | looker.cards.keys():
            if true.get(number) != looker.cards.get(number):
                yield number, (true.get(number), looker.cards.get(number))
