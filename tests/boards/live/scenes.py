"""Scenes with open boards, played on a running server: `python -m tests.boards.live.scenes port`

Prints what came of them as JSON. A process of its own, because it shares the server's database, not the tests';
and one for all scenes, because some of them wait for seconds, side by side.
"""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.boards.live.stage import HOST, ORIGIN, PORT, Stage  # isort: skip - sets Django up

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from boards.models import NewCard, Standup, create_cards
from projects.models import Project
from tests.asking import headers_of, session_of
from tests.factories import UserFactory
from tests.sse import Listener

SOON = 3.0


def a_move(stage):
    board = stage.watch()
    board.called("hello")
    stage.move()
    committed = time.time()
    drawing = board.says(f'id="card-{stage.card.number}"')
    events = [message.event for message in board.messages]
    headers = {name.lower(): value for name, value in board.response.getheaders()}
    return {
        "column": 'data-column="done"' in drawing.text,
        "late": drawing.at - committed,
        "order": events[events.index("news") :][:2],
        "headers": headers,
        "id": drawing.id,
        "seq": Project.objects.get(pk=stage.project.pk).seq,
    }


def missed(stage):
    """What happened while nobody looked."""
    seq = Project.objects.get(pk=stage.project.pk).seq
    stage.move()
    coming_back = stage.watch(since=seq)
    by_header = stage.watch(since=10_000, **{"Last-Event-ID": str(seq)})
    true = stage.watch()
    true.called("hello")
    return {
        "told": bool(coming_back.says(f'id="card-{stage.card.number}"', SOON)),
        "told by header": bool(by_header.says(f'id="card-{stage.card.number}"', SOON)),
        "told again": any("card-" in message.text for message in true.messages),
    }


def nonsense(stage):
    """Whoever has seen nothing, or something that never was, is asked to fetch the board."""
    stage.move()
    return {
        text: bool(stage.watch(since=text).called("board", SOON))
        for text in ("", "abc", "999999", "-1", "9" * 40)
    }


def doors(stage):
    stranger = session_of(UserFactory())
    nobody = Listener(HOST, PORT, f"/p/{stage.project.slug}/live/", {})
    return {
        "stranger": stage.watch(session=stranger).status,
        "no such project": Listener(
            HOST, PORT, "/p/never-was/live/", headers_of(stage.session, ORIGIN)
        ).status,
        "nobody": nobody.status,
        "nobody is led": nobody.response.getheader("HX-Redirect"),
    }


def asked_once(stage):
    same = stage.watch(query="&once=1")
    stage.move()
    server = http.client.HTTPConnection(HOST, PORT, timeout=30)
    path = f"/p/{stage.project.slug}/live/?since=0&once=1"
    server.request("GET", path, headers=headers_of(stage.session, ORIGIN))
    other = server.getresponse()
    return [same.status, other.status, int(other.read())]


def too_many(stage):
    for _ in range(5):
        head = http.client.HTTPConnection(HOST, PORT, timeout=30)
        path = f"/p/{stage.project.slug}/live/?since=0"
        head.request("HEAD", path, headers=headers_of(stage.session, ORIGIN))
        head.getresponse().read()
    boards = [stage.watch() for _ in range(5)]
    sixth = stage.watch()
    retry = sixth.response.getheader("Retry-After")
    others = stage.watch(session=session_of(stage.mover)).status
    for board in boards:
        board.called("hello")
    boards[0].close()
    time.sleep(0.5)
    again = stage.watch().status
    return {
        "fifth": boards[-1].status,
        "sixth": sixth.status,
        "retry": retry,
        "another person": others,
        "after one was closed": again,
    }


def removed(stage):
    """They are out, and in the same moment something happens that is not for them."""
    board = stage.watch()
    board.called("hello")
    with transaction.atomic():
        stage.project.memberships.get(user=stage.viewer).leave(by=stage.mover)
        stage.move(title="Not for outsiders")
    begun = time.time()
    last = board.called("ended")
    return {
        "why": last.text,
        "after": last.at - begun,
        "closed": board.until_end(),
        "heard of it": "outsiders" in str(board.messages),
        "again": stage.watch().status,
    }


def removed_without_a_word(stage):
    """A row that was deleted past the verbs: the next news are not for them."""
    board = stage.watch()
    board.called("hello")
    stage.project.memberships.filter(user=stage.viewer).delete()
    stage.move(title="Not for outsiders")
    return {"why": board.called("ended").text, "heard of it": "outsiders" in str(board.messages)}


def signed_out(stage):
    board = stage.watch()
    board.called("hello")
    Session.objects.filter(pk=stage.session).delete()
    begun = time.time()
    last = board.called("ended")
    return {"why": last.text, "after": last.at - begun, "again": stage.watch().status}


def deleted(stage):
    board = stage.watch()
    board.called("hello")
    Project.objects.filter(pk=stage.project.pk).delete()
    return board.called("ended").text


