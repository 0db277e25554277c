"""Where the product runs, and what can be asked about it from outside."""

import contextlib
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

from tests.asking import headers_of
from tests.site import ROOT, Site

SLUG = "parcel-vision"
PASSWORD = "correct horse battery"
# What the quick PostgreSQL of the tests does not promise.
NOT_PROMISED = {"fsync", "full_page_writes", "synchronous_commit"}


class Place(Site):
    """A prepared database with the sample project, whose owner is `admin`."""

    def __init__(self, home, url, static):
        super().__init__(home, url, static)
        self.url = url
        self.environment |= {"SAMPLE": "true", "ADMIN_PASSWORD": PASSWORD}
        self.run("manage.py", "start", "--no-serve")

    def connect(self):
        """A connection that is not the product's; the way of asking is the same for both."""
        if self.url.startswith("sqlite"):
            return sqlite3.connect(urlsplit(self.url).path.removeprefix("/"), autocommit=True)
        return psycopg.connect(self.url, autocommit=True)

    def rows(self, sql):
        with contextlib.closing(self.connect()) as connection:
            return connection.execute(sql).fetchall()

    def column(self, sql):
        return [row[0] for row in self.rows(sql)]

    def session(self, username="admin"):
        return self.bench("cookie", username)["value"]

    def headers_by_https(self, host):
        """As a browser of `admin` that came by HTTPS."""
        return headers_of(self.session(), f"https://{host}") | {"Host": host}

    def doctor(self):
        """What the doctor finds, without what is known."""
        command = [sys.executable, "manage.py", "doctor"]
        ran = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode in (0, 1), ran.stderr
        lines = ran.stdout.splitlines()[1:]
        found = [line for line in lines if not line.startswith(("Nothing is wrong", "`manage.py"))]
        return [line for line in found if line.split()[1] not in NOT_PROMISED]
