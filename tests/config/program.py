"""The real server with a few views and a stream that go wrong on purpose; started by the tests as a process."""

# ruff: noqa: E402  (models can be imported only when Django is set up)
import asyncio
import os
import time

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
settings.LOCK_WAIT = float(os.environ.get("LOCK_WAIT", "0.2"))
settings.DATABASES["default"]["OPTIONS"] |= (
    {"timeout": settings.LOCK_WAIT}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]
    else {"options": f"-c lock_timeout={settings.LOCK_WAIT * 1000:.0f}"}
)

from allauth.account.adapter import get_adapter
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

import config.urls
from config import serve, shutdown
from config.asgi import application


def boom(request):
    raise RuntimeError("SELECT secret\nFROM line two")


def missing(request):
    connection.cursor().execute("SELECT 1 FROM no_such_table")


def write(request):
    Session.objects.create(
        session_key=os.urandom(8).hex(), session_data="x" * 100_000, expire_date=timezone.now()
    )
    return HttpResponse("written")


def fill(request):
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    return write(request)


def free(request):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    return write(request)


def slow(request):
    time.sleep(0.7)
    return HttpResponse("done")


def whoami(request):
    address = get_adapter().get_client_ip(request)
    return HttpResponse(
        f"{address} {request.scheme} {request.get_host()} {request.headers.get('X-Real-Name')}"
    )


async def stream(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"first", "more_body": True})
    await stopping.wait()
    await send({"type": "http.response.body", "body": b"last"})


async def stubborn(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.get_running_loop().run_in_executor(None, asyncio.run, asyncio.sleep(60))


stopping = asyncio.Event()
for view in (boom, missing, write, fill, free, slow, whoami):
    view.login_required = False
    config.urls.urlpatterns.append(path(f"{view.__name__}/", csrf_exempt(view)))
application.route(r"/stream", stream)
application.route(r"/stubborn", stubborn)
application.on_stop.append(stopping.set)

if __name__ == "__main__":
    serve.GRACEFUL_TIMEOUT = 1 + settings.DRAIN_SECONDS
    shutdown.FORCED_EXIT_AFTER = 2.0 + settings.DRAIN_SECONDS
    serve.main("tests.config.program:application", wait=1.0)
