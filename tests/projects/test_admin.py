"""The admin of people, projects, templates and the record of changes."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.models import Event, Membership, PlanTemplate, Project, Role, User
from projects.renumbering import renumbering
from tests.conftest import client_for
from tests.factories import (
    MONDAY,
    CardFactory,
    MembershipFactory,
    MilestoneFactory,
    ProjectFactory,
    UserFactory,
)

PEOPLE = reverse("admin:projects_user_changelist")
PROJECTS = reverse("admin:projects_project_changelist")
ADD_PERSON = reverse("admin:projects_user_add")


@pytest.fixture
def staff(db):
    """Somebody who may come in, and nothing else."""
    return UserFactory(is_staff=True)


@pytest.fixture
def as_staff(staff):
    return client_for(staff)


@pytest.fixture
def plan(project, week):
    """The project with two more weeks."""
    for number in (2, 3):
        first_day = MONDAY + timedelta(weeks=number - 1)
        MilestoneFactory(project=project, number=number, starts_on=first_day, goal=f"Goal {number}")
    return project


def page(thing):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def allow(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def form_on(client, thing, **changed):
    """The page of a thing as a browser would send it back, with some of it changed."""
    context = client.get(page(thing)).context
    data = {}
    tables = [table.formset for table in context["inline_admin_formsets"]]
    for form in [context["adminform"].form, *(form for table in tables for form in table.forms)]:
        for field in form:
            data[field.html_name] = field.value()
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = field.value()
    for table in tables:
        data |= {table.management_form.add_prefix(name): value for name, value in counts(table)}
    return {
        name: value for name, value in (data | changed).items() if value is not None and value is not False
    }


def counts(table):
    return [("TOTAL_FORMS", len(table.forms)), ("INITIAL_FORMS", len(table.initial_forms))]


def save(client, thing, **changed):
    return client.post(page(thing), form_on(client, thing, **changed))


def rows(response, index=0):
    return response.context["inline_admin_formsets"][index].formset


def kinds(project):
    return list(project.events.values_list("kind", flat=True))


# --- Settings of a project -----------------------------------------------------------------------------
def test_saving_without_a_change_writes_no_event(as_admin, plan):
    assert save(as_admin, plan).status_code == 302
    assert kinds(plan) == []
    plan.refresh_from_db()
    assert plan.seq == 0


def test_a_new_name_is_an_event_by_whoever_gave_it(as_admin, admin, plan):
    save(as_admin, plan, name="Letter Vision")
    event = plan.events.get()
    assert (event.kind, event.actor, event.data) == (
        "renamed",
        admin,
        {"was": "Parcel Vision", "now": "Letter Vision"},
    )


def test_a_new_card_limit_has_the_cards_drawn_afresh(as_admin, plan):
    save(as_admin, plan, card_limit_minutes="6h")
    plan.refresh_from_db()
    assert (plan.card_limit_minutes, plan.look) == (360, 1)
    assert kinds(plan) == ["settings_changed"]


def test_a_setting_that_somebody_else_has_changed_meanwhile_stays(as_admin, admin, plan):
    opened = form_on(as_admin, plan, name="Letter Vision")
    plan.change(by=admin, time_zone="Asia/Tokyo", demo_weekday=2)
    as_admin.post(page(plan), opened)
    plan.refresh_from_db()
    assert (plan.name, plan.time_zone, plan.demo_weekday) == ("Letter Vision", "Asia/Tokyo", 2)


def test_a_project_is_archived_and_taken_back(as_admin, plan):
    save(as_admin, plan, archived="on")
    plan.refresh_from_db()
    assert plan.archived_at
    save(as_admin, plan, archived=False)
    plan.refresh_from_db()
    assert plan.archived_at is None


def test_an_older_name_of_a_time_zone_can_be_kept(as_admin, plan):
    Project.objects.update(time_zone="US/Pacific")
    assert save(as_admin, plan, name="Letter Vision").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_numbers_of_events_have_no_gap_after_a_page_that_changes_everything(as_admin, plan):
    ben = UserFactory()
    changed = {"name": "Letter Vision", "card_limit_minutes": "6", "starts_on": "2026-09-14"}
    save(as_admin, plan, **changed, **{"milestones-1-goal": "Ship", "memberships-0-user": ben.pk})
    plan.refresh_from_db()
    assert kinds(plan) == ["renamed", "settings_changed", "start_moved", "week_changed", "joined"]
    assert list(plan.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert plan.seq == 5


# --- The start date ------------------------------------------------------------------------------------
def test_all_weeks_move_with_the_start(as_admin, plan):
    save(as_admin, plan, starts_on="2026-09-15")
    days = plan.milestones.values_list("starts_on", flat=True)
    assert list(days) == [date(2026, 9, 15), date(2026, 9, 22), date(2026, 9, 29)]


def test_a_goal_can_be_changed_while_the_weeks_move(as_admin, plan):
    save(as_admin, plan, starts_on="2026-09-14", **{"milestones-2-goal": "Ship"})
    last = plan.milestones.last()
    assert (last.goal, last.starts_on) == ("Ship", date(2026, 9, 28))


def test_the_start_stays_once_a_week_is_closed(as_admin, plan, week):
    plan.milestones.filter(pk=week.pk).update(closed_at=timezone.now())
    response = save(as_admin, plan, starts_on="2026-09-14")
    [sentence] = response.context["adminform"].form.errors["starts_on"]
    assert sentence.startswith("A week of this plan is closed")


def test_a_plan_does_not_move_out_of_the_calendar(as_admin, plan):
    plan.milestones.filter(number=3).update(starts_on=date(2200, 1, 1))
    response = save(as_admin, plan, starts_on="2100-01-01")
    sentence = "The plan would then end after the year 2210."
    assert response.context["adminform"].form.errors == {"starts_on": [sentence]}


def test_start_and_first_days_are_not_changed_at_once(as_admin, plan):
    response = save(as_admin, plan, starts_on="2026-09-14", **{"milestones-2-starts_on": "2026-10-19"})
    [sentence] = rows(response).non_form_errors()
    assert sentence.startswith("Change either the start date")


def test_the_start_follows_the_first_week(as_admin, plan):
    save(as_admin, plan, **{"milestones-0-starts_on": "2026-09-02"})
    plan.refresh_from_db()
    assert plan.starts_on == date(2026, 9, 2)


# --- The table of weeks --------------------------------------------------------------------------------
def test_a_corrected_week_is_an_event_with_both_texts(as_admin, plan, week):
    save(as_admin, plan, **{"milestones-0-goal": "Begin"})
    event = plan.events.get()
    assert (event.kind, event.data["milestone"]) == ("week_changed", week.pk)
    assert (event.data["was"], event.data["now"]) == ({"goal": "Kickoff"}, {"goal": "Begin"})


def test_two_weeks_swap_their_numbers(as_admin, plan):
    changed = {"milestones-1-number": 3, "milestones-1-starts_on": "2026-09-21"}
    changed |= {"milestones-2-number": 2, "milestones-2-starts_on": "2026-09-14"}
    assert save(as_admin, plan, **changed).status_code == 302
    assert list(plan.milestones.values_list("goal", flat=True)) == ["Kickoff", "Goal 3", "Goal 2"]


def test_a_week_is_put_between_two(as_admin, plan):
    changed = {"milestones-1-number": 3, "milestones-1-starts_on": "2026-09-21"}
    changed |= {"milestones-2-number": 4, "milestones-2-starts_on": "2026-09-28"}
    changed |= {"milestones-3-number": 2, "milestones-3-starts_on": "2026-09-14", "milestones-3-goal": "New"}
    save(as_admin, plan, **changed)
    assert list(plan.milestones.values_list("goal", flat=True)) == ["Kickoff", "New", "Goal 2", "Goal 3"]
    assert kinds(plan) == ["week_changed", "week_changed", "week_added"]


def test_a_week_is_deleted_and_another_takes_its_number(as_admin, plan):
    changed = {"milestones-1-DELETE": "on", "milestones-2-number": 2}
    assert save(as_admin, plan, **changed).status_code == 302
    assert list(plan.milestones.values_list("number", "goal")) == [(1, "Kickoff"), (2, "Goal 3")]


@pytest.mark.django_db
def test_a_table_of_52_weeks_is_saved(as_admin):
    project = ProjectFactory()
    for number in range(1, 53):
        MilestoneFactory(project=project, number=number, starts_on=MONDAY + timedelta(weeks=number - 1))
    save(as_admin, project, **{f"milestones-{row}-goal": f"Goal {row}" for row in range(52)})
    assert project.milestones.filter(goal__startswith="Goal").count() == 52


@pytest.mark.parametrize(
    ("changed", "row", "errors"),
    [
        ({"milestones-1-number": 1}, 1, {"number": ["There are two weeks of the number 1."]}),
        ({"milestones-1-number": 0}, 1, {"number": ["Weeks have the numbers 1 to 52."]}),
        ({"milestones-2-number": 53}, 2, {"number": ["Weeks have the numbers 1 to 52."]}),
        (
            {"milestones-1-starts_on": "2026-09-13"},
            1,
            {"starts_on": ["The week before week 2 ends on 2026-09-13."]},
        ),
        (
            {"milestones-2-starts_on": "9999-12-31"},
            2,
            {"starts_on": ["Choose a day between the years 2000 and 2199."]},
        ),
        (
            {"milestones-0-starts_on": "0001-01-01"},
            0,
            {"starts_on": ["Choose a day between the years 2000 and 2199."]},
        ),
        ({"milestones-1-starts_on": "30 Feb"}, 1, {"starts_on": ["Enter a valid date."]}),
    ],
)
def test_a_wrong_row_gets_its_sentence(as_admin, plan, changed, row, errors):
    response = save(as_admin, plan, **changed)
    assert rows(response).errors[row] == errors
    assert kinds(plan) == []


def test_a_plan_keeps_at_least_one_week(as_admin, plan):
    response = save(as_admin, plan, **{f"milestones-{row}-DELETE": "on" for row in range(3)})
    assert rows(response).non_form_errors() == ["A plan has at least one week."]


def test_a_week_with_something_in_it_is_not_deleted(as_admin, plan, week):
    CardFactory(project=plan, milestone=week)
    response = save(as_admin, plan, **{"milestones-0-DELETE": "on"})
    [sentence] = rows(response).non_form_errors()
    assert sentence.startswith("W1 · Kickoff is not empty.")


def test_a_closed_week_is_not_deleted(as_admin, plan, week):
    plan.milestones.filter(pk=week.pk).update(closed_at=timezone.now())
    response = save(as_admin, plan, **{"milestones-0-DELETE": "on"})
    assert rows(response).non_form_errors() == ["W1 · Kickoff is closed, so it stays."]


def test_a_week_that_somebody_has_added_meanwhile_is_told_of(as_admin, plan):
    opened = form_on(as_admin, plan, **{"milestones-0-goal": "Begin"})
    MilestoneFactory(project=plan, number=4, starts_on=date(2026, 9, 28))
    [sentence] = rows(as_admin.post(page(plan), opened)).non_form_errors()
    assert sentence.startswith("Somebody has added a week meanwhile.")


def test_rows_get_their_numbers_without_ever_sharing_one():
    was, to_be = {1: 1, 2: 2, 3: 3, 4: 4}, {1: 2, 2: 1, 3: 4, 4: 5}
    now = dict(was)
    for row, number in renumbering(was, to_be):
        now[row] = number
        assert len(set(now.values())) == 4
    assert now == to_be


def test_52_rows_have_no_room_to_swap():
    full = {number: number for number in range(1, 53)}
    assert renumbering(full, full | {1: 2, 2: 1}) is None


def test_a_full_plan_says_so_instead(as_admin):
    project = ProjectFactory()
    for number in range(1, 53):
        MilestoneFactory(project=project, number=number, starts_on=MONDAY + timedelta(weeks=number - 1))
    response = save(as_admin, project, **{"milestones-0-number": 2, "milestones-1-number": 1})
    assert any("All 52 numbers are taken" in error for error in rows(response).non_form_errors())


def test_weeks_of_a_template_swap_their_numbers(as_admin):
    template = PlanTemplate.objects.get()
    save(as_admin, template, **{"weeks-0-number": 2, "weeks-1-number": 1})
    assert [week.goal for week in template.plan()[:2]] == ["Continuous Deployment", "Kickoff"]


# --- The people of a project ---------------------------------------------------------------------------
def test_somebody_joins(as_admin, plan, stranger):
    save(as_admin, plan, **{"memberships-0-user": stranger.pk, "memberships-0-role": 1})
    assert plan.memberships.get().role == Role.VIEWER
    assert plan.events.get().data["person"] == stranger.pk


def test_somebody_gets_another_role(as_admin, plan, member):
    save(as_admin, plan, **{"memberships-0-role": 3})
    assert plan.memberships.get().role == Role.OWNER
    assert plan.events.get().data == {"person": member.pk, "was": 2, "now": 3}


def test_somebody_leaves_and_what_shows_them_is_drawn_afresh(as_admin, plan, member):
    save(as_admin, plan, **{"memberships-0-DELETE": "on"})
    plan.refresh_from_db()
    assert (plan.memberships.count(), plan.look, kinds(plan)) == (0, 1, ["left"])


def test_a_row_does_not_become_somebody_else(as_admin, plan, member, stranger):
    save(as_admin, plan, **{"memberships-0-user": stranger.pk})
    assert plan.memberships.get().user == member


def test_somebody_who_is_in_already_is_not_taken_in_twice(as_admin, plan, member):
    response = save(as_admin, plan, **{"memberships-1-user": member.pk})
    assert rows(response, 1).errors[1] == {"__all__": ["This person is in the project already."]}


@pytest.mark.parametrize("term", ["lovelace", "ada@", "adalove"])
def test_people_are_found_by_name_address_and_user_name(as_admin, term):
    UserFactory(username="adalove", name="Ada Lovelace", email="ada@example.org")
    UserFactory(username="alan", name="Alan", email="alan@example.org")
    assert found(as_admin, term) == ["Ada Lovelace (ada@example.org)"]


def test_people_who_cannot_sign_in_are_not_offered(as_admin):
    UserFactory(name="Ada Lovelace", is_active=False)
    assert found(as_admin, "ada") == []


def found(client, term):
    asked = {"term": term, "app_label": "projects", "model_name": "membership", "field_name": "user"}
    results = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    return [result["text"] for result in results]


# --- Deleting a project --------------------------------------------------------------------------------
def test_a_project_goes_with_all_that_is_in_it(as_admin, plan, member, week):
    CardFactory(project=plan, milestone=week).archive(by=member)
    confirm = reverse("admin:projects_project_delete", args=[plan.pk])
    counted = dict(as_admin.get(confirm).context["model_count"])
    assert counted == {"projects": 1, "milestones": 3, "members": 1, "events": 1, "cards": 1}
    as_admin.post(confirm, {"post": "yes"})
    assert not Project.objects.exists()
    assert not Event.objects.exists()


# --- People --------------------------------------------------------------------------------------------
NEW = {
    "username": "ada",
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "usable_password": "true",
    "password1": "engine of analysis",
    "password2": "engine of analysis",
}


def test_somebody_is_added_and_can_sign_in(as_admin, client):
    as_admin.post(ADD_PERSON, NEW)
    assert User.objects.get(username="ada").name == "Ada Lovelace"
    assert client.login(username="ada", password="engine of analysis")


def test_somebody_is_added_without_a_password(as_admin):
    as_admin.post(ADD_PERSON, NEW | {"usable_password": "false", "password1": "", "password2": ""})
    assert not User.objects.get(username="ada").has_usable_password()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("username", "", "This field is required."),
        ("username", "TAKEN", "Somebody has this user name already."),
        (
            "username",
            "a@b",
            "A user name has letters a to z, digits, and dots, hyphens or underscores between them; no @.",
        ),
        ("email", "Taken@Example.org", "Somebody has this address already."),
        ("email", "nowhere", "Enter a valid email address."),
        ("email", "", "This field is required."),
        ("name", "\u2800", "This has only invisible characters. Please write a word."),
        ("name", "a\x07b", "This text holds a character that cannot be shown (U+0007). Please remove it."),
        ("password2", "something else", "The two password fields didn’t match."),
    ],
)
def test_a_wrong_person_gets_a_sentence_at_the_field(as_admin, field, typed, sentence):
    UserFactory(username="taken", email="taken@example.org")
    response = as_admin.post(ADD_PERSON, NEW | {field: typed})
    assert response.context["adminform"].form.errors == {field: [sentence]}


@pytest.mark.parametrize(("field", "typed"), [("username", "TAKEN"), ("email", "TAKEN@example.org")])
def test_nobody_takes_what_is_somebody_elses_later(as_admin, stranger, field, typed):
    UserFactory(username="taken", email="taken@example.org")
    response = save(as_admin, stranger, **{field: typed})
    assert list(response.context["adminform"].form.errors) == [field]


def test_a_new_name_is_told_to_the_projects(as_admin, plan, member):
    save(as_admin, member, name="Ada Lovelace")
    plan.refresh_from_db()
    assert (plan.look, kinds(plan)) == (1, ["person_renamed"])


def test_a_session_ends_with_the_account(as_admin, as_staff, staff):
    assert as_staff.get("/admin/").status_code == 200
    save(as_admin, staff, is_active=False)
    assert as_staff.get("/admin/").status_code == 302


def test_somebody_who_is_deleted_has_left_the_projects(as_admin, plan, member):
    as_admin.post(reverse("admin:projects_user_delete", args=[member.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=member.pk).exists()
    assert kinds(plan) == ["left"]


def test_those_who_are_marked_are_deleted_but_not_with_oneself_among_them(as_admin, admin, plan, member):
    chosen = {"action": "delete_selected", "_selected_action": [member.pk], "post": "yes"}
    as_admin.post(PEOPLE, chosen | {"_selected_action": [admin.pk, member.pk]})
    assert User.objects.count() == 2
    as_admin.post(PEOPLE, chosen)
    assert list(User.objects.all()) == [admin]


# --- Who may -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["user", "project", "plantemplate", "event"])
def test_staff_without_permissions_see_nothing(as_staff, name):
    assert as_staff.get(reverse(f"admin:projects_{name}_changelist")).status_code == 403


def test_staff_who_may_look_cannot_send_the_page(as_staff, staff, plan):
    allow(staff, "view_project", "view_milestone", "view_membership")
    assert '<div class="readonly">4 h</div>' in as_staff.get(page(plan)).content.decode()
    assert as_staff.post(page(plan), {"name": "Mine"}).status_code == 403
    plan.refresh_from_db()
    assert plan.name == "Parcel Vision"


def test_staff_who_may_only_look_at_weeks_and_people_change_neither(as_staff, staff, plan, member):
    allow(staff, "change_project", "view_milestone", "view_membership")
    week = plan.milestones.first()
    rows = {"milestones-TOTAL_FORMS": 2, "milestones-INITIAL_FORMS": 1, "milestones-0-id": week.pk}
    rows |= {"milestones-0-goal": "Mine", "milestones-0-number": 9, "milestones-0-DELETE": "on"}
    rows |= {"milestones-1-number": 8, "milestones-1-starts_on": "2030-01-01"}
    rows |= {"memberships-TOTAL_FORMS": 2, "memberships-INITIAL_FORMS": 1, "memberships-1-role": 3}
    rows |= {"memberships-0-id": plan.memberships.get().pk, "memberships-0-role": 3}
    rows |= {"memberships-0-DELETE": "on", "memberships-1-user": staff.pk}
    assert save(as_staff, plan, name="Letter Vision", **rows).status_code == 302
    assert kinds(plan) == ["renamed"]
    assert plan.memberships.get().role == Role.MEMBER


def test_staff_who_may_not_see_weeks_can_still_change_the_project(as_staff, staff, plan):
    allow(staff, "change_project")
    save(as_staff, plan, name="Letter Vision", starts_on="2026-09-14")
    assert kinds(plan) == ["renamed", "start_moved"]


def test_nothing_of_a_password_is_shown_to_anybody(as_admin, as_staff, staff, member):
    allow(staff, "view_user")
    _, salt, hashed = member.password.split("$")
    for client in (as_admin, as_staff):
        response = client.get(page(member))
        assert response.status_code == 200
        assert salt[:6] not in response.content.decode()
        assert hashed[:6] not in response.content.decode()


def test_a_password_is_set_anew(as_admin, client, member):
    assert 'href="../password/"' in as_admin.get(page(member)).content.decode()
    new = {"usable_password": "true", "password1": "engine of analysis", "password2": "engine of analysis"}
    as_admin.post(reverse("admin:auth_user_password_change", args=[member.pk]), new | {"set-password": "Set"})
    assert client.login(username=member.username, password="engine of analysis")


def test_a_password_cannot_be_guessed_by_filters(as_staff, staff):
    allow(staff, "view_user", "view_event")
    assert as_staff.get(PEOPLE, {"password__startswith": "md5"}).status_code == 400
    events = reverse("admin:projects_event_changelist")
    assert as_staff.get(events, {"actor__password__startswith": "md5"}).status_code == 400


def test_staff_cannot_make_themselves_superusers(as_staff, staff):
    allow(staff, "view_user", "change_user")
    save(as_staff, staff, is_superuser="on", name="Me")
    staff.refresh_from_db()
    assert (staff.is_superuser, staff.name) == (False, "Me")


def test_staff_do_not_touch_superusers(as_staff, staff, admin):
    allow(staff, "view_user", "change_user", "delete_user")
    password = reverse("admin:auth_user_password_change", args=[admin.pk])
    assert as_staff.post(page(admin), {"is_active": ""}).status_code == 403
    assert as_staff.get(password).status_code == 403
    assert as_staff.post(reverse("admin:projects_user_delete", args=[admin.pk])).status_code == 403


def test_nobody_deletes_themselves(as_admin, admin):
    assert as_admin.post(reverse("admin:projects_user_delete", args=[admin.pk])).status_code == 403


def test_nobody_writes_into_the_record(as_admin, plan, admin):
    plan.change(by=admin, name="Letter Vision")
    event = plan.events.get()
    assert as_admin.get(reverse("admin:projects_event_add")).status_code == 403
    assert as_admin.post(page(event), {"kind": "x"}).status_code == 403
    assert as_admin.post(reverse("admin:projects_event_delete", args=[event.pk])).status_code == 403


def test_the_log_of_the_admin_has_one_line_for_a_page(as_admin, plan):
    save(as_admin, plan, name="Letter Vision", **{"milestones-0-goal": "Begin"})
    assert LogEntry.objects.count() == 1


# --- Lists ---------------------------------------------------------------------------------------------
def test_the_list_of_projects_says_what_week_it_is(as_admin, plan, member, time_machine_at_week_2):
    row = as_admin.get(PROJECTS).content.decode()
    for cell in ('field-weeks">3<', 'field-people">1<', 'field-this_week">W2 · Goal 2<'):
        assert cell in row


@pytest.fixture
def time_machine_at_week_2(time_machine):
    time_machine.move_to("2026-09-15 12:00Z", tick=False)


def test_archived_projects_can_be_left_out(as_admin, plan):
    ProjectFactory(archived_at=timezone.now(), name="Old")
    assert names(as_admin.get(PROJECTS, {"archived": "no"})) == ["Parcel Vision"]
    assert names(as_admin.get(PROJECTS, {"archived": "yes"})) == ["Old"]


@pytest.mark.parametrize("term", ["parcel", "PARCEL-VISION", "ada@example"])
def test_projects_are_found_by_name_address_and_people(as_admin, plan, term):
    ProjectFactory()
    MembershipFactory(project=plan, user__email="ada@example.org")
    assert names(as_admin.get(PROJECTS, {"q": term})) == ["Parcel Vision"]


def names(response):
    return [project.name for project in response.context["cl"].result_list]


def fill(number):
    for _ in range(number):
        project = ProjectFactory()
        MilestoneFactory(project=project)
        MembershipFactory(project=project)
        project.change(by=project.memberships.get().user, description="New")
        template = PlanTemplate.objects.create(name=project.name)
        template.weeks.create(number=1)


@pytest.mark.parametrize("name", ["user", "project", "plantemplate", "event"])
def test_a_list_of_thirty_takes_as_many_queries_as_one_of_one(as_admin, name):
    address = reverse(f"admin:projects_{name}_changelist")
    fill(1)
    few = queries(as_admin, address)
    fill(29)
    assert queries(as_admin, address) == few


def test_a_page_of_a_project_takes_as_many_queries_for_thirty_people(as_admin, plan):
    MembershipFactory(project=plan)
    few = queries(as_admin, page(plan))
    Membership.objects.bulk_create(Membership(project=plan, user=UserFactory()) for _ in range(29))
    MilestoneFactory(project=plan, number=4)
    assert queries(as_admin, page(plan)) == few


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
