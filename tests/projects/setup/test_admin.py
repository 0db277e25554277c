"""Setting a project up in the admin: one page, all or nothing."""

import html
import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.models import Event, PlanTemplate, Project, Role
from projects.setup.new_project import SetUpForm, next_monday
from tests import planfiles
from tests.factories import MilestoneFactory, ProjectFactory, UserFactory

ADD = reverse("admin:projects_project_add")
TYPED = {
    "name": "Parcel Vision",
    "slug": "parcel-vision",
    "description": "Reads addresses.",
    "starts_on": "2026-09-07",
    "time_zone": "Europe/Berlin",
    "demo_weekday": "4",
    "card_limit_minutes": "4",
    "weeks_from": "empty",
    "week_count": "3",
}
NOBODY = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def people(*rows):
    """The table of people as a browser sends it: a pair of person and role a row."""
    data = {"memberships-TOTAL_FORMS": str(len(rows)), "memberships-INITIAL_FORMS": "0"}
    for number, (user, role) in enumerate(rows):
        data |= {f"memberships-{number}-user": user, f"memberships-{number}-role": role}
    return data


def upload(content, name="plan.xlsx"):
    return SimpleUploadedFile(name, content)


def errors_of(response):
    return response.context["adminform"].form.errors


def form(**changed):
    return SetUpForm(TYPED | changed)


def look_at(client, file):
    """What to send once the weeks in a file were looked at."""
    page = client.post(ADD, TYPED | NOBODY | {"weeks_from": "file", "plan_file": file}).text
    plan = re.search(r'<input type="hidden" name="plan" value="([^"]*)"', page)[1]
    return TYPED | NOBODY | {"weeks_from": "file", "plan": html.unescape(plan)}


def save_looked_at(client, file):
    client.post(ADD, look_at(client, file))


# --- What is asked -----------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("today", "monday"), [("2026-09-04", 7), ("2026-09-06", 7), ("2026-09-07", 14)])
def test_the_next_monday_is_proposed_as_start(today, monday):
    with time_machine.travel(today, tick=False):
        assert SetUpForm()["starts_on"].value() == date(2026, 9, monday)


def test_next_monday_is_never_today():
    assert next_monday(date(2026, 9, 7)) == date(2026, 9, 14)


def test_the_page_offers_its_reader_as_owner(as_admin, admin):
    table = as_admin.get(ADD).context["inline_admin_formsets"][0].formset
    assert table.forms[0].initial == {"user": admin.pk, "role": Role.OWNER}


def test_the_ten_week_plan_is_marked_from_the_start(as_admin):
    page = as_admin.get(ADD).context["adminform"].form
    assert page["weeks_from"].value() == "template"
    assert page["template"].value() == PlanTemplate.objects.first().pk


# --- Where the weeks come from -----------------------------------------------------------------------------
def test_a_project_is_made_of_empty_weeks(as_admin):
    as_admin.post(ADD, TYPED | NOBODY)
    weeks = Project.objects.get().milestones.values_list("number", "starts_on", "goal")
    assert list(weeks) == [(1, date(2026, 9, 7), ""), (2, date(2026, 9, 14), ""), (3, date(2026, 9, 21), "")]


def test_a_project_is_made_from_the_template(as_admin):
    template = PlanTemplate.objects.get()
    as_admin.post(ADD, TYPED | NOBODY | {"weeks_from": "template", "template": template.pk})
    weeks = Project.objects.get().milestones
    assert weeks.count() == 10
    assert weeks.last().goal == "Finish MVP"


def test_a_project_is_made_from_a_spreadsheet_as_people_have_them(as_admin):
    save_looked_at(as_admin, upload(planfiles.plan_as_found()))
    weeks = list(Project.objects.get().milestones.all())
    assert len(weeks) == 10
    assert weeks[0].demo_task == "Kickoff (present plan)"


