"""The rows that PostgreSQL visits for each statement of a page, counted by EXPLAIN ANALYZE in a filled database."""

import re

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import setup_test_environment

import boards.admin
import boards.home.visible
import projects.admin.base
from projects.models import Project, User, searchable
from tests import visits
from tests.bench.boards import slug_of
from tests.bench.million import BOSS
from tests.bench.options import rounds
from tests.conftest import client_for

PART = rounds(1, 20)  # the whole fill is so many times as large
SHOWN = 2_000  # rows of a table for a page of one project, or of fifteen of them
# By name: the rows of a table, as ANALYZE has estimated them; the table and the first column of an index.
SIZES = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'"
LEADING = """
    SELECT indexrelid::regclass::text, indrelid::regclass::text || '.' || attname
    FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
"""
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def main():
    """Return how many steps their plans had, and those that visited more rows of a table than they may."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    end_earlier()
    with connection.cursor() as cursor:  # to read a small table whole has to cost as much as a large one
        cursor.execute(f"SET seq_page_cost = {PART}")
    project, boss = Project.objects.get(slug=slug_of(100)), User.objects.get(username=BOSS)
    found = [
        *look(client_for(User.objects.get(username="person1")), visits.of_member(project)),
        *look(client_for(boss), visits.of_superuser(boss)),
    ]
    return {"steps": len(found), "walks": [row for row in found if row[2] > row[3]]}


def end_earlier():
    """Let lists end as much earlier as there are fewer rows: what has no end would else be shorter than what has."""
    for module, name in (
        (searchable, "LATEST"),
        (projects.admin.base, "MOST"),
        (boards.admin, "MOST"),
        (boards.home.visible, "MOST"),
    ):
        setattr(module, name, getattr(module, name) // PART)


def look(client, them):
    """Yield a row for each step of a plan: path, table, how many of its rows are visited and how many may be, SQL."""
    sizes, leading = dict(asked(SIZES)), dict(asked(LEADING))
    for visit in them:
        plans = []
        with connection.execute_wrapper(Explaining(plans)):
            assert visit.by(client).status_code < 400, visit
        for sql, plan in plans:
            for step in steps(plan):
                for table, rows in visited(step, sizes, leading):
                    yield visit.path, table, rows, most(visit.path, sizes[table]), sql


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def most(path, size):
    """A search of all there is looks through the latest rows, the admin counts the first, a page shows a few."""
    if "q=" in path and not path.startswith("/p/"):
        return searchable.LATEST
    if path.startswith("/admin/"):
        return searchable.LATEST if "?" in path else projects.admin.base.MOST + SHOWN
    return min(SHOWN, max(size / 3, 100))


class Explaining:
    """Has each statement explained before it is executed; one that writes is carried out for it and undone."""

    def __init__(self, plans):
        self.plans, self.is_asking = plans, False

    def __call__(self, execute, sql, params, many, context):
        if not self.is_asking and not many and sql.lstrip().startswith(KINDS):
            self.is_asking = True
            with transaction.atomic(), connection.cursor() as cursor:
                # With the values in it: prepared, it could be planned without them.
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {connection.ops.compose_sql(sql, params)}")
                self.plans.append((sql, cursor.fetchone()[0][0]["Plan"]))
                transaction.set_rollback(True)
            self.is_asking = False
        return execute(sql, params, many, context)


def steps(plan):
    yield plan
    for inner in plan.get("Plans", ()):
        yield from steps(inner)


def visited(step, sizes, leading):
    """Yield a table with how many rows were visited, taken or not: all, if an index is asked by a later column."""
    if "Index Cond" in step:
        table, column = leading[step["Index Name"]].split(".")
        if not re.search(rf"\b{column}\b", step["Index Cond"]):
            yield table, sizes[table]
    if "Relation Name" in step and step["Node Type"] != "ModifyTable":
        passed = sum(step.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
        yield step["Relation Name"], round((step["Actual Rows"] + passed) * step["Actual Loops"])
