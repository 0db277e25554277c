"""manage.py import_plan: a project from a plan, all of it or nothing."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Event, Membership, Milestone, Project, Role
from tests import planfiles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path):
    """A plan of ten weeks on disk, in the shape that people have them."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(planfiles.plan_as_found())
    return path


def import_plan(file, **options):
    said = StringIO()
    call_command("import_plan", str(file), **{"name": "Vision", "start": "2026-09-07"} | options, stdout=said)
    return said.getvalue()


def test_it_makes_the_project_with_its_weeks(plan):
    import_plan(plan)
    project = Project.objects.get(slug="vision")
    assert project.milestones.count() == 10
    assert project.milestones.get(number=7).demo_task == "Staging Environment"


def test_each_week_begins_seven_days_after_the_one_before(plan):
    import_plan(plan)
    assert Milestone.objects.get(number=10).starts_on == date(2026, 11, 9)


def test_it_says_what_it_made(plan):
    UserFactory(username="ana", name="Ana Costa")
    said = import_plan(plan, owner="ana", time_zone="Europe/Berlin")
    assert said == (
        "Read from the sheet “Sheet1”.\n"
        "The week is in “Week”, the goal in “Milestone: High Level Goal”, the demo task in “Weekly Demo Task "
        "(30 second video)”.\n"
        "Made “Vision”: 10 weeks, from 2026-09-07 to 2026-11-15 (Europe/Berlin).\n"
        "Owner: Ana Costa\n"
        "Board: /p/vision/board/\n"
    )


def test_an_address_is_made_from_a_name_in_any_script(plan):
    assert "/p/ribennogroesse/board/" in import_plan(plan, name="日本のGröße")


def test_it_says_one_week_of_one(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_bytes(planfiles.delimited([planfiles.HEADER, [1, "a", "x"]]))
    assert "1 week, from 2026-09-07 to 2026-09-13 (UTC)" in import_plan(path)


@pytest.mark.parametrize("called", ["ana", "ANA", "ana@example.org", "Ana@Example.org"])
def test_the_owner_is_found_by_user_name_or_address(plan, called):
    user = UserFactory(username="ana", email="ana@example.org")
    import_plan(plan, owner=called)
    assert Membership.objects.get().user == user
    assert Membership.objects.get().role == Role.OWNER


def test_a_slug_can_be_chosen(plan):
    import_plan(plan, slug="v2")
    assert Project.objects.get().slug == "v2"


def test_the_name_is_kept_on_one_line(plan):
    import_plan(plan, name=" Vision\nTwo ")
    assert Project.objects.get().name == "Vision Two"


def test_the_plan_is_an_event(plan):
    import_plan(plan)
    assert list(Event.objects.values_list("kind", "actor")) == [("planned", None)]


REFUSED = {
    "unknown owner": ({"owner": "nobody"}, "--owner: nobody who can sign in is called “nobody”."),
    "owner no database takes": ({"owner": "\udcff"}, "--owner: nobody who can sign in is called “\ufffd”."),
    "inactive owner": ({"owner": "left"}, "--owner: nobody who can sign in is called “left”."),
    "not a date": (
        {"start": "7.9.2026"},
        "--start: “7.9.2026” is no date. Write it as YYYY-MM-DD, such as 2026-09-07.",
    ),
    "no such day": (
        {"start": "2026-02-30"},
        "--start: “2026-02-30” is no date. Write it as YYYY-MM-DD, such as 2026-09-07.",
    ),
    "first day there is": ({"start": "0001-01-01"}, "--start: Choose a day between the years 2000 and 2199."),
    "last day there is": ({"start": "9999-12-31"}, "--start: Choose a day between the years 2000 and 2199."),
    "unknown time zone": (
        {"time_zone": "Mars/Base"},
        "--time-zone: There is no time zone of this name. Choose one such as Europe/Berlin.",
    ),
    "slug taken": ({"slug": "taken"}, "--slug: Project with this Slug already exists."),
    "long name": (
        {"name": "x" * 101},
        "--name: Ensure this value has at most 100 characters (it has 101).",
    ),
    "control character": (
        {"name": "a\x07b"},
        "--name: This text holds a character that cannot be shown (U+0007). Please remove it.",
    ),
}


@pytest.mark.parametrize(("options", "sentence"), REFUSED.values(), ids=REFUSED)
def test_it_refuses_with_a_sentence_and_makes_nothing(plan, options, sentence):
    UserFactory(username="left", is_active=False)
    Project.objects.create(name="Taken", slug="taken", starts_on=date(2026, 9, 7))
    with pytest.raises(CommandError) as refused:
        import_plan(plan, **options)
    assert str(refused.value) == sentence
    assert Project.objects.count() == 1


def test_it_refuses_two_things_in_two_lines(plan):
    with pytest.raises(CommandError) as refused:
        import_plan(plan, start="1999-12-31", slug="no slug")
    assert [row_reader.split(":")[0] for row_reader in str(refused.value).splitlines()] == [
        "--slug",
        "--start",
    ]


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file or directory\."):
        import_plan(tmp_path / "none.xlsx")


def test_a_directory_gets_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: Is a directory\."):
        import_plan(tmp_path)


def test_a_spoiled_plan_gets_the_sentence_of_the_reader_and_makes_nothing(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(planfiles.plan([1, "a", "x"], [3, "c", "z"]))
    with pytest.raises(CommandError, match=r"^Sheet “Plan”: week 2 is missing\.$"):
        import_plan(path)
    assert not Project.objects.exists()


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "plan.csv"
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)
    with pytest.raises(CommandError, match="is larger than 2 MB"):
        import_plan(path)
