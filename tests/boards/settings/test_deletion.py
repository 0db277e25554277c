"""The end of a project: what goes and what stays, table by table."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import ManyToOneRel
from django.urls import reverse
from django.utils import timezone

from boards.closing import Decision, close_week, unfinished
from projects.models import FormerSlug, Project, ProjectLink, Role, User
from tests.access.world import World, content_hash
from tests.conftest import client_for
from tests.factories import DemoFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DELETE = "/p/gone/settings/delete/"

# Of each table that refers to a project, through others or not: how a row is found by the project. All of these go.
GOES = {
    "boards.Card": "project",
    "boards.CardFile": "card__project",
    "boards.Card_assignees": "card__project",
    "boards.Card_labels": "card__project",
    "boards.Comment": "card__project",
    "boards.Label": "project",
    "boards.Mention": "card__project",
    "boards.Standup": "project",
    "boards.WeekSnapshot": "milestone__project",
    "projects.Demo": "milestone__project",
    "projects.Event": "project",
    "projects.Invitation": "project",
    "projects.Membership": "project",
    "projects.Milestone": "project",
    "projects.ProjectLink": "project",
    "projects.Removal": "project",
}
# And these stay: people with their accounts, what an admin set up, what nobody else may have for a while.
STAYS = [
    "auth.Group",
    "projects.PlanTemplate",
    "projects.PlanTemplateWeek",
    "projects.User",
    "sessions.Session",
]


def rows(table, project):
    return apps.get_model(table)._base_manager.filter(**{GOES[table]: project})


def counted(project):
    return {table: rows(table, project).count() for table in GOES}


def everything_else():
    return {table: apps.get_model(table)._base_manager.count() for table in STAYS}


def full(slug, first):
    """A project with a row in every table."""
    world = World(slug, first)
    project = world.project
    world.card.labels.add(world.label)
    world.card.assignees.add(world.membership)
    world.card.mentions.create(membership=world.membership)
    world.lead()
    owner = world.people["owner"]
    project.invite(address=f"x@{slug}.example", name="X", role=Role.MEMBER, by=owner)
    ProjectLink.of(project).switch_on(role=Role.VIEWER, until=project.today() + timedelta(days=3), by=owner)
    project.removals.create(person=UserFactory())
    close_week(world.later, {card.number: Decision.LATER for card in unfinished(world.later)}, by=owner)
    project.change(by=owner, slug=f"{slug}-then")
    project.change(by=owner, slug=slug)
    return world


@pytest.fixture
def gone(db):
    return full("gone", 0)


@pytest.fixture
def stays(db):
    return full("stays", 500)


@pytest.fixture
def as_its_owner(gone):
    return client_for(gone.people["owner"])


def by_its_page(client):
    return client.post(DELETE, {"name": "secret of gone"})


# --- The tables ----------------------------------------------------------------------------------------------
def tables_of(model, seen=()):
    """Every table whose rows refer to rows of `model`, and are deleted with them."""
    relations = [
        each for each in model._meta.get_fields(include_hidden=True) if isinstance(each, ManyToOneRel)
    ]
    for relation in relations:
        table, stays = relation.related_model, "SET_NULL" in getattr(relation.on_delete, "__name__", "")
        if table not in seen and not stays:
            yield table._meta.label
            yield from tables_of(table, (*seen, table))


def test_every_table_that_is_deleted_with_a_project_is_named_here():
    assert set(tables_of(Project)) == set(GOES)


def test_there_is_a_row_in_each_of_them(gone):
    """Else the next test would prove nothing."""
    assert {table for table, count in counted(gone.project).items() if not count} == set()


def test_what_is_a_projects_goes_with_it_and_nothing_else_does(gone, stays, as_its_owner):
    number, others = gone.project.pk, counted(stays.project)
    as_its_owner.get(DELETE)
    more = everything_else()
    response = by_its_page(as_its_owner)
    assert (response.status_code, response["Location"]) == (302, "/?deleted=1")
    assert {table: count for table, count in counted(number).items() if count} == {}
    assert (counted(stays.project), everything_else()) == (others, more)
    assert list(Project.objects.values_list("slug", flat=True)) == ["stays"]


def test_its_slugs_stay_reserved_for_thirty_days(gone, as_its_owner):
    before = timezone.now() + timedelta(days=30)
    by_its_page(as_its_owner)
    kept = FormerSlug.objects.filter(project=None, reserved_until__gte=before)
    assert set(kept.values_list("slug", flat=True)) == {"gone", "gone-then"}


def test_its_addresses_lead_nowhere(gone, as_its_owner):
    by_its_page(as_its_owner)
    for slug in ("gone", "gone-then"):
        response = as_its_owner.get(f"/p/{slug}/board/")
        assert (response.status_code, "Location" in response) == (404, False)


def test_the_videos_of_its_demos_go_with_their_pictures(
    gone, stays, as_its_owner, files, django_capture_on_commit_callbacks
):
    for world in (gone, stays):
        name = world.project.slug
        for file in (f"demos/{name}.mp4", f"demos/{name}.jpg"):
            (files / file).parent.mkdir(exist_ok=True)
            (files / file).write_bytes(b"x")
        DemoFactory(
            milestone=world.week,
            link="",
            kind="mp4",
            state="ready",
            size=1,
            video=f"demos/{name}.mp4",
            poster=f"demos/{name}.jpg",
        )
    with django_capture_on_commit_callbacks(execute=True):
        by_its_page(as_its_owner)
    left = {name: default_storage.exists(f"demos/{name}") for name in ("gone.mp4", "gone.jpg")}
    kept = {name: default_storage.exists(f"demos/{name}") for name in ("stays.mp4", "stays.jpg")}
    assert (set(left.values()), set(kept.values())) == ({False}, {True})


# --- The page ------------------------------------------------------------------------------------------------
def test_what_goes_is_counted_first(gone, as_its_owner):
    page = as_its_owner.get(DELETE)
    project = gone.project
    goes = {words.split()[0].strip(","): count for count, words in page.context["goes"]}
    assert goes == {
        "weeks": 2,
        "cards": project.cards.not_deleted().count(),
        "comment": 1,
        "file": 1,
        "labels": 2,
        "demo": 1,
        "people": 3,
        "lines": project.events.count(),
    }


@pytest.mark.parametrize("name", ["", "gone", "secret of gon", "secret of stays", "secret of gone too"])
def test_without_its_name_nothing_is_deleted(gone, as_its_owner, name):
    before = content_hash()
    response = as_its_owner.post(DELETE, {"name": name})
    assert (response.status_code, content_hash() == before) == (422, True)


def test_its_name_may_be_typed_in_small_letters_and_with_spaces_around(gone, as_its_owner):
    assert as_its_owner.post(DELETE, {"name": "  Secret Of gone "}).status_code == 302


def test_the_home_page_says_that_it_was_deleted(gone, as_its_owner):
    assert "The project was deleted." in as_its_owner.get(by_its_page(as_its_owner)["Location"]).text


def test_a_second_click_finds_nothing(gone, as_its_owner):
    by_its_page(as_its_owner)
    assert by_its_page(as_its_owner).status_code == 404


# --- The admin -----------------------------------------------------------------------------------------------
def test_the_admin_deletes_a_project_by_the_same_verb(gone, as_admin):
    as_admin.post(reverse("admin:projects_project_delete", args=[gone.project.pk]), {"post": "yes"})
    assert not Project.objects.exists()
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"gone", "gone-then"}


def test_the_admin_deletes_several_by_it(gone, stays, as_admin):
    as_admin.post(
        reverse("admin:projects_project_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [gone.project.pk, stays.project.pk],
            "post": "yes",
        },
    )
    assert not Project.objects.exists()
    assert FormerSlug.objects.count() == 4


def test_people_keep_their_accounts(gone, as_its_owner):
    people = User.objects.count()
    by_its_page(as_its_owner)
    assert User.objects.count() == people
