"""The settings of a project: each section saves its own fields, as they were changed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Project, Role
from projects.text import content_hash
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SETTINGS = "/p/parcel-vision/settings/"
SAVED = {
    "name": {"name": "Parcel Vision", "slug": "parcel-vision", "description": ""},
    "dates": {"starts_on": "2026-09-07", "time_zone": "UTC", "demo_weekday": "4"},
    "limits": {"card_limit_minutes": "4", "standup_minutes": "10"},
}
SEEN = {
    "name": "Parcel Vision",
    "slug": "parcel-vision",
    "description": "",
    "starts_on": "2026-09-07",
    "time_zone": "UTC",
    "demo_weekday": "4",
    "card_limit_minutes": "240",
    "standup_minutes": "10",
}
# Of each field: what is sent, and what is saved then.
NEW = {
    "name": ("name", "Parcel Sight", "Parcel Sight"),
    "slug": ("name", "parcel-sight", "parcel-sight"),
    "description": ("name", "Which are late\n- and why", "Which are late\n- and why"),
    "starts_on": ("dates", "2026-09-14", date(2026, 9, 14)),
    "time_zone": ("dates", "Europe/Lisbon", "Europe/Lisbon"),
    "demo_weekday": ("dates", "3", 3),
    "card_limit_minutes": ("limits", "2:30", 150),
    "standup_minutes": ("limits", "15", 15),
}


def body(section, **new):
    """What a section sends on whose page nothing else was changed."""
    seen = {f"seen_{name}": content_hash(SEEN[name]) for name in SAVED[section]}
    return {"section": section, **SAVED[section], **seen, **new}


def stored(project):
    return Project.objects.get(pk=project.pk)


def told(project):
    return list(project.events.values_list("kind", "data__now"))


# --- Saving --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NEW)
def test_a_field_is_saved_with_one_event_and_nothing_else(as_owner, owner, project, name):
    section, typed, value = NEW[name]
    before = stored(project)
    response = as_owner.post(SETTINGS, body(section, **{name: typed}))
    now = stored(project)
    changed = {field for field in SEEN if getattr(now, field) != getattr(before, field)}
    assert (response.status_code, getattr(now, name), changed) == (302, value, {name})
    event = project.events.get()
    assert (event.actor, event.kind) == (
        owner,
        {"name": "renamed", "starts_on": "start_moved"}.get(name, "settings_changed"),
    )
    assert response["Location"] == f"/p/{now.slug}/settings/?done={event.seq}#{section}"


@pytest.mark.parametrize("section", SAVED)
def test_a_section_in_which_nothing_was_changed_writes_nothing(as_owner, project, section):
    response = as_owner.post(SETTINGS, body(section))
    assert (response["Location"], project.events.count()) == (f"{SETTINGS}#{section}", 0)


def test_the_page_says_what_was_saved_to_whoever_did_it(as_owner, project):
    address = as_owner.post(SETTINGS, body("limits", standup_minutes="15"))["Location"]
    another = client_for(MembershipFactory(project=project, role=Role.OWNER).user)
    assert 'class="toast"' in as_owner.get(address).text
    assert 'class="toast" data-toast' not in another.get(address).text


@pytest.mark.parametrize("done", ["1", "2", "9" * 30, "x", "-1", ""])
def test_the_page_says_nothing_of_other_events(as_owner, owner, project, card, done):
    card.edit(title="Other", by=owner)
    assert 'class="toast" data-toast' not in as_owner.get(f"{SETTINGS}?done={done}").text


def test_a_new_start_moves_the_weeks_and_can_be_undone(as_owner, project, week):
    address = as_owner.post(SETTINGS, body("dates", starts_on="2026-09-14"))["Location"]
    week.refresh_from_db()
    assert week.starts_on == date(2026, 9, 14)
    page = as_owner.get(address).text
    assert 'action="/p/parcel-vision/plan/undo/"' in page
    as_owner.post("/p/parcel-vision/plan/undo/", {"event": project.events.get().seq})
    assert stored(project).starts_on == date(2026, 9, 7)


def test_start_and_time_zone_are_saved_together_or_not_at_all(as_owner, project):
    response = as_owner.post(SETTINGS, body("dates", starts_on="1999-01-04", time_zone="Asia/Tokyo"))
    assert (response.status_code, stored(project).time_zone, project.events.count()) == (422, "UTC", 0)


def test_where_a_week_is_closed_the_start_stays_and_the_page_says_so(as_owner, project, week):
    MilestoneFactory(project=project, number=2, starts_on=date(2026, 9, 14))
    week.closed_at = timezone.now()
    week.save()
    assert 'name="starts_on"' not in as_owner.get(SETTINGS).text
    response = as_owner.post(SETTINGS, body("dates", starts_on="2026-09-14", demo_weekday="3"))
    assert (response.status_code, stored(project).demo_weekday) == (409, 4)
    assert "Week 1 is closed, so it stays where it is." in response.text
    without = body("dates", demo_weekday="3")
    del without["starts_on"]
    assert as_owner.post(SETTINGS, without).status_code == 302


# --- What is wrong -------------------------------------------------------------------------------------------
WRONG = {
    ("name", ""): "This field is required.",
    ("name", "x" * 101): "This has 101 characters; 100 are allowed.",
    ("name", "\u200b"): "",
    ("slug", "no spaces"): "no spaces.",
    ("slug", ""): "This field is required.",
    ("slug", "taken"): "Another project has this address already.",
    ("slug", "was-taken"): "Another project has this address already.",
    ("description", "x" * 20_001): "20,000 are allowed",
    ("starts_on", "2026-02-30"): "There is no such day.",
    ("starts_on", ""): "Choose a day.",
    ("starts_on", "1999-01-04"): "between the years 2000 and 2199",
    ("time_zone", "Europe/Nowhere"): "Select a valid choice.",
    ("demo_weekday", "7"): "Select a valid choice.",
    ("card_limit_minutes", "0"): "every card would be too big",
    ("card_limit_minutes", "41"): "at most 40 hours",
    ("card_limit_minutes", "\0"): "Null characters are not allowed.",
    ("standup_minutes", "0"): "A standup takes 1 to 120 minutes.",
    ("standup_minutes", "121"): "A standup takes 1 to 120 minutes.",
}


@pytest.mark.parametrize(("name", "typed"), WRONG)
def test_what_cannot_be_saved_comes_back_with_the_reason_at_its_field(as_owner, project, name, typed):
    ProjectFactory(slug="was-taken").change(by=None, slug="elsewhere")
    ProjectFactory(slug="taken")
    response = as_owner.post(SETTINGS, body(NEW[name][0], **{name: typed}))
    assert (response.status_code, project.events.count()) == (422, 0)
    assert f'id="id_{name}_error"' in response.text
    assert WRONG[name, typed] in response.text


def test_a_field_that_was_not_sent_empties_nothing(as_owner, project):
    project.change(by=None, description="Keep me")
    response = as_owner.post(SETTINGS, {"section": "name", "name": "Other", "slug": "parcel-vision"})
    assert (response.status_code, stored(project).description) == (422, "Keep me")


@pytest.mark.parametrize("section", ["", "people", "__class__"])
def test_an_unknown_section_saves_nothing(as_owner, project, section):
    assert as_owner.post(SETTINGS, {"section": section, "name": "Other"}).status_code == 422


def test_an_address_that_another_project_takes_meanwhile_is_said_at_its_field(as_owner, project, meanwhile):
    meanwhile(lambda: ProjectFactory(slug="parcel-sight"))
    response = as_owner.post(SETTINGS, body("name", slug="parcel-sight", name="Other"))
    assert (response.status_code, stored(project).name) == (422, "Parcel Vision")
    assert "Another project has this address already." in response.text


# --- Two owners ----------------------------------------------------------------------------------------------
@pytest.fixture
def other(project):
    return MembershipFactory(project=project, role=Role.OWNER, user__name="Ben Hart").user


def test_two_owners_who_save_different_sections_do_not_overwrite_each_other(as_owner, other, project):
    as_owner.post(SETTINGS, body("limits", standup_minutes="15"))
    client_for(other).post(SETTINGS, body("name", name="Parcel Sight"))
    now = stored(project)
    assert (now.standup_minutes, now.name) == (15, "Parcel Sight")


def test_two_owners_who_change_different_fields_of_a_section_do_not_either(as_owner, other, project):
    as_owner.post(SETTINGS, body("limits", standup_minutes="15"))
    client_for(other).post(SETTINGS, body("limits", card_limit_minutes="2"))
    now = stored(project)
    assert (now.standup_minutes, now.card_limit_minutes) == (15, 120)


THEIRS = {
    "name": "Parcel Eye",
    "slug": "parcel-eye",
    "description": "Theirs",
    "starts_on": date(2026, 9, 21),
    "time_zone": "Asia/Tokyo",
    "demo_weekday": 2,
    "card_limit_minutes": 180,
    "standup_minutes": 7,
}
IN_WORDS = {"starts_on": "2026-09-21", "demo_weekday": "Wed", "card_limit_minutes": "3"}


@pytest.mark.parametrize("name", NEW)
def test_a_field_that_somebody_else_has_changed_comes_back_with_both_texts(as_owner, other, project, name):
    if name == "starts_on":
        project.move_start(THEIRS[name], by=other)
    else:
        project.change(by=other, **{name: THEIRS[name]})
    section, typed, _ = NEW[name]
    response = as_owner.post(SETTINGS, body(section, **{name: typed}))
    assert (response.status_code, getattr(stored(project), name)) == (409, THEIRS[name])
    theirs = IN_WORDS.get(name, THEIRS[name])
    assert f"Ben Hart has changed this meanwhile. It says now: “{theirs}”." in response.text
    form = response.context["page"].section(section)
    assert str(form[name].value()) == typed


@pytest.mark.parametrize("name", NEW)
def test_saved_again_what_was_typed_is_written_over_theirs(as_owner, other, project, name):
    if name == "starts_on":
        project.move_start(THEIRS[name], by=other)
    else:
        project.change(by=other, **{name: THEIRS[name]})
    section, typed, value = NEW[name]
    response = as_owner.post(SETTINGS, body(section, **{name: typed}))
    again = response.context["page"].section(section)
    seen = {f"seen_{field}": text for field, text in again.seen.items()}
    assert as_owner.post(SETTINGS, {**body(section, **{name: typed}), **seen}).status_code == 302
    assert getattr(stored(project), name) == value


def test_the_same_change_made_by_both_is_no_conflict(as_owner, other, project):
    project.change(by=other, standup_minutes=15)
    assert as_owner.post(SETTINGS, body("limits", standup_minutes="15")).status_code == 302


def test_what_was_seen_before_an_error_counts_as_seen_after_it(as_owner, other, project):
    """Else the page that comes back would write over what came in between."""
    project.change(by=other, standup_minutes=7)
    response = as_owner.post(SETTINGS, body("limits", card_limit_minutes="99"))
    assert response.context["page"].limits.seen["standup_minutes"] == content_hash("10")


# --- The page ------------------------------------------------------------------------------------------------
def test_the_page_names_the_owners(as_owner, owner, other, project):
    assert "the owners, see this page." in as_owner.get(SETTINGS).text


def test_only_owners_find_the_settings_in_the_menu_of_the_project(as_owner, as_member):
    link = f'href="{SETTINGS}"'
    for path in ("board/", "plan/", "people/"):
        pages = [client.get(f"/p/parcel-vision/{path}").text for client in (as_owner, as_member)]
        assert [link in page for page in pages] == [True, False]


def test_the_page_says_how_many_cards_are_over_the_limit(as_owner, project, card):
    CardFactory(project=project, estimate_minutes=300)
    assert "One card is over it now." in as_owner.get(SETTINGS).text


def test_labels_and_cards_take_no_more_queries(as_owner, project):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            as_owner.get(SETTINGS)
        return len(asked)

    few = queries()
    for label in LabelFactory.create_batch(10, project=project):
        label.cards.set(CardFactory.create_batch(3, project=project))
    assert queries() == few


# --- The archive ---------------------------------------------------------------------------------------------
def test_an_archived_project_is_taken_out_again_with_an_event_each(as_owner, owner, project):
    as_owner.post(f"{SETTINGS}archive/")
    assert stored(project).archived_at
    page = as_owner.get(SETTINGS).text
    assert "Take it out" in page
    assert 'name="standup_minutes"' not in page
    as_owner.post(f"{SETTINGS}unarchive/")
    assert stored(project).archived_at is None
    assert [event.kind for event in project.events.all()] == ["settings_changed"] * 2


def test_a_project_that_is_not_archived_is_not_taken_out(as_owner, project):
    assert as_owner.post(f"{SETTINGS}unarchive/").status_code == 302
    assert project.events.count() == 0
