"""`python -m tests.outages.films`: films handed in, and processes that end while they make them.

`hand-in COUNT PATH` hands a file in so often. `errands` reads numbers, and for each begins a process that does what
is due and kills itself just before so many steps; it writes the process's id, then its status.
"""

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# What making a film does to the disk, the database and other processes, after which each time it may end.
OF_THE_SYSTEM = ("fsync", "link", "pwrite", "remove")
STEPS = [(Path, "mkdir"), (Path, "rename"), (shutil, "rmtree"), *((os, name) for name in OF_THE_SYSTEM)]


def hand_in(count, path):
    from django.core.files import File

    from projects.demos.videos.video import read_video
    from projects.models import Demo, Membership, Milestone
    from tests.outages.place import SLUG

    people = [member.user for member in Membership.objects.filter(project__slug=SLUG)]
    places = itertools.product(Milestone.objects.filter(project__slug=SLUG), people)
    for week, person in itertools.islice(places, int(count)):
        with open(path, "rb") as file:
            Demo(milestone=week).hand_in(by=person, shows="Killed.", video=read_video(File(file, "raw.mp4")))


def errands():
    for last in sys.stdin:
        process = os.fork()
        if not process:
            do_errands(int(last))
            os._exit(0)
        tell(process)
        tell(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


def tell(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def do_errands(last):
    from django.db import connections

    from projects.errands.run import run_due
    from projects.files import child

    connection = connections["default"]
    steps = itertools.count(1)
    for owner, name in [*STEPS, (child.subprocess, "Popen"), (type(connection), "_commit")]:
        setattr(owner, name, counted(getattr(owner, name), steps, last))
    run_due()


def counted(function, steps, last):
    def step(*args, **more):
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **more)

    return step


if __name__ == "__main__":
    django.setup()
    {"hand-in": hand_in, "errands": errands}[sys.argv[1]](*sys.argv[2:])
