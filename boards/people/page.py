"""What the people page shows, and the page that asks before somebody is taken out or leaves."""

from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from boards.people.forms import InviteForm, LinkForm
from boards.people.waiting import WaitingInvitation, waiting_in
from boards.rendering.badges import TeamMember, people_of
from projects import limits
from projects.models import Membership, Project, ProjectLink, Role
from projects.models.user import User
from projects.responses import Request
from projects.words import counted, in_words

PAGE = 100
NAMED = 3  # owners; the others are counted
DAYS_AT_FIRST = timedelta(days=14)  # that a project link is proposed to be on


class PeoplePage:
    """The members of a project, by name and a hundred at a time, as one of them sees them."""

    most_joins = limits.LINK_JOINS

    def __init__(self, project: Project, request: Request):
        self.project, self.person, self.number = project, request.user, request.GET.get("page", "1")
        self.site = settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
        self.roles = Role.choices
        self.is_owner = project.has_role(Role.OWNER)
        self.can_manage = self.is_owner and not project.archived_at

    @cached_property
    def team(self) -> list[TeamMember]:
        return people_of(self.project)

    @cached_property
    def members(self):
        """Return the members on this page; only owners see who cannot sign in any more."""
        members: QuerySet[Membership] = self.project.memberships.with_people()
        if not self.is_owner:
            members = members.filter(user__is_active=True)
        return Paginator(members, PAGE).get_page(self.number)

    @cached_property
    def invite_form(self) -> InviteForm:
        return InviteForm(by=self.person, initial={"role": Role.MEMBER})

    @property
    def sends_mail(self) -> bool:
        return settings.SENDS_MAIL

    @cached_property
    def waiting(self) -> list[WaitingInvitation]:
        """Return the invitations that wait, for those who can send or take them back."""
        return waiting_in(self.project, self.site) if self.can_manage else []

    # --- What it says ------------------------------------------------------------------------------------
    @property
    def headline(self) -> str:
        people = [member.user_id for member in self.team]
        if people == [self.person.pk] and not self.waiting:
            return "Only you so far"
        invited = f", {in_words(len(self.waiting))} invited" if self.waiting else ""
        return people_in_words(len(people)) + invited

    @property
    def owners(self) -> list[TeamMember]:
        return [member for member in self.team if member.role == Role.OWNER]

    @property
    def detail(self) -> SafeString:
        """Say what the roles are to owners, and to the others whom to ask."""
        if self.is_owner:
            return SafeString(
                "Viewers look. Members work: cards, comments, demos. "
                "Owners also change people, dates and settings."
            )
        if not self.owners:
            return SafeString("Nobody is the owner: an admin can make somebody one.")
        are, whom = ("is the owner", "them") if len(self.owners) == 1 else ("are the owners", "one of them")
        ask = "to add somebody or to change what you may do"
        return format_html("{} {}. Ask {} {}.", self.owner_names, are, whom, ask)

    @property
    def owner_names(self) -> SafeString:
        names = [format_html("<bdi>{}</bdi>", owner.name) for owner in self.owners[:NAMED]]
        if (others := len(self.owners) - NAMED) > 0:
            names.append(SafeString(counted(others, "other")))
        *most, last = names
        return format_html("{} and {}", format_html_join(", ", "{}", zip(most)), last) if most else last

    @property
    def is_only_owner(self) -> bool:
        return [owner.user_id for owner in self.owners] == [self.person.pk]

    # --- Who may come ------------------------------------------------------------------------------------
    @cached_property
    def link(self) -> ProjectLink:
        return ProjectLink.of(self.project)

    @cached_property
    def link_form(self) -> LinkForm:
        until = self.link.until or self.project.today() + DAYS_AT_FIRST
        return LinkForm(initial={"role": self.link.role, "until": until.isoformat()}, project=self.project)

    @property
    def link_address(self) -> str:
        return self.site + reverse("join", args=[self.link.token])

    @property
    def link_since(self) -> date:
        return self.project.local(self.link.made_at).date()


def people_in_words(number: int) -> str:
    return f"{in_words(number).capitalize()} {'person' if number == 1 else 'people'}"


class RemovalPage:
    """What is said before a member is taken out by somebody, or leaves."""

    def __init__(self, member: Membership, by: User):
        self.member, self.name = member, str(member.user)
        self.is_leaving = member.user_id == by.pk
        self.cards = member.project.cards.not_deleted().of_person(member.pk).count()
        self.obstacle = " ".join(Membership.objects.filter(pk=member.pk).only_owners())
