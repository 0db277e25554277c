"""One film of all demos: who gets it, what it holds, and that nothing of it stays behind."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from projects.demos.joined import send
from projects.demos.joined.contents import JoinedContents
from projects.files import child
from projects.files.machine_lock import JOINED_FILM, machine_lock
from projects.files.usage import stored_bytes
from projects.models import Role
from tests.access.world import PEOPLE, World, clients
from tests.conftest import client_for
from tests.factories import DemoFactory, FilmFactory, MilestoneFactory
from tests.projects.demos.joined.films import Watched, make_film
from tests.projects.demos.sending.server import get, in_this_thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]

PATH = "/p/parcel-vision/demos/film/"
CONTENT = bytes(range(200))


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Questions to the database are asked in this thread, where the test's transaction is."""
    for module in ("projects.access.stream_session", "projects.demos.joined.send"):
        monkeypatch.setattr(f"{module}.run_in_thread", in_this_thread)


@pytest.fixture
def quick(monkeypatch):
    """Films are not joined: there is what somebody is sent anyway. Returns what was to be joined."""
    orders = []

    def write(task, arguments, *, folder, inputs, limits, is_wanted):
        orders.append(arguments)
        (folder / "joined.mp4").write_bytes(CONTENT)
        return {}

    monkeypatch.setattr(send, "run_in_child", write)
    return orders


@pytest.fixture
def weeks(project, week):
    return [
        week,
        *(MilestoneFactory(project=project, number=n, starts_on=f"2026-09-{n * 7}") for n in (2, 3)),
    ]


@pytest.fixture
def film(tmp_path_factory):
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", 0.4)


@pytest.fixture
def add_film(files, film):
    """Adds a demo whose film is on the disk."""

    def add(week, **more):
        demo = FilmFactory(milestone=week, size=film.stat().st_size, seconds=0.4, **more)
        (files / str(demo.video)).parent.mkdir(exist_ok=True)
        (files / str(demo.video)).write_bytes(film.read_bytes())
        return demo

    return add


def on_disk(files):
    return sorted(path.name for path in files.rglob("*.*"))


def watch(answer, tmp_path):
    (tmp_path / "got.mp4").write_bytes(answer.content)
    return Watched(tmp_path / "got.mp4")


def open_descriptors():
    return len(os.listdir("/proc/self/fd"))


# --- Who -------------------------------------------------------------------------------------------------------
EXPECTED = dict.fromkeys(["viewer", "member", "owner", "superuser"], 200)
EXPECTED |= {"anonymous": 401, "outsider": 404, "staff": 404}


@pytest.mark.parametrize("is_archived", [False, True])
def test_who_may_see_the_demos_gets_the_film_and_nobody_else(quick, is_archived):
    world = World("a", 0)
    if is_archived:
        world.project.archive(by=world.people["owner"])
    got = {name: get(client, "/p/a/demos/film/").status for name, client in clients(world).items()}
    assert got == EXPECTED
    assert sorted(got) == sorted(PEOPLE)


def test_the_film_of_another_project_is_not_among_them(quick, add_film, week):
    add_film(week, shows="Ours")
    other = World("b", 500)
    get(client_for(other.people["owner"]), "/p/b/demos/film/")
    [order] = quick
    assert [part["card"]["shows"] for part in order["parts"]] == ["secret of b"]


def test_whether_a_project_is_there_is_not_told(quick, as_viewer, week):
    DemoFactory(milestone=week)
    World("b", 500)
    there, nowhere = get(as_viewer, "/p/b/demos/film/"), get(as_viewer, "/p/c/demos/film/")
    assert (
        (there.status, there.content)
        == (nowhere.status, nowhere.content)
        == (404, b"There is no such project.")
    )


def test_a_removed_member_gets_no_film(quick, as_viewer, project, week):
    DemoFactory(milestone=week)
    assert get(as_viewer, PATH).status == 200
    project.memberships.get(role=Role.VIEWER).leave(by=None)
    assert get(as_viewer, PATH).status == 404


def test_signed_out_the_link_leads_to_the_sign_in_and_back_to_the_same_week(week):
    answer = get(Client(), f"{PATH}?week=3", sec_fetch_dest="document")
    assert answer.status == 302
    assert answer.headers["location"] == f"/accounts/login/?next={quote(PATH)}{quote('?week=3')}"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_it_can_only_be_read(quick, as_owner, week, method):
    DemoFactory(milestone=week)
    answer = get(as_owner, PATH, method)
    assert (answer.status, answer.headers["allow"], quick) == (405, "GET, HEAD", [])