def test_the_weeks_in_a_file_are_shown_before_anything_is_saved(as_admin):
    rows = planfiles.delimited([planfiles.HEADER, [1, "Запуск проекта", "Показать план"]], ",", "cp1251")
    page = as_admin.post(ADD, TYPED | NOBODY | {"weeks_from": "file", "plan_file": upload(rows)}).text
    assert "Nothing is saved yet: look at the weeks in the file, then save." in page
    assert "Read as Windows-1251." in page
    assert "<bdi>Запуск проекта</bdi>" in page
    assert not Project.objects.exists()


@pytest.mark.parametrize(("delimiter", "name"), [(",", "plan.csv"), ("\t", "plan.tsv")])
def test_a_project_is_made_from_text(as_admin, delimiter, name):
    rows = planfiles.delimited([planfiles.HEADER, [1, "Begin", "Plan"], [2, "End", "Show"]], delimiter)
    save_looked_at(as_admin, upload(rows, name))
    assert [week.goal for week in Project.objects.get().milestones.all()] == ["Begin", "End"]


def test_a_project_is_made_from_the_plan_of_another(as_admin, project, week):
    as_admin.post(ADD, TYPED | NOBODY | {"slug": "b", "weeks_from": "project", "other_project": project.pk})
    [copied] = Project.objects.get(slug="b").milestones.all()
    assert (copied.goal, copied.starts_on) == (week.goal, date(2026, 9, 7))


@pytest.mark.django_db
def test_only_projects_that_one_may_see_are_offered(member, project):
    ProjectFactory()
    assert list(SetUpForm(by=member).fields["other_project"].queryset) == [project]


def test_a_plan_that_one_may_not_see_cannot_be_copied(member, project):
    foreign = MilestoneFactory().project
    refused = SetUpForm(TYPED | {"weeks_from": "project", "other_project": foreign.pk}, by=member)
    assert "other_project" in refused.errors


# --- Who is in it ------------------------------------------------------------------------------------------
def test_people_join_with_their_roles(as_admin, admin):
    ben = UserFactory()
    as_admin.post(ADD, TYPED | people((admin.pk, 3), (ben.pk, 1), ("", 2), ("", 2)))
    roles = Project.objects.get().memberships.values_list("user", "role")
    assert list(roles) == [(admin.pk, Role.OWNER), (ben.pk, Role.VIEWER)]


def test_the_admin_may_take_the_own_name_away(as_admin):
    as_admin.post(ADD, TYPED | people(("", 3), ("", 2)))
    assert not Project.objects.get().memberships.exists()


def test_somebody_named_twice_is_told_of_at_the_second_row(as_admin, admin):
    response = as_admin.post(ADD, TYPED | people((admin.pk, 3), (admin.pk, 2)))
    table = response.context["inline_admin_formsets"][0].formset
    assert table.forms[1].errors == {"user": ["This person is in the table already."]}
    assert not Project.objects.exists()


def test_a_person_who_does_not_exist_makes_nothing(as_admin):
    as_admin.post(ADD, TYPED | people((4711, 3)))
    assert not Project.objects.exists()


# --- Afterwards --------------------------------------------------------------------------------------------
def test_one_comes_to_the_table_of_weeks(as_admin):
    response = as_admin.post(ADD, TYPED | NOBODY | {"_save": "Save"}, follow=True)
    project = Project.objects.get()
    assert response.request["PATH_INFO"] == reverse("admin:projects_project_change", args=[project.pk])
    assert len(response.context["inline_admin_formsets"][0].formset.initial_forms) == 3


def test_the_page_of_a_project_leads_to_its_board(as_admin, project):
    page = as_admin.get(reverse("admin:projects_project_change", args=[project.pk]))
    assert '<a href="/p/parcel-vision/board/" class="viewsitelink">' in page.content.decode()


def test_one_event_tells_that_a_project_was_planned_and_by_whom(as_admin, admin):
    as_admin.post(ADD, TYPED | NOBODY)
    assert [(event.kind, event.seq, event.actor) for event in Event.objects.all()] == [("planned", 1, admin)]


