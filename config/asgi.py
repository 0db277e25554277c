"""The product as one ASGI application: plain callables for what waits or flows, else Django in threads."""

import os

from a2wsgi import WSGIMiddleware
from django.conf import settings

from config import health
from config.front import Front
from config.guard import Guard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as django  # needs the name of the settings


def pages(environ, start_response):
    """Django, reading the body that the guard has kept rather than asking the event loop for pieces."""
    environ["wsgi.input"] = environ["asgi.scope"]["weekboard.body"]
    return django(environ, start_response)


# An answer waits in memory for its reader (queue without end), so that a slow reader does not hold a thread.
application = Front(
    Guard(WSGIMiddleware(pages, workers=settings.THREADS, send_queue_size=0)),
    trusted=settings.TRUSTED_PROXIES,
)
application.route(r"/healthz", health.alive)
application.route(r"/readyz", health.ready)
