"""The server, with a ping on every stream each second instead of every five."""

# ruff: noqa: E402  (the hub can be imported only when Django is set up)
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from boards.live import hub
from config import serve

hub.PING_INTERVAL = 1.0

if __name__ == "__main__":
    serve.main()