# --- What it holds ---------------------------------------------------------------------------------------------
def test_it_holds_a_card_and_a_chapter_for_each_demo_in_the_order_of_the_weeks(
    as_viewer, weeks, add_film, tmp_path, project
):
    add_film(weeks[1], shows="Two")
    add_film(weeks[0], shows="One", person__name="Ana Lima")
    DemoFactory(milestone=weeks[2], person__name="Ben")
    watched = watch(get(as_viewer, PATH), tmp_path)
    names = [chapter["metadata"]["title"] for chapter in watched.chapters]
    assert names[0] == f"Week 1: {weeks[0].goal or weeks[0].demo_task} (Ana Lima)"
    assert [name.split(":")[0] for name in names] == ["Week 1", "Week 2", "Week 3"]
    assert (watched.metadata["title"], len(watched.flashes), len(watched.tones)) == (project.name, 2, 2)
    assert abs(watched.seconds - 3 * 2.5 - 2 * 0.4) < 0.1


def test_of_one_week_it_holds_that_week_alone(quick, as_viewer, weeks, add_film):
    for week in weeks:
        add_film(week, shows=f"Of week {week.number}")
    answer = get(as_viewer, f"{PATH}?week=2")
    assert [part["card"]["shows"] for part in quick[0]["parts"]] == ["Of week 2"]
    assert quick[0]["parts"][0]["card"]["weeks"] == 3
    assert answer.headers["content-disposition"] == 'attachment; filename="parcel-vision-demos-week-2.mp4"'


def test_a_link_is_a_card_that_says_where_to_watch(quick, as_viewer, week):
    DemoFactory(milestone=week, link="https://vimeo.com/123?h=secret")
    get(as_viewer, PATH)
    [part] = quick[0]["parts"]
    assert (part["film"], part["card"]["note"]) == (None, "Watch on vimeo.com")


@pytest.mark.parametrize("state", ["converting", "failed"])
def test_what_is_being_made_or_could_not_be_is_left_out(quick, as_viewer, weeks, add_film, state):
    add_film(weeks[0], shows="Here")
    FilmFactory(milestone=weeks[1], state=state, failure="damaged" if state == "failed" else "")
    get(as_viewer, PATH)
    assert [part["card"]["shows"] for part in quick[0]["parts"]] == ["Here"]


def test_a_film_that_the_disk_has_lost_is_a_card(quick, as_viewer, week):
    FilmFactory(milestone=week)
    assert get(as_viewer, PATH).status == 200
    assert quick[0]["parts"][0]["film"] is None


def test_the_card_says_who_and_when_in_the_time_of_the_project(quick, as_viewer, week, project):
    project.time_zone = "Pacific/Auckland"
    project.save()
    DemoFactory(milestone=week, person__name="Ana Lima", created_at="2026-10-01T20:00:00Z")
    get(as_viewer, PATH)
    assert quick[0]["parts"][0]["card"]["by"] == "Ana Lima, 2 October"


@pytest.mark.parametrize(
    "query", ["", "?week=2", "?week=0", "?week=x", "?week=", "?week=-1", "?week=" + "9" * 30]
)
def test_where_there_is_no_demo_a_sentence_says_so(quick, as_viewer, weeks, query):
    if query:
        DemoFactory(milestone=weeks[0])
    answer = get(as_viewer, PATH + query)
    assert (answer.status, answer.content.decode()) == (404, send.NOTHING_YET)


def test_where_all_are_being_made_there_is_nothing_yet(quick, as_viewer, week):
    FilmFactory(milestone=week, state="converting")
    assert get(as_viewer, PATH).status == 404


def test_too_many_demos_are_refused(quick, as_viewer, week, monkeypatch):
    monkeypatch.setattr(send, "MOST_DEMOS", 1)
    DemoFactory(milestone=week)
    DemoFactory(milestone=week)
    assert get(as_viewer, PATH).status == 409


def test_they_are_read_in_two_queries_however_many_there_are(weeks, project, django_assert_num_queries):
    for week in weeks:
        for _ in range(3):
            DemoFactory(milestone=week)
    with django_assert_num_queries(2):
        contents = JoinedContents.read(project, None)
        assert len(contents.arguments["parts"]) == 9
        assert contents.etag


