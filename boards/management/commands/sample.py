"""The sample project, to look at and to try things on."""

from datetime import date, datetime, time, timedelta

from django.core.management import BaseCommand
from django.db import transaction
from django.utils import timezone

from boards import sample
from boards.models import Card, Column, add_drafts
from boards.quickadd import by_name, read_line
from projects.models import Milestone, PlanTemplate, Project, Role, User


class Command(BaseCommand):
    help = "Makes the sample project: five people, ten weeks, about sixty cards. Does nothing if it is there."

    @transaction.atomic
    def handle(self, *, verbosity: int, **options: object) -> None:
        if Project.objects.filter(slug=sample.SLUG).exists():
            self.say(verbosity, f"The sample project is there already: /p/{sample.SLUG}/")
            return
        project = make_project(make_people())
        fill(project)
        self.say(verbosity, f"Made the sample project: /p/{sample.SLUG}/, {project.cards.count()} cards.")

    def say(self, verbosity: int, text: str) -> None:
        if verbosity:
            self.stdout.write(text)


def make_people() -> list[User]:
    """The team. They have no password: an admin can give them one."""
    return [person(username, name) for username, name in sample.PEOPLE]


def person(username: str, name: str) -> User:
    known = User.objects.filter(username__iexact=username).first()
    return known or User.objects.create_user(username, f"{username}@parcelvision.example", name=name)


def make_project(people: list[User]) -> Project:
    """The project with its plan, begun so many weeks ago that the sample's week is on; admins own it too."""
    project = Project(name=sample.NAME)
    monday = project.today() - timedelta(days=project.today().weekday(), weeks=sample.WEEK - 1)
    roles = dict.fromkeys(User.objects.filter(is_superuser=True), Role.OWNER)
    roles |= {user: Role.OWNER if user == people[0] else Role.MEMBER for user in people if user not in roles}
    return Project.objects.set_up(
        name=sample.NAME,
        slug=sample.SLUG,
        description=sample.DESCRIPTION,
        starts_on=monday,
        weeks=PlanTemplate.objects.order_by("pk")[0].plan(),
        people=roles.items(),
        by=people[0],
    )


def fill(project: Project) -> None:
    weeks = {week.number: week for week in project.milestones.all()}
    users = {user.username: user for user in project.members.all()}
    members = by_name(project)
    for (number, column), lines in sample.CARDS.items():
        drafts = [read_line(line.strip(), members) for line in lines.strip().splitlines()]
        for draft in drafts:
            draft.description = sample.DESCRIPTIONS.get(draft.title, "")
            author = draft.people[0].user if draft.people else users["ana"]
            add_drafts(project, [draft], column=column, milestone=weeks.get(number), by=author)
    for card in project.cards.all():
        tell_story(card, users, weeks)


def tell_story(card: Card, users: dict[str, User], weeks: dict[int, Milestone]) -> None:
    """What happened to a card after it was written, at the times it would have."""
    card.project.refresh_from_db()
    if reason := sample.BLOCKED.get(card.title):
        card.block(reason, by=users["emeka"])
    for username, text in sample.COMMENTS.get(card.title, []):
        card.comment(text, author=users[username], by=users[username])
    if card.title in sample.CARRIED_FROM_LAST_WEEK:
        Card.objects.filter(pk=card.pk).update(carried_from=weeks[sample.WEEK - 1], carried_count=1)
    set_times(card)


def set_times(card: Card) -> None:
    """Spread a card's history from the Friday before its week until now."""
    week = card.milestone or card.project.current_milestone()
    assert week is not None
    now = timezone.now()
    written = min(at_nine(card.project, week.starts_on - timedelta(days=3)), now - timedelta(days=3))
    started = min(at_nine(card.project, week.starts_on) + timedelta(hours=card.number % 30), now)
    step = (now - written) / 12
    for place, event in enumerate(card.project.events.filter(card_number=card.number)):
        card.project.events.filter(pk=event.pk).update(at=written + place * step)
    for place, comment in enumerate(card.comments.all(), start=1):
        card.comments.filter(pk=comment.pk).update(created_at=written + place * step)
    Card.objects.filter(pk=card.pk).update(
        created_at=written,
        started_at=None if card.column == Column.TODO else started,
        done_at=min(started + timedelta(hours=card.number % 9 + 1), now)
        if card.column == Column.DONE
        else None,
    )


def at_nine(project: Project, day: date) -> datetime:
    return datetime.combine(day, time(9), project.zone)
