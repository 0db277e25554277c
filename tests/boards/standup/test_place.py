"""Where a leader can take others: the allow-list of places, and what a step may name."""

import json

import pytest
from django.urls import reverse

from boards.models import Standup
from projects import limits
from tests.conftest import client_for
from tests.factories import CardFactory, DemoFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(project, owner):
    Standup(project=project).lead(by=owner)


def step(client, project, address, **more):
    return client.post(reverse("standup-step", args=[project.slug]), {"address": address, **more})


def place(project):
    kept = Standup.objects.get(project=project).place
    return {name: value for name, value in kept.items() if name != "name"}


ADDRESSES = {
    "/p/parcel-vision/board/": {"address": "board/?week=1"},
    "/p/parcel-vision/board/?week=later&over=1&blocked=1&q=parcel": {
        "address": "board/?week=later&over=1&blocked=1&q=parcel"
    },
    "/p/parcel-vision/board/?week=1&undo=57&anything=else": {"address": "board/?week=1"},
    "/p/parcel-vision/plan/": {"address": "plan/"},
    "/p/parcel-vision/progress/?undo=3": {"address": "progress/"},
    "/p/parcel-vision/demos/?week=1": {"address": "demos/?week=1"},
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_of_the_list_are_places_with_what_they_show(as_owner, project, led, address):
    assert step(as_owner, project, address).status_code == 302
    assert place(project) == ADDRESSES[address]


@pytest.mark.parametrize(
    "address",
    [
        "/p/parcel-vision/archive/",
        "/p/parcel-vision/cards/1/",
        "/p/parcel-vision/weeks/1/close/",
        "/p/parcel-vision/weeks/1/demo/",
        "/p/other/board/",
        "/admin/projects/project/1/change/",
        "/accounts/password/change/",
        "/",
        "/nowhere/",
        "//evil.example/p/other/plan/",
        "http://[evil/",
        "javascript:alert(1)",
    ],
)
def test_anywhere_else_is_elsewhere(as_owner, project, led, address):
    assert step(as_owner, project, address).status_code == 302
    assert place(project) == {"address": ""}


def test_a_page_that_is_open_at_a_former_address_of_the_project_is_a_place(as_owner, project, led):
    project.change(by=None, slug="now")
    step(as_owner, project, "/p/parcel-vision/plan/")
    assert place(project)["address"] == "plan/"


def test_a_host_in_the_address_leads_nowhere_else(as_owner, project, led):
    step(as_owner, project, "//evil.example/p/parcel-vision/plan/")
    assert place(project) == {"address": "plan/"}


def test_the_leaders_own_filter_is_sent_as_their_person(as_owner, project, owner, led):
    step(as_owner, project, "/p/parcel-vision/board/?week=1&mine=1")
    mine = project.memberships.get(user=owner).pk
    assert place(project) == {"address": f"board/?week=1&person={mine}", "member": mine}


def test_a_stop_is_of_a_person_of_the_project(as_owner, project, led):
    ben = MembershipFactory(project=project, user__name="Ben")
    step(as_owner, project, f"/p/parcel-vision/standup/?stop={ben.pk}")
    kept = Standup.objects.get(project=project).place
    assert kept == {"address": f"standup/?stop={ben.pk}", "name": "Ben", "member": ben.pk}


def test_who_has_been_is_known_at_the_next_stop(as_owner, project, led):
    ben = MembershipFactory(project=project, user__name="Ben")
    step(as_owner, project, f"/p/parcel-vision/standup/?stop=nobody&been=blocked.{ben.pk}.999.%3Cb%3E&undo=3")
    assert place(project) == {"address": f"standup/?stop=nobody&been=blocked.{ben.pk}"}


def test_the_page_without_a_stop_is_its_first(as_owner, project, led):
    step(as_owner, project, "/p/parcel-vision/standup/")
    assert place(project) == {"address": "standup/?stop=blocked"}


def test_a_demo_is_one_of_the_project(as_owner, project, week, led):
    demo = DemoFactory(milestone=week)
    step(as_owner, project, f"/p/parcel-vision/demos/?demo={demo.pk}")
    assert place(project) == {"address": f"demos/?demo={demo.pk}", "demo": demo.pk}


def test_a_card_is_spoken_of_in_a_place(as_owner, project, card, led):
    step(as_owner, project, "/p/parcel-vision/plan/", card=card.number)
    assert place(project) == {"address": "plan/", "card": card.number}


def test_a_window_out_of_sight_says_so(as_owner, project, led):
    step(as_owner, project, "/p/parcel-vision/plan/", hidden="1")
    assert place(project) == {"address": "plan/", "hidden": True}


def wrong_steps(project):
    others = MembershipFactory(project=ProjectFactory())
    demo = DemoFactory(milestone=MilestoneFactory(project=others.project))
    deleted = CardFactory(project=project)
    deleted.delete_card(by=None)
    return [
        {"address": f"/p/parcel-vision/standup/?stop={others.pk}"},
        {"address": "/p/parcel-vision/standup/?stop=lunch"},
        {"address": f"/p/parcel-vision/board/?person={others.pk}"},
        {"address": f"/p/parcel-vision/demos/?demo={demo.pk}"},
        {"address": "/p/parcel-vision/plan/", "card": "99"},
        {"address": "/p/parcel-vision/plan/", "card": deleted.number},
        {"address": "/p/parcel-vision/board/?" + "q=x&" * 1000},
        {"address": "/p/parcel-vision/board/?label=" + "字" * 200 + "&q=" + "字" * 200},
    ]


def test_a_step_that_names_what_is_not_of_this_project_is_refused(as_owner, project, led):
    for wrong in wrong_steps(project):
        response = as_owner.post(reverse("standup-step", args=[project.slug]), wrong)
        assert (wrong, response.status_code) == (wrong, 422)
    assert place(project) == {"address": "standup/"}


def test_the_longest_place_fits_into_the_row(as_owner, project, led):
    step(as_owner, project, "/p/parcel-vision/board/?q=" + "x" * 200 + "&label=" + "é" * 100)
    assert len(json.dumps(place(project))) <= limits.STANDUP_PLACE
    assert "q=xxx" in place(project)["address"]


# --- Who may ---------------------------------------------------------------------------------------------
def test_a_member_who_does_not_lead_reads_who_does(as_member, project, owner, led):
    response = as_member.post(
        reverse("standup-step", args=[project.slug]),
        {"address": "/p/parcel-vision/plan/"},
        headers={"HX-Request": "true"},
    )
    assert (response.status_code, f"{owner} leads now" in response.text) == (409, True)


def test_who_presses_lead_second_reads_who_leads(as_member, project, owner, led):
    address = reverse("standup-lead", args=[project.slug])
    response = as_member.post(address, headers={"HX-Request": "true"})
    assert (response.status_code, f"{owner} leads already" in response.text) == (409, True)


def test_one_leads_from_the_place_that_one_is_at(as_owner, project, week):
    as_owner.post(reverse("standup-lead", args=[project.slug]), {"address": "/p/parcel-vision/plan/"})
    assert place(project) == {"address": "plan/"}


def test_without_scripts_finishing_says_who_led(as_owner, project, owner, week, led):
    page = as_owner.post(reverse("standup-finish", args=[project.slug]), follow=True).text
    assert "led a standup, 1 minute" in page


def test_a_step_takes_eight_queries_wherever_it_goes(project, card, owner, led, django_assert_num_queries):
    client = client_for(owner)
    with django_assert_num_queries(8):
        step(client, project, "/p/parcel-vision/standup/?stop=blocked", card=card.number)