# --- How it is sent --------------------------------------------------------------------------------------------
def test_the_headers_of_a_film(quick, as_viewer, week):
    DemoFactory(milestone=week)
    answer = get(as_viewer, PATH)
    wanted = ("content-type", "content-disposition", "content-length", "accept-ranges", "cache-control")
    assert [answer.headers[name] for name in wanted] == [
        "video/mp4",
        'attachment; filename="parcel-vision-demos.mp4"',
        str(len(CONTENT)),
        "bytes",
        "private, no-cache",
    ]
    assert answer.content == CONTENT


def test_head_says_the_same_without_the_bytes(quick, as_viewer, week):
    DemoFactory(milestone=week)
    whole, head = get(as_viewer, PATH), get(as_viewer, PATH, "HEAD")
    for answer in (whole, head):
        del answer.headers["x-request-id"]
    assert (head.status, head.headers, head.content) == (200, whole.headers, b"")


def test_a_download_that_was_broken_off_goes_on(quick, as_viewer, week):
    DemoFactory(milestone=week)
    etag = get(as_viewer, PATH).headers["etag"]
    rest = get(as_viewer, PATH, range="bytes=150-", if_range=etag)
    assert (rest.status, rest.content) == (206, CONTENT[150:])
    assert rest.headers["content-range"] == "bytes 150-199/200"
    assert get(as_viewer, PATH, range="bytes=900-").status == 416


def test_a_download_begins_anew_when_a_demo_has_changed(quick, as_viewer, week, member):
    demo = DemoFactory(milestone=week, person=member)
    etag = get(as_viewer, PATH).headers["etag"]
    demo.replace(by=member, shows="Another")
    answer = get(as_viewer, PATH, range="bytes=150-", if_range=etag)
    assert (answer.status, answer.content) == (200, CONTENT)


def test_nothing_stays_behind_and_nobodys_storage_changes(as_viewer, week, add_film, files, project):
    add_film(week)
    before = on_disk(files), stored_bytes(project), open_descriptors()
    assert get(as_viewer, PATH).status == 200
    assert get(as_viewer, PATH, "HEAD").status == 200
    assert (on_disk(files), stored_bytes(project), open_descriptors()) == before
    assert os.listdir(files / "demos/work") == []
    assert send.open_films == []


# --- Who leaves ------------------------------------------------------------------------------------------------
def leave_after(project, when):
    """Ask for a film, and disconnect as soon as `when` of the messages so far says so; return what was sent."""
    sent = []

    async def receive():
        while not when(sent):
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def answer(message):
        sent.append(message)
        await asyncio.sleep(0.005)

    scope = {"type": "http", "method": "GET", "headers": [], "query_string": b""}
    contents = JoinedContents.read(project, None)
    asyncio.run(send.make_and_send(scope, receive, answer, contents))
    return sent


def wait_until(is_so):
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_leaves_while_it_is_sent_leaves_no_file(monkeypatch, project, week, add_film, files):
    add_film(week)
    monkeypatch.setattr("projects.files.send.CHUNK", 512)
    before = open_descriptors()
    sent = leave_after(project, lambda sent: len(sent) > 3)
    assert 3 < len(sent) < 20
    assert (open_descriptors(), os.listdir(files / "demos/work")) == (before, [])


def test_who_leaves_while_it_is_made_ends_the_child(monkeypatch, project, week, add_film, files):
    add_film(week)
    monkeypatch.setattr(child, "ASKING", 0.05)
    started, ended = threading.Event(), []
    real = child.Child.wait_for_answer

    def wait(self, until, is_wanted):
        self.process.send_signal(19)  # SIGSTOP: it will not be done before
        started.set()
        try:
            return real(self, until, is_wanted)
        finally:
            ended.append(self.process)

    monkeypatch.setattr(child.Child, "wait_for_answer", wait)
    before = open_descriptors()
    assert leave_after(project, lambda sent: started.is_set()) == []
    wait_until(lambda: os.listdir(files / "demos/work") == [])
    wait_until(lambda: open_descriptors() == before)
    assert ended[0].poll() is not None


def test_a_film_that_is_finished_when_nobody_waits_any_more_is_closed(monkeypatch, project, week):
    DemoFactory(milestone=week)
    made, gone = threading.Event(), threading.Event()

    def make(contents, is_wanted):
        made.set()
        gone.wait(10)
        return os.open("/dev/null", os.O_RDONLY)

    monkeypatch.setattr(send, "make", make)
    before = open_descriptors()
    assert leave_after(project, lambda sent: made.is_set()) == []
    gone.set()
    wait_until(lambda: open_descriptors() == before)


# --- When it cannot be made ------------------------------------------------------------------------------------
def refused(answer):
    return answer.status, answer.content.decode(), answer.headers["retry-after"]


