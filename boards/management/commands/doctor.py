"""Whether the database is set as it must be, and its rows are as the product leaves them."""

import sys
from collections.abc import Iterable

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from boards.doctor import database, examine, repair
from boards.doctor.finding import Finding
from boards.models import Card
from projects.models import Event, Project
from projects.versions import NEWER, unknown_migrations
from projects.words import plural


class Command(BaseCommand):
    help = "Examines the database and every project in it. The exit code is 1 if something is wrong, else 0."

    requires_system_checks = []  # some take SQLite's lock, and somebody may hold it: that is when one asks

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="put right what can be, and examine again")

    def handle(self, *, fix: bool, **options: object) -> None:
        try:
            left = self.settings() + self.rows(fix=fix)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be examined: {str(error).splitlines()[0]}") from error
        if left:
            sys.exit(1)
        self.stdout.write(f"Nothing is wrong with {everything()}.")

    def settings(self) -> int:
        """Say how the database is set; how much of it is wrong."""
        in_force = ", ".join(f"{setting.name} {setting.value}" for setting in database.settings_in_force())
        self.stdout.write(f"{connection.display_name}: {in_force}")
        must_be_migrated()
        return self.tell(database.find())

    def rows(self, *, fix: bool) -> int:
        """How many things are wrong with the rows, after `fix` if that is wanted."""
        found = self.tell(examine())
        if not found:
            return 0
        if not fix:
            self.stdout.write("`manage.py doctor --fix` puts right what can be.")
            return found
        repair()
        left = examine()
        self.stdout.write(f"Put right {found - len(left)} of {found}{', left:' if left else '.'}")
        return self.tell(left)

    def tell(self, findings: Iterable[Finding]) -> int:
        """A line each; how many there are."""
        slugs: dict[int | None, str] = {None: "database"}
        slugs.update(Project.objects.values_list("pk", "slug"))
        lines = [f"{slugs[finding.project_id]}: {finding.what}" for finding in findings]
        for line in lines:
            self.stdout.write(line)
        return len(lines)


def must_be_migrated() -> None:
    """Rows of another version say nothing that this one could judge."""
    if unknown := unknown_migrations():
        raise CommandError(NEWER % unknown[0])
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is older than the program: run `manage.py migrate` first.")


def everything() -> str:
    counts = [(Project, "project"), (Card, "card"), (Event, "event")]
    numbers = ((model._default_manager.count(), noun) for model, noun in counts)
    return ", ".join(f"{number:,} {plural(number, noun)}" for number, noun in numbers)