def rolled_back(stage):
    board = stage.watch()
    board.called("hello")
    try:
        with transaction.atomic():
            stage.move(title="Never happened")
            raise InterruptedError
    except InterruptedError:
        pass
    stage.move(title="This happened")
    board.says("This happened")
    return "Never happened" in str(board.messages)


def others(stage):
    """Twenty projects, changed in turn; each board hears of its own alone."""
    stages = [Stage(f"other-{n}") for n in range(20)]
    boards = [one.watch() for one in stages]
    for board in boards:
        board.called("hello")
    for turn in range(5):
        for one in stages:
            one.move(column=["doing", "done", "todo"][turn % 3], title=f"Turn {turn} of {one.project.slug}.")
    complete = [
        bool(board.says(f"Turn 4 of {one.project.slug}.")) for one, board in zip(stages, boards, strict=True)
    ]
    strays = [
        other.project.slug
        for one, board in zip(stages, boards, strict=True)
        for other in stages
        if other is not one and f"of {other.project.slug}." in str(board.messages)
    ]
    return {"complete": all(complete), "strays": strays}


def presence(stage):
    board = stage.watch()
    board.called("hello")
    other = stage.watch(session=session_of(stage.mover))
    both = sorted([stage.viewer.pk, stage.mover.pk])
    came = board.wait(lambda m: m.event == "people" and json.loads(m.text) == both, 5)
    hello = json.loads(other.called("hello").text)["people"]
    other.close()
    left = board.wait(lambda m: m.event == "people" and came and m.at > came.at, 5)
    return {
        "came": bool(came),
        "hello": hello == both,
        "left": left and json.loads(left.text) == [stage.viewer.pk],
    }


def quiet(stage):
    """A board on which nothing happens is sent a ping from time to time."""
    board = stage.watch()
    hello = board.called("hello")
    ping = board.called("ping")
    return {"after": ping.at - hello.at, "off by": abs(json.loads(ping.text)["now"] / 1000 - ping.at)}


def from_before(stage):
    """A page that was open before an upgrade asks by an address without a version."""
    seq = Project.objects.get(pk=stage.project.pk).seq
    path = f"/p/{stage.project.slug}/live/?since={seq}"
    board = Listener(HOST, PORT, path, headers_of(stage.session, ORIGIN))
    told = board.says('http-equiv="refresh"', SOON)
    return {"loaded anew": bool(told), "pinged": bool(board.called("ping", 6))}


def a_crowd_of_changes(stage):
    """Many changes at once are told together, each card once."""
    board = stage.watch()
    board.called("hello")
    with transaction.atomic():
        drafts = [NewCard(f"Draft {n}") for n in range(10)]
        create_cards(stage.project, drafts, column="todo", milestone=stage.week, by=stage.mover)
    drawing = board.says("Draft 9")
    return drawing.text.count('hx-swap="place"')


def everything_else(stage):
    """A new goal, a new name, a new limit: the page is asked to come anew."""
    board = stage.watch()
    board.called("hello")
    stage.project.change(by=stage.mover, name="Another name")
    return bool(board.called("board", SOON))


def standup(stage):
    """A step is told at once, and to who comes later, though `seq` stands still."""
    board = stage.watch()
    nobody = json.loads(board.called("hello").text)["standup"]
    led = Standup(project=Project.objects.get(pk=stage.project.pk))
    led.lead(by=stage.mover)
    board.called("standup")
    led.step({"address": "plan/"}, by=stage.mover)
    stepped = time.time()
    told = board.wait(lambda m: m.event == "standup" and "plan/" in m.text)
    late = stage.watch(query="&follows=1")
    hello = json.loads(late.called("hello").text)
    follows = board.called("followers", SOON)
    led.finish(by=stage.mover)
    over = board.wait(lambda m: m.event == "standup" and not json.loads(m.text)["started"])
    return {
        "before": nobody,
        "late": told.at - stepped,
        "leader": json.loads(told.text)["leader"] == stage.mover.pk,
        "who comes later": hello["standup"]["place"],
        "off by": abs(hello["now"] / 1000 - late.messages[0].at),
        "followers": follows and follows.text,
        "over": bool(over),
    }


SCENES = [
    a_move,
    missed,
    nonsense,
    doors,
    asked_once,
    too_many,
    removed,
    removed_without_a_word,
    signed_out,
    deleted,
    rolled_back,
    others,
    presence,
    quiet,
    from_before,
    a_crowd_of_changes,
    everything_else,
    standup,
]


def play(scene):
    try:
        return scene(Stage(scene.__name__.replace("_", "-")))
    finally:
        connection.close()


if __name__ == "__main__":
    with ThreadPoolExecutor(len(SCENES)) as pool:
        futures = {scene.__name__: pool.submit(play, scene) for scene in SCENES}
    json.dump({name: future.result() for name, future in futures.items()}, sys.stdout)