def test_while_another_process_joins_films_one_is_asked_to_come_again(quick, as_viewer, week, monkeypatch):
    DemoFactory(milestone=week)
    monkeypatch.setattr(send, "PATIENCE", 0.3)
    with machine_lock(JOINED_FILM):
        assert refused(get(as_viewer, PATH)) == (503, send.BUSY, "60")
    assert get(as_viewer, PATH).status == 200


def test_a_film_waits_for_one_that_is_being_made(quick, as_viewer, week):
    DemoFactory(milestone=week)
    send.executor.submit(time.sleep, 0.3)
    assert get(as_viewer, PATH).status == 200


def test_behind_a_film_that_takes_long_one_is_asked_to_come_again(quick, as_viewer, week, monkeypatch):
    DemoFactory(milestone=week)
    monkeypatch.setattr(send, "PATIENCE", 0.2)
    release = threading.Event()
    send.executor.submit(release.wait, 10)
    assert refused(get(as_viewer, PATH)) == (503, send.BUSY, "60")
    release.set()
    assert get(as_viewer, PATH).status == 200
    assert len(quick) == 1


@pytest.mark.parametrize("name", ["MAX_OPEN", "MAX_OF_ONE"])
def test_more_than_so_many_at_once_are_asked_to_come_again(quick, as_viewer, week, monkeypatch, name):
    DemoFactory(milestone=week)
    monkeypatch.setattr(send, name, 0)
    assert refused(get(as_viewer, PATH)) == (503, send.BUSY, "60")
    assert quick == []


def test_without_room_on_the_disk_nothing_is_begun(quick, as_viewer, week, monkeypatch, files):
    DemoFactory(milestone=week)
    monkeypatch.setattr(send, "bytes_free", lambda folder: 200 * 2**20)
    assert refused(get(as_viewer, PATH)) == (503, send.FAILURES["disk"], "60")
    assert (quick, os.listdir(files / "demos/work")) == ([], [])


def test_a_damaged_film_is_said_and_leaves_nothing(as_viewer, week, add_film, files):
    demo = add_film(week)
    (files / str(demo.video)).write_bytes(b"no film" * 100)
    assert refused(get(as_viewer, PATH)) == (503, send.FAILED, "60")
    assert os.listdir(files / "demos/work") == []


def test_one_that_takes_too_long_is_ended(as_viewer, week, add_film, files, settings):
    add_film(week)
    settings.CHILD_WALL_SECONDS = 0.05
    assert refused(get(as_viewer, PATH)) == (503, send.FAILURES["time"], "60")
    assert os.listdir(files / "demos/work") == []


def test_a_film_that_is_deleted_in_that_moment_is_said(as_viewer, week, add_film, files, monkeypatch):
    demo = add_film(week)
    real = send.check_room
    monkeypatch.setattr(
        send, "check_room", lambda *args: (real(*args), args[0].inputs, (files / str(demo.video)).unlink())
    )
    assert refused(get(as_viewer, PATH)) == (503, send.FAILURES["stopped"], "60")


def test_a_server_that_ends_says_so(as_viewer, week, add_film, monkeypatch):
    add_film(week)
    child.server_ends.set()
    try:
        assert refused(get(as_viewer, PATH)) == (503, send.RESTARTING, "60")
    finally:
        child.server_ends.clear()


def test_who_waits_for_another_process_is_told_that_the_server_ends(quick, as_viewer, week):
    DemoFactory(milestone=week)
    threading.Timer(0.3, child.server_ends.set).start()
    try:
        with machine_lock(JOINED_FILM):
            assert refused(get(as_viewer, PATH)) == (503, send.RESTARTING, "60")
    finally:
        child.server_ends.clear()


def test_a_file_that_grows_beyond_its_limit_is_not_sent(as_viewer, week, add_film, monkeypatch, files):
    add_film(week)
    monkeypatch.setattr(JoinedContents, "most_bytes", 1000)
    assert get(as_viewer, PATH).status == 503
    assert os.listdir(files / "demos/work") == []


def test_twelve_films_stay_within_the_size_that_is_reckoned_with(add_film, weeks, project, as_viewer):
    for week in weeks:
        for _ in range(4):
            add_film(week, shows="W" * 300)
    answer = get(as_viewer, PATH)
    assert len(answer.content) < JoinedContents.read(project, None).most_bytes
    assert answer.status == 200


def test_a_server_loads_nothing_that_draws_or_encodes():
    """Tens of megabytes in each process; only the child needs them."""
    program = "import sys, config.asgi; print({'av', 'PIL'} & set(sys.modules))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
