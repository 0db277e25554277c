"""Check the settings of the database, who may read its files, and the consistency of its rows."""

import sys
from collections.abc import Iterable
from itertools import batched

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from boards.doctor import database, errands, examine, files, films, repair, stored_files
from boards.doctor.finding import Finding
from boards.models import Card
from projects.batches import BATCH
from projects.database_errors import database_error_text
from projects.models import Event, Project
from projects.versions import NEWER, unknown_migrations
from projects.words import plural


class Command(BaseCommand):
    help = (
        "Checks the database and every project in it, and who may open the files. "
        "The exit code is 1 if something is wrong, else 0."
    )

    requires_system_checks = []  # some take SQLite's lock, which may be held just when the doctor is needed

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="repair what can be, and check again")

    def handle(self, *, fix: bool, **options: object) -> None:
        try:
            left = self.settings() + self.mend(fix=fix)
        except DatabaseError as error:
            said = database_error_text(error).partition("\n")[0]
            raise CommandError(f"The database cannot be examined: {said}") from error
        if left:
            sys.exit(1)
        self.stdout.write(f"Nothing is wrong with {everything()}.")

    def settings(self) -> int:
        """Print the settings of the database, and what waits; return how much of it is wrong."""
        in_force = ", ".join(f"{setting.name} {setting.value}" for setting in database.active_settings())
        self.stdout.write(f"{connection.display_name}: {in_force}")
        require_migrated()
        for line in (*errands.describe(), *films.describe()):
            self.stdout.write(line)
        return self.report([*database.find(), *errands.find()])

    def mend(self, *, fix: bool) -> int:
        """Report what is wrong with files and rows, and repair it if `fix`; return how much is still wrong."""
        found = self.report(examine_all())
        if not found:
            return 0
        if not fix:
            self.stdout.write("`manage.py doctor --fix` repairs what can be.")
            return found
        files.repair()
        repair()
        left = examine_all()
        self.stdout.write(f"Repaired {found - len(left)} of {found}{', left:' if left else '.'}")
        return self.report(left)

    def report(self, findings: Iterable[Finding]) -> int:
        """Print a line for each finding; return how many there are."""
        count = 0
        for some in batched(findings, BATCH):
            count += len(some)
            found = Project.objects.filter(pk__in={finding.project_id for finding in some})
            slugs = dict(found.values_list("pk", "slug")) | {None: "database"}
            for finding in some:
                self.stdout.write(f"{slugs[finding.project_id]}: {finding.description}")
        return count


def examine_all() -> list[Finding]:
    return [*files.find(), *stored_files.find(), *examine()]


def require_migrated() -> None:
    """Stop if the database is of another version, whose rows this one cannot judge."""
    if unknown := unknown_migrations():
        raise CommandError(NEWER % unknown[0])
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is older than the program: run `manage.py migrate` first.")


def everything() -> str:
    counts = [(Project, "project"), (Card, "card"), (Event, "event")]
    numbers = ((model._default_manager.count(), noun) for model, noun in counts)
    return ", ".join(f"{number:,} {plural(number, noun)}" for number, noun in numbers)
