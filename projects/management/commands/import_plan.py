"""Set up a project from a plan in a file, as the admin's form does."""

from datetime import date
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from projects import limits
from projects.models import Project, Role, User
from projects.plans import ImportedPlan, PlanError, read_plan
from projects.plans.error import quoted
from projects.setup.slug import free_slug
from projects.text import one_line
from projects.words import plural

OPTIONS = {"name": "--name", "slug": "--slug", "starts_on": "--start", "time_zone": "--time-zone"}


class Command(BaseCommand):
    help = "Make a project whose weeks come from a plan in an XLSX, CSV, TSV or Markdown file."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the plan, with columns for week, goal and demo")
        parser.add_argument("--name", required=True, help="the project's name")
        parser.add_argument("--start", required=True, metavar="YYYY-MM-DD", help="the first day of week 1")
        parser.add_argument("--slug", help="its part of the address; made from the name if left out")
        parser.add_argument("--owner", help="user name or e-mail address of who will own it")
        parser.add_argument("--time-zone", help="such as Europe/Berlin; UTC if left out")

    def handle(self, *, file, name, start, slug, owner, time_zone, **options):
        slug = free_slug(name) if slug is None else slug
        fields = {"name": one_line(name), "slug": slug, "starts_on": day(start)}
        if time_zone is not None:
            fields["time_zone"] = time_zone
        people = [(person(owner), Role.OWNER)] if owner is not None else []
        plan = plan_in(file)
        try:
            project = Project.objects.set_up(weeks=plan.weeks, by=None, people=people, **fields)
        except ValidationError as error:
            raise CommandError("\n".join(sentences(error))) from error
        for note in plan.notes:
            self.stdout.write(note)
        self.report(project, people)

    def report(self, project, people):
        """Print what was made, and where it is."""
        weeks = list(project.milestones.all())
        self.stdout.write(
            f"Made “{project.name}”: {len(weeks)} {plural(len(weeks), 'week')}, "
            f"from {weeks[0].starts_on} to {weeks[-1].last_day} ({project.time_zone})."
        )
        for user, role in people:
            self.stdout.write(f"{role.label}: {user}")
        self.stdout.write(f"Board: /p/{project.slug}/board/")


def plan_in(file: str) -> ImportedPlan:
    try:
        with Path(file).open("rb") as stream:
            # One byte more than is allowed is enough to see that a file is too large.
            return read_plan(stream.read(limits.PLAN_FILE_BYTES + 1), Path(file).name)
    except OSError as error:
        raise CommandError(f"{quoted(file)} cannot be read: {error.strerror}.") from error
    except PlanError as error:
        raise CommandError(error.sentence) from error


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--start: {quoted(text)} is no date. Write it as YYYY-MM-DD, such as 2026-09-07."
        ) from error


def person(called: str) -> User:
    """Return the person with this user name or address; no user name has an @, so there is one at most."""
    user = None
    if called.isprintable():  # the shell can pass bytes that no database takes
        known = Q(username__iexact=called) | Q(email__iexact=called)
        user = User.objects.filter(known, is_active=True).first()
    if user is None:
        raise CommandError(f"--owner: nobody who can sign in is called {quoted(called)}.")
    return user


def sentences(error: ValidationError) -> list[str]:
    """Return the model's errors, each with the option that it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        sentence if field == NON_FIELD_ERRORS else f"{OPTIONS.get(field, field)}: {sentence}"
        for field, messages in error.message_dict.items()
        for sentence in messages
    ]
