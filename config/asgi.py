"""The product as one ASGI application: plain callables for what waits or streams, else Django in threads."""

import os

from a2wsgi.wsgi import WSGIMiddleware, WSGIResponder
from django.conf import settings

from config import health, serve
from config.body_buffer import BodyBuffer
from config.router import Router

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as django  # needs the name of the settings, and sets Django up

from boards.files import send as card_files  # isort: skip
from boards.live.hub import Hub  # isort: skip
from boards.live.stream import create_stream  # isort: skip
from boards.live.notifiers import create_notifier  # isort: skip
from projects.deadline import shared_deadline  # isort: skip
from projects.errands.kinds import LANES  # isort: skip
from projects.errands.loop import ErrandLoop  # isort: skip
from projects.demos.joined import send as joined_film  # isort: skip
from projects.demos.videos import send  # isort: skip
from projects.files import cleanup  # isort: skip


class Responder(WSGIResponder):
    """Hands messages to the loop without waiting for it: a thread would be woken three times in each answer."""

    def send(self, message) -> None:
        self.loop.call_soon_threadsafe(self.send_queue.put_nowait, message)


class InThreads(WSGIMiddleware):
    """Runs a WSGI application in threads, behind a BodyBuffer that has the whole body in a file already."""

    async def __call__(self, scope, receive, send) -> None:
        # Unbounded: an answer waits in memory for its reader, so that a slow one does not hold a thread.
        await Responder(self.app, self.executor, send_queue_size=0)(scope, receive, send)


def in_threads(wsgi, workers: int) -> InThreads:
    def with_buffered_body(environ, start_response):
        environ["wsgi.input"] = environ["asgi.scope"]["weekboard.body"]
        return wsgi(environ, start_response)

    return InThreads(with_buffered_body, workers=workers)


def within_deadline(app):
    """Begin a request's waiting time when its body has arrived: waiting for a thread is a part of it."""

    async def with_deadline(scope, receive, send):
        with shared_deadline():
            await app(scope, receive, send)

    return with_deadline


async def start_hub() -> None:
    # One with a name of this process, which may be forked from the one that has loaded this module.
    hub.notifier = create_notifier()
    await hub.start()


hub = Hub(create_notifier())
errands = [ErrandLoop(lane) for lane in LANES]
application = Router(
    BodyBuffer(within_deadline(in_threads(django, settings.THREADS))),
    trusted=settings.TRUSTED_PROXIES,
    drain_seconds=settings.DRAIN_SECONDS,
)
application.route(r"/healthz", health.alive)
application.route(r"/readyz", health.ready)
application.route(r"/p/(?P<slug>[-\w]+)/live/", create_stream(hub))
application.route(send.PATTERN, send.send_file)
application.route(card_files.PATTERN, card_files.send_file)
application.route(joined_film.PATTERN, joined_film.send_joined)
application.on_start += [serve.exit_with_parent, start_hub, cleanup.start_cleanup]
application.on_start += [loop.start for loop in errands]
application.on_stop += [hub.stop, *(loop.stop for loop in errands)]
application.after_write.append(hub.check_now)
