"""Who has been, as the address of a stop names it."""

import pytest
from django.http import QueryDict

from boards.models import Standup
from boards.standup.stops import Round, Stop
from projects.models import Membership, User

STOPS = [Stop(key, key, key) for key in ("blocked", "nobody", "wrap-up")]


def people(*ids):
    return [Stop(str(pk), "", "") for pk in ids]


@pytest.mark.parametrize(
    "ids", [range(1, 400), range(7, 2**20, 5_003), [1, 31, 32, 33, 1023, 1024, *range(2**31, 2**31 + 40)]]
)
def test_of_many_everybody_who_has_been_is_known_at_the_next_stop(ids):
    stops = [*people(*ids), *STOPS]
    here = Round(stops, QueryDict("stop=nobody"))
    here.been = [stop.key for stop in stops[:-3:2]]
    query = here.query(stops[-1])
    assert Round(stops, QueryDict(query.removeprefix("?"))).been == [*here.been, "nobody"]


def test_a_thousand_fit_into_an_address():
    stops = people(*range(1, 10_000, 10))
    here = Round(stops, QueryDict("stop=1"))
    here.been = [stop.key for stop in stops]
    assert len(here.query(stops[-1])) < 800


@pytest.mark.parametrize("been", ["~", "~~~", "~é", "~" + "_" * 2_000, "~__", "blocked.~\x00", "-5", "~-"])
def test_what_nobody_has_packed_says_of_nobody(been):
    stops = [*people(3, 5), *STOPS]
    query = QueryDict(mutable=True)
    query["been"] = been
    assert set(Round(stops, query).been) <= {"blocked"}


def test_a_leader_of_several_hundred_takes_the_others_along(as_owner, project, owner):
    users = User.objects.bulk_create(
        User(username=f"person-{number}", email=f"{number}@example.org", name=f"Person {number}")
        for number in range(600)
    )
    Membership.objects.bulk_create(Membership(project=project, user=user, role=2) for user in users)
    been = ".".join(str(pk) for pk in project.memberships.values_list("pk", flat=True)[:400])
    Standup(project=project).lead(by=owner)
    address = f"/p/parcel-vision/standup/?stop=nobody&been={been}"
    response = as_owner.post(
        "/p/parcel-vision/standup/step/", {"address": address}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 204
    assert len(Standup.objects.get(project=project).place["address"]) < 800
