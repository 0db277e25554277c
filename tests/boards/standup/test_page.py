"""A stop where there is nothing, and the forms that lead back to one."""

import pytest
from django.utils import timezone

from boards.models import Column
from projects.models import Project
from tests.boards.standup.pages import at, shown, title, titles
from tests.conftest import client_for
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


# --- Where there is nothing ----------------------------------------------------------------------------------
def test_who_is_alone_and_has_no_card_reads_that_there_is_nothing(project, owner):
    mine = project.memberships.get()
    html = shown(client_for(owner), at(mine))
    for sentence in ("Nothing yet", "Nothing started", "Nothing to do in this week"):
        assert sentence in html
    assert "Nothing is blocked" in shown(client_for(owner))


def test_a_project_without_a_plan_has_its_cards_for_later(as_member, project, week, emeka, card_of):
    card_of(emeka, "Some day", milestone=None)
    week.delete()
    html = shown(as_member, at(emeka))
    assert titles(html, "todo") == ["Some day"]
    assert title(shown(as_member, "?stop=wrap-up")) == "No week is planned"


def test_a_closed_last_week_takes_no_card(as_member, project, week, emeka):
    week.closed_at = timezone.now()
    week.save()
    html = shown(as_member, at(emeka))
    assert "data-quickadd" not in html
    assert title(shown(as_member, "?stop=wrap-up")) == "Week 1 is closed"


def test_an_archived_project_can_be_looked_at(as_member, project, emeka, card_of):
    card_of(emeka, "Left", Column.DOING)
    Project.objects.update(archived_at=timezone.now())
    html = shown(as_member, at(emeka))
    assert titles(html, "doing") == ["Left"]
    assert "su-acts" not in html


def test_a_viewer_sees_the_stops_without_a_button(as_viewer, emeka, card_of):
    card_of(emeka, "Doing", Column.DOING)
    html = shown(as_viewer, at(emeka))
    assert titles(html, "doing") == ["Doing"]
    assert "su-acts" not in html
    assert "data-quickadd" not in html


def test_a_list_ends_and_says_how_much_more_there_is(as_member, emeka, card_of):
    for place in range(53):
        card_of(emeka, f"Card {place}", position=place)
    html = shown(as_member, at(emeka))
    assert len(titles(html, "todo")) == 50
    assert "3 more on the board" in html


def test_a_script_gets_the_parts_of_the_stop_alone(as_member, emeka):
    response = as_member.get(f"/p/parcel-vision/standup/{at(emeka)}", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert all(f'id="{part}"' in html for part in ("su-rail", "su-stop", "su-steps"))


# --- Forms lead back -----------------------------------------------------------------------------------------
def test_a_move_without_a_script_leads_back_to_the_stop_with_its_undo(as_member, project, emeka, card_of):
    card = card_of(emeka, "Doing", Column.DOING)
    back = f"standup={emeka.pk}&been=blocked"
    data = {"column": "done", "milestone": card.milestone_id, "back": back}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/move/", data, follow=True)
    assert response.redirect_chain[0][0] == f"/p/parcel-vision/standup/?been=blocked&stop={emeka.pk}&undo=1"
    html = response.content.decode()
    assert titles(html, "done") == ["Doing"]
    assert f'name="back" value="standup={emeka.pk}&amp;been=blocked"' in html.split('id="toasts"')[1]


def test_unblocking_without_a_script_leads_back_to_the_stop(as_member, member, emeka, card_of):
    card = card_of(emeka, "Query", Column.DOING)
    card.block("No quota", by=member)
    data = {"reason": "", "back": f"standup={emeka.pk}"}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/block/", data)
    assert response.url == f"/p/parcel-vision/standup/?stop={emeka.pk}&undo=2"


def test_a_card_is_added_for_the_person_at_the_stop(as_member, project, week, emeka):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write it down 2h", "member": emeka.pk}
    as_member.post("/p/parcel-vision/cards/", {**data, "back": f"standup={emeka.pk}"})
    [card] = project.cards.all()
    assert (card.title, list(card.assignees.all())) == ("Write it down", [emeka])


def test_a_person_whom_the_line_names_as_well_is_on_it_once(as_member, project, week, emeka):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write @emeka", "member": emeka.pk}
    as_member.post("/p/parcel-vision/cards/", data)
    assert list(project.cards.get().assignees.all()) == [emeka]


def test_no_card_is_added_for_somebody_of_another_project(as_member, project, week):
    data = {"column": "todo", "milestone": week.pk, "lines": "Write", "member": MembershipFactory().pk}
    response = as_member.post("/p/parcel-vision/cards/", data, headers={"HX-Request": "true"})
    assert (response.status_code, project.cards.count()) == (422, 0)


def test_a_card_is_taken_over_from_the_person_at_the_stop(as_member, project, member, emeka, card_of):
    card, mine = card_of(emeka, "Query", Column.DOING), project.memberships.get(user=member)
    data = {"member": mine.pk, "instead_of": emeka.pk, "back": f"standup={emeka.pk}"}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", data)
    assert response.url == f"/p/parcel-vision/standup/?stop={emeka.pk}&undo=2"
    assert list(card.assignees.all()) == [mine]
    assert list(project.events.values_list("kind", flat=True)) == ["assigned", "unassigned"]


def test_a_card_that_cannot_be_given_stays_with_whom_it_was(as_member, project, viewer, emeka, card_of):
    card, only_looks = card_of(emeka, "Query"), project.memberships.get(user=viewer)
    data = {"member": only_looks.pk, "instead_of": emeka.pk}
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/assign/", data)
    assert (response.status_code, list(card.assignees.all())) == (422, [emeka])


def test_its_style_sheet_is_of_this_page_alone(as_member, project):
    assert "css/standup.css" in shown(as_member)
    assert "css/standup.css" not in as_member.get("/p/parcel-vision/board/").content.decode()