@pytest.mark.both_databases
def test_nothing_is_left_when_the_people_cannot_be_saved(as_admin, admin, monkeypatch):
    monkeypatch.setattr("projects.models.Membership.objects.bulk_create", broken)
    with pytest.raises(ZeroDivisionError):
        as_admin.post(ADD, TYPED | people((admin.pk, 3)))
    assert not Project.objects.exists()
    assert not Event.objects.exists()


def broken(rows):
    raise ZeroDivisionError(list(rows))


@pytest.mark.both_databases
def test_a_page_that_lost_a_race_is_looked_at_once_more_with_its_plan(as_admin, monkeypatch):
    begin = Project.begin

    def too_late(project, **kwargs):
        monkeypatch.setattr(Project, "begin", begin)
        ProjectFactory(slug=project.slug)
        begin(project, **kwargs)

    monkeypatch.setattr(Project, "begin", too_late)
    response = as_admin.post(ADD, look_at(as_admin, upload(planfiles.plan_as_found())), follow=True)
    assert response.status_code == 200
    assert Project.objects.get().milestones.count() == 10


# --- The address -------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Parcel Vision", "parcel-vision"),
        ("Zürich 2", "zuerich-2"),
        ("Zu\u0308rich", "zuerich"),
        ("a" * 99, "a" * 60),
        ("-_-x-_", "x"),
    ],
)
def test_an_address_is_made_from_the_name(name, slug):
    asked = form(name=name, slug="")
    assert asked.is_valid(), asked.errors
    assert asked.instance.slug == slug


@pytest.mark.django_db
def test_an_address_made_from_a_name_is_a_free_one():
    ProjectFactory(slug="parcel-vision")
    ProjectFactory(slug="parcel-vision-2")
    asked = form(slug="")
    assert asked.is_valid()
    assert asked.instance.slug == "parcel-vision-3"


