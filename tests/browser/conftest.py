"""A real browser on a real server: windows for people, and nothing may go wrong in any of them unnoticed."""

import os
import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings
from playwright.sync_api import expect

from boards.live.hub import Hub
from boards.live.notifiers import create_notifier
from boards.live.stream import create_stream
from boards.models import Standup
from config.asgi import application, in_threads
from config.body_buffer import BodyBuffer
from config.router import Router
from projects.models import Milestone
from tests.browser.helpers import mark
from tests.chromium import SHOWN, capture_options, launch_options
from tests.config.conftest import serve_in_thread
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory, UserFactory

# Playwright's loop runs in this thread, where the tests ask the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 15_000  # milliseconds; where people would wait less, a test says so
expect.set_options(timeout=PATIENCE)

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
TABLET = {"viewport": {"width": 1100, "height": 1000}, "has_touch": True}
MOVING = f"""<title>{SHOWN}</title><canvas width="640" height="360"></canvas><script>
const pen = document.querySelector("canvas").getContext("2d");
let place = 0;
globalThis.moving = setInterval(() => {{
  pen.fillStyle = "white";
  pen.fillRect(0, 0, 640, 360);
  pen.fillStyle = "red";
  pen.fillRect((place += 7) % 560, 40, 80, 80);
}}, 30);
</script>"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database in a file: threads of the server would share one connection to a database in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("db") / "browser.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args(pytestconfig):
    headed = pytestconfig.getoption("--headed")
    return launch_options(headed=headed) | {"headless": not headed}


@pytest.fixture
def expected():
    """Parts of console messages that a test brings about on purpose."""
    return []


@pytest.fixture(scope="session")
def pages(quick_settings, static):
    """Django in threads as config.asgi has it, with the collected files as they are served in earnest."""
    given = django_settings._wrapped.default_settings.STORAGES
    with override_settings(STATIC_ROOT=static, STORAGES=given, WHITENOISE_AUTOREFRESH=False):
        yield BodyBuffer(in_threads(WSGIHandler(), django_settings.THREADS))


@pytest.fixture
def server(transactional_db, pages, settings, tmp_path):
    """The real server on the tests' database: Django's own is WSGI, which has no stream.

    Its folder is its own: servers of one folder tell each other who looks on, and those of other tests, which end
    without a word, have people of the same numbers.
    """
    settings.DATA_DIR = tmp_path
    with serve_in_thread(build(pages)) as (host, port):
        yield SimpleNamespace(url=f"http://{host}:{port}")


def build(pages):
    """What config.asgi has put together, with a hub of this test: it remembers what it has told."""
    hub = Hub(create_notifier())
    product = Router(pages)
    product.route(r"/p/(?P<slug>[-\w]+)/live/", create_stream(hub))
    product.routes += application.routes
    product.on_start.append(hub.start)
    product.after_write.append(hub.check_now)
    return product


@pytest.fixture
def window(server, browser, expected):
    """Opens a window in which a person is signed in, or nobody; at the end no window may have reported anything."""
    yield from windows_of(browser, server, expected)


@pytest.fixture(scope="session")
def recording_browser(browser_type, pytestconfig):
    browser = browser_type.launch(**capture_options(), headless=not pytestconfig.getoption("--headed"))
    yield browser
    browser.close()


@pytest.fixture
def shown(recording_browser):
    """What a recording shows: a tab with a square that moves."""
    context = recording_browser.new_context()
    page = context.new_page()
    page.set_content(MOVING)
    yield page
    context.close()


@pytest.fixture
def recording_window(server, recording_browser, shown, expected):
    """As `window`, in a browser that has microphones, and shares the tab `shown` when it is asked for a screen."""
    expected.append("camera is not allowed")  # what Chromium says of every screen; nobody asked for a camera
    yield from windows_of(recording_browser, server, expected)


def windows_of(browser, server, expected):
    """What the content security policy stops, and what fails in a script, is reported to the console."""
    contexts, reports = [], []

    def open_window(user, path=None, **options):
        context = browser.new_context(base_url=server.url, **{**DESKTOP, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            sign_in(context, user, server.url)
        page = context.new_page()
        page.on("console", lambda message: reports.append(report_of(message)))
        page.on("pageerror", lambda error: reports.append((f"error: {error}", page.url)))
        if path:
            page.goto(path)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [(said, of) for said, of in reports if not any(part in said for part in expected)] == []


def report_of(message):
    """Return what the console says, and of which address: "404 (Not Found)" alone names none."""
    return f"{message.type}: {message.text}", message.location["url"]


def sign_in(context, user, url):
    cookie = client_for(user).cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


@pytest.fixture
def project(transactional_db, project):
    """The tests' one-week project, with a second week and some cards."""
    Milestone.objects.create(project=project, number=2, starts_on="2026-09-14", goal="Deployment")
    first = project.milestones.get(number=1)
    for column, titles in {
        "todo": ["Label 200 images", "Write the loader", "Ask support"],
        "doing": ["Train baseline", "Draw the plan"],
        "done": ["Export parcels"],
    }.items():
        for title in titles:
            CardFactory(project=project, title=title, column=column, milestone=first)
    project.cards.filter(title="Train baseline").update(estimate_minutes=540)
    project.cards.get(title="Write the loader").labels.add(LabelFactory(project=project, name="data"))
    return project


@pytest.fixture
def week(project):
    return project.milestones.get(number=1)


@pytest.fixture
def board(project):
    return f"/p/{project.slug}/board/?week=1"


@pytest.fixture
def watching(window, board):
    """Opens a board in a window, and waits until it is live."""

    def open_board(user, path=board, **options):
        page = window(user, path, **options)
        expect(mark(page)).to_have_text(re.compile(r"^\s*live"))
        return page

    return open_board


@pytest.fixture
def named(project):
    """A card by its title, as the database has it now."""
    return lambda title: project.cards.get(title=title)


@pytest.fixture
def ana(project, named):
    """Somebody with a card in each column of this week, and a blocked one."""
    monday = date.today() - timedelta(days=date.today().weekday())
    for week in project.milestones.all():
        week.starts_on = monday + timedelta(weeks=week.number - 1)
        week.save()
    member = MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    for title in ("Write the loader", "Train baseline", "Draw the plan", "Export parcels"):
        named(title).assignees.add(member)
    project.cards.filter(title="Draw the plan").update(blocked_reason="No paper")
    return member


@pytest.fixture
def at(project, window):
    """Opens a stop in a window, and waits until it is live."""

    def open_stop(user, stop, **options):
        page = window(user, f"/p/{project.slug}/standup/?stop={stop}", **options)
        expect(mark(page)).to_have_text(re.compile("live"))
        return page

    return open_stop


@pytest.fixture
def names(owner, member, viewer):
    """Who leads a standup is read by name."""
    for person, name in ((owner, "Ana Lopez"), (member, "Ben Hall"), (viewer, "Vera Moss")):
        person.name = name
        person.save()


@pytest.fixture
def led(project, names, owner):
    """A standup that the owner leads, from the plan."""
    standup = Standup(project=project)
    standup.lead({"address": "plan/", "name": "the plan"}, by=owner)
    return standup
