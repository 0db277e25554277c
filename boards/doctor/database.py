"""Compare the settings of the database with what Weekboard needs."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import connection

from boards.doctor.finding import Finding, first_few

OLDEST_POSTGRESQL = 14
MIN_BUSY_TIMEOUT = 5_000  # milliseconds; with a shorter one, many writers at once get errors


class Setting(NamedTuple):
    """A setting of the database, with its value and the expected one."""

    name: str
    value: str
    expected: str
    is_valid: bool


def active_settings() -> list[Setting]:
    """Read the settings from the connection, because the database may not follow those of Django."""
    return list(postgresql_settings() if connection.vendor == "postgresql" else sqlite_settings())


def find() -> Iterator[Finding]:
    for setting in active_settings():
        if not setting.is_valid:
            yield Finding(f"{setting.name} is {setting.value}; it must be {setting.expected}")
    if connection.vendor == "sqlite":
        yield from find_damage()


# --- SQLite -----------------------------------------------------------------------------------------------
def sqlite_settings() -> Iterator[Setting]:
    """Read SQLite's settings; a database in memory, as in tests, has no write-ahead log."""
    journal = str(pragma("journal_mode")[0])
    in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
    yield Setting("journal_mode", journal, "wal", journal == "wal" or in_memory)
    yield number("synchronous", "2 (FULL)", lambda value: value >= 2)
    yield number("foreign_keys", "1 (on)", lambda value: value == 1)
    yield number("busy_timeout", f"{MIN_BUSY_TIMEOUT} ms or more", lambda value: value >= MIN_BUSY_TIMEOUT)
    mode = connection.transaction_mode or "DEFERRED"  # type: ignore[attr-defined]
    yield Setting("transactions", mode, "IMMEDIATE", mode == "IMMEDIATE")


def number(name: str, expected: str, is_valid: Callable[[int], bool]) -> Setting:
    value = int(str(pragma(name)[0]))
    return Setting(name, str(value), expected, is_valid(value))


def find_damage() -> Iterator[Finding]:
    problems = [str(word) for word in pragma("integrity_check")]
    if problems != ["ok"]:
        yield Finding(f"The file is damaged, restore a backup: {first_few(problems)}")


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


def postgresql_settings() -> Iterator[Setting]:
    names = [*POSTGRESQL, "lock_timeout", "server_version"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        values = dict(cursor.fetchall())
    for name, good in POSTGRESQL.items():
        yield Setting(name, values[name], good[0], values[name] in good)
    lock_timeout, version = values["lock_timeout"], values["server_version"]
    yield Setting(
        "lock_timeout", lock_timeout, "more than 0, or a blocked change waits forever", lock_timeout != "0"
    )
    is_new = int(version.split(".")[0]) >= OLDEST_POSTGRESQL
    yield Setting("server_version", version, f"{OLDEST_POSTGRESQL} or newer", is_new)