# --- What is refused, and how ------------------------------------------------------------------------------
REFUSED = [
    ("name", "", "This field is required."),
    ("name", "   ", "This field is required."),
    ("name", "\u3164", "This has only invisible characters. Please write a word."),
    ("name", "x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
    ("name", "a\0b", "Null characters are not allowed."),
    ("name", "a\x07b", "This text holds a character that cannot be shown (U+0007). Please remove it."),
    ("name", "a\ud800b", "This text holds a character that cannot be shown (U+D800). Please remove it."),
    ("slug", "two words", "An address has letters a to z, digits, hyphens and underscores, and no spaces."),
    ("slug", "ärger", "An address has letters a to z, digits, hyphens and underscores, and no spaces."),
    ("slug", "x" * 61, "Ensure this value has at most 60 characters (it has 61)."),
    ("slug", "taken", "Another project has this address already."),
    ("description", "x" * 20_001, "Ensure this value has at most 20000 characters (it has 20001)."),
    ("starts_on", "", "This field is required."),
    ("starts_on", "2026-02-30", "Enter a valid date."),
    ("starts_on", "soon", "Enter a valid date."),
    ("starts_on", "9999-12-31", "Choose a day between the years 2000 and 2199."),
    ("starts_on", "0001-01-01", "Choose a day between the years 2000 and 2199."),
    ("time_zone", "Mars/Base", "Select a valid choice. Mars/Base is not one of the available choices."),
    ("demo_weekday", "7", "Select a valid choice. 7 is not one of the available choices."),
    ("card_limit_minutes", "", "This field is required."),
    (
        "card_limit_minutes",
        "0",
        "With a limit of zero hours every card would be too big. Four hours are usual.",
    ),
    ("card_limit_minutes", "-1", "“-1” is not a number of hours. Write hours as 3, 1.5, 1:30, 90m or ½."),
    ("card_limit_minutes", "NaN", "“nan” is not a number of hours. Write hours as 3, 1.5, 1:30, 90m or ½."),
    (
        "card_limit_minutes",
        "1e400",
        "“1e400” is not a number of hours. Write hours as 3, 1.5, 1:30, 90m or ½.",
    ),
    ("card_limit_minutes", "abc", "“abc” is not a number of hours. Write hours as 3, 1.5, 1:30, 90m or ½."),
    ("card_limit_minutes", "41", "The limit is at most 40 hours: the work of one person in one week."),
    ("card_limit_minutes", "1000", "The limit is at most 40 hours: the work of one person in one week."),
    ("weeks_from", "", "Say where the weeks come from."),
    ("weeks_from", "moon", "Select a valid choice. moon is not one of the available choices."),
    ("week_count", "", "Say how many weeks there are: 1 to 52."),
    ("week_count", "0", "A plan has 1 to 52 weeks, not 0."),
    ("week_count", "53", "A plan has 1 to 52 weeks, not 53."),
    ("week_count", "-3", "A plan has 1 to 52 weeks, not -3."),
    ("week_count", "abc", "Write a whole number of weeks, 1 to 52."),
    ("week_count", "1e400", "Write a whole number of weeks, 1 to 52."),
    ("week_count", "9" * 5000, "Write a whole number of weeks, 1 to 52."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "typed", "sentence"), REFUSED)
def test_bad_input_gets_its_sentence_at_its_field(field, typed, sentence):
    ProjectFactory(slug="taken")
    refused = form(**{field: typed})
    assert refused.errors == {field: [sentence]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("marked", "field", "sentence"),
    [
        ("template", "template", "Choose a template."),
        (
            "file",
            "plan_file",
            "Choose the file. If it was chosen before, choose it again: it cannot be kept.",
        ),
        ("project", "other_project", "Choose a project."),
    ],
)
def test_what_is_marked_but_missing_is_asked_for(marked, field, sentence):
    assert form(weeks_from=marked).errors == {field: [sentence]}


def test_what_is_not_marked_is_not_looked_at(db):
    assert form(template="4711", other_project="x").is_valid()


def test_a_file_that_would_go_unread_is_told_of(db):
    refused = SetUpForm(TYPED, {"plan_file": upload(b"Week,Goal,Demo\n1,a,b\n", "plan.csv")})
    [sentence] = refused.errors["weeks_from"]
    assert sentence == "A file was chosen as well. Mark “a file: XLSX, CSV, TSV or Markdown” to use it."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "“plan.xlsx” is a PDF"),
        (b"x" * (2 * 1024 * 1024 + 1), "“plan.xlsx” is larger than 2 MB."),
        (planfiles.plan([1, "a", "b"], [1, "c", "d"]), "Sheet"),
    ],
)
def test_a_file_that_is_no_plan_gets_its_sentence(content, beginning):
    refused = SetUpForm(TYPED | {"weeks_from": "file"}, {"plan_file": upload(content)})
    [sentence] = refused.errors["plan_file"]
    assert beginning in sentence


def test_a_plan_without_weeks_is_refused(db):
    empty = PlanTemplate.objects.create(name="Empty")
    refused = form(weeks_from="template", template=empty.pk)
    assert refused.errors == {"template": ["This plan has no weeks yet. Choose another."]}


def test_a_refused_page_keeps_all_that_was_typed(as_admin, admin):
    response = as_admin.post(ADD, TYPED | people((admin.pk, 1)) | {"starts_on": "30 Feb", "week_count": "77"})
    page = response.context["adminform"].form
    assert {name: page[name].value() for name in TYPED} == TYPED | {"starts_on": "30 Feb", "week_count": "77"}
    assert response.context["inline_admin_formsets"][0].formset.forms[0]["user"].value() == str(admin.pk)
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_addresses_are_invited_to_a_new_project(as_admin, admin):
    as_admin.post(ADD, TYPED | people((admin.pk, 3)) | {"invite": "tom@depot.example owner"})
    invitation = Project.objects.get().invitations.get()
    assert (invitation.address, invitation.role, invitation.invited_by) == ("tom@depot.example", 3, admin)
