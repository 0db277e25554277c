"""A page that is cached is the page that would be drawn anew, whatever happened meanwhile and whoever looks on."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from boards.board import week_strip
from boards.closing import Decision, close_week, reopen_week
from boards.closing.close import unfinished
from boards.models import Column, NewCard, Refused, Standup, create_cards
from boards.people.membership import add_member, deactivate, reactivate, record_new_name, remove_member
from boards.rendering import pages
from boards.rendering.cache import clear_caches, every_cache, size_in_memory
from projects.models import Demo, Membership, Milestone, Project, Role, User
from tests.card_files import new_file
from tests.conftest import client_for
from tests.examples import examples
from tests.factories import (
    CardFactory,
    LabelFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
QUERIES = [
    "",
    "?week=2",
    "?week=later",
    "?week=all",
    "?mine=1",
    "?q=person",
    "?q=said",
    "?label=gcp&over=1",
    "?blocked=1",
]
STOPS = ["", "?stop={}", "?stop=nobody", "?stop=wrap-up"]
BEGIN = "2026-09-08T10:30Z"  # half past ten in the evening where the project lives
ZONE = "Pacific/Auckland"


@contextmanager
def empty_caches():
    """Draw everything anew, and have what was cached back afterwards."""
    were = [(cache, cache.values, cache.size) for cache in every_cache]
    for cache in every_cache:
        cache.values, cache.size = type(cache.values)(), 0
    try:
        yield
    finally:
        for cache, values, size in were:
            cache.values, cache.size = values, size


def shown(client, address, **headers):
    answer = client.get(address, headers=headers)
    return answer.status_code, TOKEN.sub(b"", answer.content)


# --- What people do ---------------------------------------------------------------------------------------
def pick(rows, number):
    rows = list(rows)
    return rows[number % len(rows)] if rows else None


def with_card(act):
    """An act on one of the cards that are on the board."""

    def do(project, by, number, other):
        if card := pick(project.cards.on_board().select_related("project").order_by("number"), number):
            act(card, by, other)

    return do


def attach_or_remove(card, by, other):
    file = card.files.filter(deleted_at=None).first()
    if file and other % 3:
        card.remove_file(file, by=by)
    else:
        card.attach(new_file(), by=by)


def add(project, by, number, other):
    week = pick([*project.milestones.all(), None], number)
    label = ["gcp"] if other % 2 else [f"label{other}"]
    card = NewCard("A card", estimate_minutes=120 * (other % 4) or None, labels=label)
    create_cards(project, [card], column=pick(Column.values, other), milestone=week, by=by)


def move(card, by, other):
    week = pick([*card.project.milestones.all(), None], other // 3)
    card.move(column=pick(Column.values, other), milestone_id=week and week.pk, top=bool(other % 2), by=by)


def assign(card, by, other):
    member = pick(card.project.memberships.at_work().order_by("pk"), other)
    (card.unassign if member in card.assignees.all() else card.assign)(member, by=by)


def undo(project, by, number, other):
    events = project.events.filter(card_number__isnull=False).order_by("-seq")[:5]
    if event := pick(events, number):
        project.cards.get(number=event.card_number).undo(event, by=by)


def change_label(project, by, number, other):
    if label := pick(project.labels.order_by("pk"), number):
        acts = [
            lambda: label.rename(f"renamed{other}", by=by),
            lambda: label.recolour(other % 8 + 1, by=by),
            lambda: label.remove(by=by),
        ]
        acts[other % 3]()


def pick_person(number):
    return pick(User.objects.order_by("-is_superuser", "pk"), number % 4)


def rename_person(project, by, number, other):
    person = pick_person(number)
    person.name = f"Renamed {other}"
    person.save()
    record_new_name(person, by=by)


def change_account(project, by, number, other):
    """Change what only their own page shows, and of which no project has an event."""
    person = pick_person(number)
    if other % 2:
        person.is_staff = not person.is_staff
    else:
        person.email = f"another{other}-{person.pk}@example.org"
    person.save(update_fields=["email", "is_staff"])


def change_members(project, by, number, other):
    member = pick(project.memberships.select_related("project", "user").order_by("pk"), number)
    outside = pick(
        User.objects.exclude(memberships__project=project).filter(is_active=True).order_by("pk"), number
    )
    acts = [
        lambda: member.take_role(pick(Role, other // 5), by=by),
        lambda: remove_member(member, by=by),
        lambda: outside and add_member(project, outside, pick(Role, other // 5), by=by),
        lambda: deactivate(member.user, by=by),
        lambda: [reactivate(person, by=by) for person in User.objects.filter(is_active=False)],
    ]
    acts[other % 5]()


def change_settings(project, by, number, other):
    changes = [
        {"name": f"Project {other}"},
        {"card_limit_minutes": 60 * (other % 7 + 1)},
        {"demo_weekday": other % 7},
        {"time_zone": pick(["UTC", ZONE, "America/New_York"], other)},
        {"archived_at": None if project.archived_at else timezone.now()},
    ]
    project.change(by=by, **pick(changes, number))


def change_plan(project, by, number, other):
    week = pick(project.milestones.all(), number)
    week.project = project
    acts = [
        lambda: week.edit(goal=f"Goal {other}", by=by),
        lambda: week.edit(demo_task=f"Show {other}", by=by),
        lambda: project.add_week(before=week.pk, by=by),
        lambda: project.move_weeks(week.pk, other % 3 - 1, by=by),
        lambda: project.remove_week(week.pk, by=by),
    ]
    acts[other % 5]()


def close_or_open(project, by, number, other):
    week = pick(project.milestones.all(), number)
    week.project = project
    if week.closed_at:
        reopen_week(week, by=by)
    else:
        decision = pick([Decision.LATER, Decision.DROP], other)
        close_week(week, {card.number: decision for card in unfinished(week)}, by=by)


def hand_in(project, by, number, other):
    week = pick(project.milestones.all(), number)
    week.project = project
    if demo := week.demos.first():
        demo.milestone = week
        demo.delete_demo(by=by)
    else:
        Demo(milestone=week).hand_in(by=by, shows="It counts", link="https://video.example/w1")


def finish_standup(project, by, number, other):
    Standup(project=project).lead(by=by)
    Standup(project=project).finish(by=by)


ACTS = {
    "add": add,
    "move": with_card(move),
    "edit": with_card(lambda card, by, other: card.edit(title=f"Called {other}", by=by)),
    "estimate": with_card(lambda card, by, other: card.estimate(60 * (other % 9) or None, by=by)),
    "block": with_card(lambda card, by, other: card.block("" if other % 3 else f"Waits {other}", by=by)),
    "comment": with_card(lambda card, by, other: card.comment(f"I said {other}", author=by, by=by)),
    "attach or remove a file": with_card(attach_or_remove),
    "label": with_card(lambda card, by, other: card.label("gcp", by=by)),
    "unlabel": with_card(lambda card, by, other: card.unlabel("gcp", by=by)),
    "assign": with_card(assign),
    "archive": with_card(lambda card, by, other: card.archive(by=by)),
    "delete": with_card(lambda card, by, other: card.delete_card(by=by)),
    "undo": undo,
    "change a label": change_label,
    "rename a person": rename_person,
    "change an account": change_account,
    "change members": change_members,
    "change settings": change_settings,
    "change the plan": change_plan,
    "close or open a week": close_or_open,
    "hand in a demo": hand_in,
    "finish a standup": finish_standup,
}


TIME = "time passes"


class Happening(RuleBasedStateMachine):
    """A project in which anything happens, time passing included."""

    def set_up(self):
        clear_caches()  # the last run's rows had the same ids
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.now = self.clock.__enter__()
        project = ProjectFactory(slug="here", time_zone=ZONE)
        weeks = [
            MilestoneFactory(project=project, number=n + 1, starts_on=project.starts_on + timedelta(weeks=n))
            for n in range(3)
        ]
        roles = [MembershipFactory(project=project, role=role) for role in Role]
        MembershipFactory(project=project)
        label = LabelFactory(project=project, name="gcp")
        for week, member in zip([weeks[0], weeks[1], None], roles, strict=True):
            card = CardFactory(project=project, milestone=week, estimate_minutes=300)
            card.assignees.add(member)
            card.labels.add(label)
        self.by = UserFactory(is_superuser=True)
        self.roles = roles

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.clock.__exit__(None, None, None)

    @rule(act=st.sampled_from([*sorted(ACTS), TIME]), number=st.integers(0, 9), other=st.integers(0, 30))
    def happens(self, act, number, other):
        if act == TIME:
            self.now.shift(timedelta(hours=pick([1, 2, 24, 24 * 7], other)))
            return
        try:
            with transaction.atomic():
                ACTS[act](Project.objects.get(slug="here"), self.by, number, other)
        except (Refused, ValidationError, PermissionDenied, Membership.DoesNotExist, Milestone.DoesNotExist):
            pass


class Looking(Happening):
    """Somebody looks at one address each time that something has happened; superusers are in no project."""

    @initialize(query=st.sampled_from(QUERIES), who=st.sampled_from([*Role, "superuser"]))
    def begin(self, query, who):
        self.set_up()
        self.address = f"/p/here/board/{query}"
        self.client = client_for(self.by if who == "superuser" else self.roles[who - 1].user)

    @invariant()
    def the_cached_page_is_the_same_as_a_new_one(self):
        cached = shown(self.client, self.address)
        with empty_caches():
            assert shown(self.client, self.address) == cached


def test_whatever_happens_everybody_sees_the_page_as_it_would_be_drawn_anew(db, files):
    run_state_machine_as_test(Looking, settings=examples(40, stateful_step_count=12))


class Following(Happening):
    """All of them are at one stop of a standup, which is drawn once for those who see the same."""

    @initialize(query=st.sampled_from(STOPS))
    def begin(self, query):
        self.set_up()
        self.address = f"/p/here/standup/{query.format(self.roles[1].pk)}"
        self.clients = [client_for(person) for person in (self.by, *(role.user for role in self.roles))]

    @invariant()
    def each_gets_the_stop_as_it_would_be_drawn_for_them_alone(self):
        for client in self.clients:
            cached = shown(client, self.address, **{"HX-Request": "true"})
            with empty_caches():
                assert shown(client, self.address, **{"HX-Request": "true"}) == cached


def test_whatever_happens_everybody_at_a_stop_sees_it_as_it_would_be_drawn_for_them_alone(db, files):
    run_state_machine_as_test(Following, settings=examples(20, stateful_step_count=12))


# --- Facts one by one -------------------------------------------------------------------------------------
def test_a_page_that_nothing_has_changed_is_not_drawn_again(as_member, card, monkeypatch):
    first = shown(as_member, "/p/parcel-vision/board/")
    monkeypatch.setattr("boards.board.views.show_board", None)
    assert shown(as_member, "/p/parcel-vision/board/") == first


def test_everybody_has_a_page_of_their_own_at_every_address(as_member, as_viewer, member, viewer, card):
    for _ in range(2):
        for client, person in ((as_member, member), (as_viewer, viewer)):
            for query in ("", "?q=no+such+card"):
                content = client.get(f"/p/parcel-vision/board/{query}").content.decode()
                assert f'data-person="{person.pk}"' in content
                assert (f'id="card-{card.number}"' in content) == (query == "")


@pytest.mark.parametrize(
    "new",
    [{"name": "Nobody Knew"}, {"email": "another@example.org"}, {"is_staff": True}, {"is_superuser": True}],
)
def test_a_page_follows_its_person_without_an_event(as_viewer, viewer, card, new):
    before = shown(as_viewer, "/p/parcel-vision/board/")
    User.objects.filter(pk=viewer.pk).update(**new)
    after = shown(as_viewer, "/p/parcel-vision/board/")
    with empty_caches():
        assert shown(as_viewer, "/p/parcel-vision/board/") == after != before


def test_a_value_that_there_is_not_shows_as_nothing(as_member, card):
    for _ in range(2):
        assert b"None" not in as_member.get("/p/parcel-vision/board/").content


def test_each_answer_has_a_token_of_its_own(as_member, card):
    tokens = {TOKEN.search(as_member.get("/p/parcel-vision/board/").content)[0] for _ in range(3)}
    assert len(tokens) == 3


def test_every_form_of_a_page_has_the_token_and_nothing_stands_for_it(as_member, card):
    for _ in range(2):
        content = as_member.get("/p/parcel-vision/board/").content
        assert content.count(b'method="post"') == len(TOKEN.findall(content)) == 4
        assert pages.MARK.encode() not in content


def test_a_page_of_another_version_of_the_scripts_is_drawn_again(as_member, card, monkeypatch):
    as_member.get("/p/parcel-vision/board/")
    monkeypatch.setattr(staticfiles_storage, "manifest_hash", "newer", raising=False)
    assert b'data-version="newer"' in as_member.get("/p/parcel-vision/board/").content


def test_the_message_of_a_change_is_not_cached(as_member, member, card):
    event = card.move(column="done", milestone_id=None, by=member)
    address = f"/p/parcel-vision/board/?undo={event.seq}"
    assert b"data-undo" in as_member.get(address).content
    event.delete()
    assert b"data-undo" not in as_member.get(address).content


def test_a_refused_line_is_not_cached(as_member, card):
    answer = as_member.post("/p/parcel-vision/cards/", {"lines": "", "column": "todo", "milestone": ""})
    assert answer.status_code == 422
    assert b"aria-invalid" not in as_member.get("/p/parcel-vision/board/").content


def test_cached_pages_take_no_more_memory_than_they_may(as_member, card, monkeypatch):
    monkeypatch.setattr(pages.cache, "most", 200_000)
    for word in range(30):
        as_member.get(f"/p/parcel-vision/board/?q=word{word}")
    assert 0 < pages.cache.size <= 200_000
    assert pages.cache.size == sum(map(size_in_memory, pages.cache.values.items()))


def test_what_a_page_is_cached_under_counts_as_well(as_member, project, card, monkeypatch):
    project.change(by=None, description="x" * 15_000)
    monkeypatch.setattr(pages.cache, "most", 400_000)
    for word in range(20):
        as_member.get(f"/p/parcel-vision/board/?word{word}={'y' * 15_000}")
    cached = pages.cache.values.items()
    assert (
        0 < sum(len(address) + 15_000 + sum(map(len, page.parts)) for (*_, address), page in cached) < 400_000
    )


def test_the_weeks_of_many_filters_take_no_more_memory_than_they_may(as_member, card, monkeypatch):
    monkeypatch.setattr(week_strip.cache, "most", 50_000)
    for word in range(30):
        as_member.get("/p/parcel-vision/board/", {"q": f"{word}" + "🚂" * 150})
    assert 0 < sum(map(len, week_strip.cache.values.values())) < week_strip.cache.size <= 50_000


def test_a_page_larger_than_all_that_may_be_cached_leaves_the_others_there(
    as_member, as_viewer, card, monkeypatch
):
    as_viewer.get("/p/parcel-vision/board/")
    there = list(pages.cache.values)
    monkeypatch.setattr(pages.cache, "most", pages.cache.size + 5_000)
    as_member.get(f"/p/parcel-vision/board/?{'y' * pages.cache.size}")
    assert list(pages.cache.values) == there
