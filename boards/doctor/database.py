"""The settings of the database that are in force, and those that must be."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection

from boards.doctor.finding import Finding, listed

OLDEST_POSTGRESQL = 14
PATIENCE = 5_000  # milliseconds: shorter, and a crowd of writers sees errors


class Setting(NamedTuple):
    """A name, what it is, what it must be, and whether it is."""

    name: str
    value: str
    wanted: str
    holds: bool


def settings_in_force() -> list[Setting]:
    """Asked of the connection: what the settings of Django say is only a wish."""
    return list(of_postgresql() if connection.vendor == "postgresql" else of_sqlite())


def find() -> Iterator[Finding]:
    for setting in settings_in_force():
        if not setting.holds:
            yield Finding(f"{setting.name} is {setting.value}; it must be {setting.wanted}")
    if connection.vendor == "sqlite":
        yield from damage()


# --- SQLite -----------------------------------------------------------------------------------------------
def of_sqlite() -> Iterator[Setting]:
    """A database in memory, as tests have, keeps no journal that outlives anything."""
    journal = str(pragma("journal_mode")[0])
    in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
    yield Setting("journal_mode", journal, "wal", journal == "wal" or in_memory)
    yield number("synchronous", "2 (FULL)", lambda value: value >= 2)
    yield number("foreign_keys", "1 (on)", lambda value: value == 1)
    yield number("busy_timeout", f"{PATIENCE} ms or more", lambda value: value >= PATIENCE)
    mode = connection.transaction_mode or "DEFERRED"  # type: ignore[attr-defined]
    yield Setting("transactions", mode, "IMMEDIATE", mode == "IMMEDIATE")


def number(name: str, wanted: str, holds: Callable[[int], bool]) -> Setting:
    value = int(str(pragma(name)[0]))
    return Setting(name, str(value), wanted, holds(value))


def damage() -> Iterator[Finding]:
    """What SQLite itself finds when it reads every page."""
    said = [str(word) for word in pragma("integrity_check")]
    if said != ["ok"]:
        yield Finding(f"The file is damaged, restore a backup: {listed(said)}")


def pragma(name: str) -> list[object]:
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute(f"PRAGMA {name}").fetchall()]


# --- PostgreSQL -------------------------------------------------------------------------------------------
POSTGRESQL = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "transaction_isolation": ("read committed",),
    "server_encoding": ("UTF8",),
}


def of_postgresql() -> Iterator[Setting]:
    names = [*POSTGRESQL, "lock_timeout", "server_version"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        values = dict(cursor.fetchall())
    for name, good in POSTGRESQL.items():
        yield Setting(name, values[name], good[0], values[name] in good)
    waits, version = values["lock_timeout"], values["server_version"]
    yield Setting("lock_timeout", waits, "more than 0: else who waits, waits for ever", waits != "0")
    is_new = int(version.split(".")[0]) >= OLDEST_POSTGRESQL
    yield Setting("server_version", version, f"{OLDEST_POSTGRESQL} or newer", is_new)
