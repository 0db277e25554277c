"""Create the sample project."""

from datetime import timedelta

from django.core.management import BaseCommand
from django.db import transaction

from boards.board.quick_add import read_line
from boards.models import Card, Column, create_cards
from boards.sample import content, files
from boards.sample.past import SamplePast
from projects.models import PlanTemplate, Project, Role, User
from projects.people.handles import workers_by_handle


class Command(BaseCommand):
    help = "Makes the sample project: ten weeks, a hundred cards, four demos. Does nothing if it is there."

    @transaction.atomic
    def handle(self, *, verbosity: int, **options: object) -> None:
        if Project.objects.filter(slug=content.SLUG).exists():
            self.say(verbosity, f"The sample project is there already: /p/{content.SLUG}/")
            return
        project = make_project(make_people())
        fill(project)
        self.say(verbosity, f"Made the sample project: /p/{content.SLUG}/, {project.cards.count()} cards.")

    def say(self, verbosity: int, text: str) -> None:
        if verbosity:
            self.stdout.write(text)


def make_people() -> list[User]:
    """Return the team, created if need be. They have no password: an admin can give them one."""
    return [person(username, name) for username, name in content.PEOPLE]


def person(username: str, name: str) -> User:
    known = User.objects.filter(username__iexact=username).first()
    return known or User.objects.create_user(username, f"{username}@parcelvision.example", name=name)


def make_project(people: list[User]) -> Project:
    """Create the project with its plan, begun so long ago that its present week is `content.WEEK`.

    Every superuser becomes an owner too.
    """
    project = Project(name=content.NAME)
    monday = project.today() - timedelta(days=project.today().weekday(), weeks=content.WEEK - 1)
    roles = dict.fromkeys(User.objects.filter(is_superuser=True), Role.OWNER)
    roles |= {user: Role.OWNER if user == people[0] else Role.MEMBER for user in people if user not in roles}
    return Project.objects.set_up(
        name=content.NAME,
        slug=content.SLUG,
        description=content.DESCRIPTION,
        starts_on=monday,
        weeks=PlanTemplate.objects.order_by("pk")[0].plan(),
        people=roles.items(),
        by=people[0],
    )


def fill(project: Project) -> None:
    with project.changing():
        write_cards(project)
        past = SamplePast(project)
        past.write_dates()
        for week in past.weeks[: content.WEEK - 1]:
            past.close_past_week(week)
        past.finish_carried(past.weeks[content.WEEK - 1])
        users = {user.username: user for user in project.members.all()}
        for card in project.cards.filter(title__in=[*content.BLOCKED, *content.COMMENTS]):
            tell_story(card, users)
        past.backdate()


def write_cards(project: Project) -> None:
    """Create every card in the week that it was first planned for; `close_past_week` carries it further."""
    members, ana = workers_by_handle(project), project.members.get(username="ana")
    weeks = {week.number: week for week in project.milestones.all()}
    for (number, column), lines in content.CARDS.items():
        for line in lines.strip().splitlines():
            draft = read_line(line.strip(), members)
            draft.description = content.DESCRIPTIONS.get(draft.title, "")
            first = content.CARRIED.get(draft.title) or content.PUT_OFF.get(draft.title)
            begun = Column.DOING if first and column != Column.TODO else column
            author = draft.people[0].user if draft.people else ana
            create_cards(project, [draft], column=begun, milestone=weeks.get(first or number), by=author)
    for number, line in content.DROPPED.items():
        create_cards(project, [read_line(line, members)], column=Column.TODO, milestone=weeks[number], by=ana)


def tell_story(card: Card, users: dict[str, User]) -> None:
    if reason := content.BLOCKED.get(card.title):
        card.block(reason, by=users["emeka"])
    picture = attach_files(card, users["chen"]) if card.title == content.WITH_FILES else None
    for username, text in content.COMMENTS.get(card.title, []):
        said = text.replace("{picture}", str(picture))
        card.comment(said, author=users[username], by=users[username])


def attach_files(card: Card, by: User) -> int:
    """Attach what a model's first run gave; return the id of the picture."""
    picture, _ = [card.attach(new, by=by).data["file"] for new in (files.curve(), files.table())]
    return picture
