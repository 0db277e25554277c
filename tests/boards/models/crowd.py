"""Many processes on one board, against the empty database in DATABASE_URL: `python -m tests.boards.models.crowd`

Prints what came of it as JSON. A process of its own, because the tests' SQLite lives in memory, where no other
process reaches it; and one for all scenes, because starting takes longer than playing.
"""

import json
import multiprocessing
import os
import random
import threading
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.exceptions import PermissionDenied  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.http import Http404, HttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from boards.models import (  # noqa: E402
    Act,
    Card,
    Chosen,
    Column,
    NewCard,
    Refused,
    Standup,
    change_several,
    create_cards,
    undo_several,
)
from projects.access.permissions import needs  # noqa: E402
from projects.models import PlanTemplate, Project, Role  # noqa: E402
from tests.card_files import new_file  # noqa: E402
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, ProjectFactory  # noqa: E402

PROCESSES = 8
MOVES = 60
THREADS = 5
CARDS = 30
ROUNDS = 200  # a card each, moved and deleted at once
TEMPLATES = 10
STANDUPS = 5
FILE, FILES = 1000, 3  # bytes of each; how many a process attaches besides the common one
MOST = 5_000  # moves of one process, should nobody refuse them
fork = multiprocessing.get_context("fork")


def play() -> dict:
    call_command("migrate", verbosity=0)
    scenes = {
        moves: CARDS,
        creations: CARDS,
        repeats: CARDS,
        moves_and_deletions: ROUNDS + CARDS,
        splits: CARDS,
        templates: CARDS,
        archiving: CARDS,
        demotion: CARDS,
        removal: CARDS,
        several: CARDS,
        files: 1,
        leads: 0,
    }
    return {scene.__name__: scene(board(scene.__name__, cards)) for scene, cards in scenes.items()}


def board(slug, cards) -> Project:
    """A project with two weeks and so many cards."""
    project = ProjectFactory(slug=slug.replace("_", "-"))
    weeks = [MilestoneFactory(project=project, number=number) for number in (1, 2)]
    for number in range(cards):
        CardFactory(project=project, milestone=weeks[number % 2])
    return project


# --- The scenes -------------------------------------------------------------------------------------------


def moves(project) -> dict:
    weeks = [*project.milestones.values_list("pk", flat=True), None]

    def move_about(seed):
        dice = random.Random(seed)
        for _ in range(MOVES):
            beside = dice.choice(
                [{}, {"top": True}, {"after": dice.randint(1, CARDS)}, {"before": dice.randint(1, CARDS)}]
            )
            Card(project=fresh(project), number=dice.randint(1, CARDS)).move(
                column=dice.choice(Column.values), milestone_id=dice.choice(weeks), by=None, **beside
            )

    return {"answers": at_once(move_about, PROCESSES), **state(project)}


def creations(project) -> dict:
    def add_in_threads(seed):
        return in_threads(
            lambda n: create_cards(fresh(project), [NewCard("New")], column="todo", milestone=None, by=None)
        )

    return {"answers": at_once(add_in_threads, PROCESSES), **state(project)}


def repeats(project) -> dict:
    def move_once(seed):
        event = Card(project=fresh(project), number=1).move(
            column=Column.DONE, milestone_id=None, by=None, request_id="r1"
        )
        return event.pk

    return {"answers": at_once(move_once, PROCESSES), **state(project)}


def moves_and_deletions(project) -> dict:
    """Two processes move a card, two delete it, card after card."""

    def move_or_delete(seed):
        said = []
        for number in range(1, ROUNDS + 1):
            card = Card(project=fresh(project), number=number)
            try:
                if seed % 2:
                    card.move(column=Column.DOING, milestone_id=None, by=None, top=True)
                else:
                    card.delete_card(by=None)
                said.append("done")
            except Refused:
                said.append("refused")
        return said

    return {"answers": at_once(move_or_delete, 4), **state(project)}


def splits(project) -> dict:
    """All split the same cards, card after card, as each has seen them; of four one is first."""
    seen = {card.number: card.split_base_hash for card in project.cards.all()}

    def split_all(seed):
        said = []
        for number in sorted(seen):
            card = Card(project=fresh(project), number=number)
            try:
                card.split(
                    [NewCard("One", 60), NewCard("Two", 60), NewCard("Three", 60)],
                    base_hash=seen[number],
                    by=None,
                )
                said.append("done")
            except Refused:
                said.append("refused")
        return said

    return {"answers": at_once(split_all, 4), **state(project)}


def templates(project) -> dict:
    """Each makes templates of a project of its own, and all projects have one name."""
    namesakes = [ProjectFactory(slug=f"namesake-{number}", name="Namesake") for number in range(PROCESSES)]

    def make_templates(seed):
        for _ in range(TEMPLATES):
            PlanTemplate.of(fresh(namesakes[seed]), by=None)

    names = PlanTemplate.objects.filter(name__startswith="Namesake").order_by("pk")
    return {
        "answers": at_once(make_templates, PROCESSES),
        "names": list(names.values_list("name", flat=True)),
        **state(project),
    }


