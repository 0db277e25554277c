"""The stops of a standup, and who comes next."""

import re

import pytest

from projects.models import Role, User
from tests.boards.standup.pages import at, rail, shown, title
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_the_stops_are_what_is_blocked_everybody_by_name_nobody_and_the_wrap_up(
    as_owner, project, owner, emeka
):
    MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    User.objects.filter(pk=owner.pk).update(name="Zoe Berg")
    assert rail(shown(as_owner)) == ["Blocked", "Ana", "Emeka", "Zoe", "Nobody’s", "Wrap-up"]


def test_who_only_looks_on_has_no_stop(as_viewer, viewer, emeka):
    assert rail(shown(as_viewer)) == ["Blocked", "Emeka", "Nobody’s", "Wrap-up"]


def test_a_viewer_who_still_has_an_open_card_has_a_stop(as_member, project, card_of):
    late = MembershipFactory(project=project, user=UserFactory(name="Dara Novak"), role=Role.VIEWER)
    assert "Dara" not in rail(shown(as_member))
    card_of(late, "Hand over")
    assert "Dara" in rail(shown(as_member))


def test_two_of_one_first_name_are_told_apart(as_member, project):
    for name in ("Ana Lopes", "Ana Weiss"):
        MembershipFactory(project=project, user=UserFactory(name=name))
    assert {"Ana Lopes", "Ana Weiss"} <= set(rail(shown(as_member)))


def test_who_leaves_is_no_stop_any_more_and_who_joins_is_one(as_member, project, emeka):
    emeka.delete()
    MembershipFactory(project=project, user=UserFactory(name="Chen Wei"))
    html = shown(as_member, at(emeka))
    assert title(html) == "Nothing is blocked"
    assert [name in rail(html) for name in ("Emeka", "Chen")] == [False, True]


@pytest.mark.parametrize("stop", ["99999", "-1", "nobody-else", "1" * 400, "%00"])
def test_a_stop_that_is_gone_is_the_first(as_member, project, stop):
    assert title(shown(as_member, f"?stop={stop}")) == "Nothing is blocked"


def test_a_person_of_another_project_is_the_first_stop(as_member, project):
    stranger = MembershipFactory()
    html = shown(as_member, at(stranger))
    assert title(html) == "Nothing is blocked"
    assert str(stranger) not in html


def test_next_goes_to_whoever_has_not_been(as_member, project, member, emeka):
    ana = MembershipFactory(project=project, user=UserFactory(name="Ana Lopes"))
    html = shown(as_member, f"?stop={ana.pk}&been=blocked.{emeka.pk}")
    [query] = re.findall(r'href="([^"]*)" data-goes="on"', html)
    mine = project.memberships.get(user=member)
    assert query == f"?stop={mine.pk}&amp;been=blocked.{ana.pk}.{emeka.pk}"


def test_next_is_the_wrap_up_when_everybody_has_been_and_there_is_none_after_it(as_member, project, member):
    mine = project.memberships.get(user=member)
    html = shown(as_member, f"?stop={mine.pk}&been=blocked.nobody")
    assert re.findall(r'href="([^"]*)" data-goes="on"', html) == [
        f"?stop=wrap-up&amp;been=blocked.{mine.pk}.nobody"
    ]
    assert 'data-goes="on"' not in shown(as_member, "?stop=wrap-up")


def test_what_cannot_have_been_is_not_passed_on(as_member, project):
    html = shown(as_member, "?stop=nobody&been=77777.%3Cb%3E.blocked")
    assert "been=blocked.nobody" in html
    assert "77777" not in html.split('id="su-rail"')[1].split("</nav>")[0]
