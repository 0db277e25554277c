"""The real server, and another one each time it is killed: `python -m tests.outages.again`.

The one that serves is forked from a process that has loaded everything, so that twenty of them take no minute. It
says its number on a line of standard output, so that the test knows whom to kill.
"""

# ruff: noqa: E402  (the application can be imported only when the settings have a name)
import os

import django
import uvicorn
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config import serve
from config.asgi import application


def main():
    listener = serve.listen(settings.HOST, settings.PORT)
    while True:
        child = os.fork()
        if child == 0:
            uvicorn.Server(serve.server_config(application)).run([listener])
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