def archiving(project) -> dict:
    member = MembershipFactory(project=project)
    return until(project, member, lambda: fresh(project).change(by=None, archived_at=timezone.now()))


def demotion(project) -> dict:
    member = MembershipFactory(project=project)
    return until(project, member, lambda: member.take_role(Role.VIEWER, by=None))


def removal(project) -> dict:
    member = MembershipFactory(project=project)
    return until(project, member, lambda: member.leave(by=None))


def several(project) -> dict:
    """All move cards as they have seen them, some of them the same; then all undo the first of these acts."""
    seen = [Chosen(card.number, card.column, card.milestone_id) for card in project.cards.order_by("number")]

    def move_some(seed):
        act = Act("move", column=[Column.DONE, Column.DOING][seed % 2])
        return changed(lambda: change_several(fresh(project), seen[seed : seed + CARDS // 2], act, by=None))

    def undo_first(seed):
        return changed(lambda: undo_several(fresh(project), project.events.get(seq=1), by=None))

    moved = at_once(move_some, PROCESSES)
    return {"answers": moved, "undone": at_once(undo_first, PROCESSES), **state(project)}


def changed(act) -> int:
    try:
        return len(act().events)
    except Refused:
        return 0


def files(project) -> dict:
    """All attach files, one of them with a request that they have in common, until ten have filled the project."""
    settings.PROJECT_STORAGE_GB = 10 * FILE / 2**30

    def attach_some(seed):
        card = Card(project=fresh(project), number=1)
        return [attached(card, request_id) for request_id in ("together", *[None] * FILES)]

    answers = at_once(attach_some, PROCESSES)
    stored = [path.stat().st_size for path in Path(settings.DATA_DIR).glob("files/cards/**/*.bin")]
    count = project.cards.get(number=1).file_count
    return {"answers": answers, "stored": stored, "count": count, **state(project)}


def attached(card, request_id) -> str:
    try:
        return str(card.attach(new_file(b"x" * FILE), by=None, request_id=request_id).data["file"])
    except Refused:
        return "refused"


def leads(project) -> dict:
    """All press Lead at once, standup after standup, the first of which makes the row."""
    people = [MembershipFactory(project=project).user for _ in range(PROCESSES)]
    meet = fork.Barrier(PROCESSES)

    def lead(seed):
        said = []
        for _ in range(STANDUPS):
            meet.wait()
            try:
                Standup(project=fresh(project)).lead(by=people[seed])
                said.append("leads")
            except Refused:
                said.append("refused")
            meet.wait()
            Standup(project=fresh(project)).finish(by=people[seed])
        return said

    return {"answers": at_once(lead, PROCESSES), **state(project)}


def until(project, member, act) -> dict:
    """All but one process move cards for a member who comes in by the door, until they are refused; one acts."""

    @needs(Role.MEMBER, "POST")
    def move_card(request, project):
        card = Card(project=project, number=request.dice.randint(1, CARDS))
        card.move(column=request.dice.choice(Column.values), milestone_id=None, top=True, by=request.user)
        return HttpResponse()

    def move_or_act(seed):
        request = RequestFactory().post("/")
        request.user, request.dice = member.user, random.Random(seed)
        if seed == 0:
            while project.events.count() < CARDS:
                time.sleep(0.01)
            act()
            return "done"
        try:
            for _ in range(MOST):
                move_card(request, project.slug)
        except (PermissionDenied, Http404) as refusal:
            return type(refusal).__name__
        return "never refused"

    answers = at_once(move_or_act, PROCESSES)
    last = project.events.order_by("seq").last()
    return {"answers": answers, "last": last.kind, **state(project)}


# --- All at once --------------------------------------------------------------------------------------------


def at_once(do, count) -> list:
    """What `do(seed)` returns in each of so many processes that begin together; an exception as its text."""
    connections.close_all()
    barrier, answers = fork.Barrier(count), fork.Queue()

    def run(seed):
        barrier.wait()
        answers.put(attempt(do, seed))

    processes = [fork.Process(target=run, args=(seed,)) for seed in range(count)]
    for process in processes:
        process.start()
    found = [answers.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    return found


def in_threads(do) -> list:
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(attempt(do, n))) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if isinstance(answer, str)]


def attempt(do, seed):
    try:
        return do(seed)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()


def fresh(project) -> Project:
    """As a request of its own would read it."""
    return Project.objects.get(pk=project.pk)


def state(project) -> dict:
    on_board = project.cards.on_board()
    return {
        "cards": project.cards.count(),
        "numbers": len(set(project.cards.values_list("number", flat=True))),
        "on_board": on_board.count(),
        "places": len(set(on_board.values_list("milestone", "column", "position"))),
        "seq": fresh(project).seq,
        "seqs": list(project.events.values_list("seq", flat=True)),
        "kinds": sorted(project.events.values_list("kind", flat=True)),
    }


if __name__ == "__main__":
    print(json.dumps(play()))  # noqa: T201
