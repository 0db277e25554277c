"""Whom an @name means."""

import pytest

from projects.models import Membership, Role, User
from projects.people.handles import members_by_handle, unambiguous


def member(pk, name, username, role=Role.MEMBER, **fields):
    return Membership(pk=pk, role=role, user=User(pk=pk, name=name, username=username, **fields))


def meant(handle, *members):
    found = unambiguous(members_by_handle(members)).get(handle)
    return found and found.pk


@pytest.mark.parametrize("handle", ["victor", "victorhugo", "v.hugo"])
def test_a_viewer_is_named_in_a_text(handle):
    assert meant(handle, member(1, "Victor Hugo", "v.hugo", Role.VIEWER), member(2, "Ana Reyes", "ana")) == 1


@pytest.mark.parametrize("username", ["a.reyes", "ana"])
def test_whom_quick_add_gives_a_card_goes_before_a_viewer_of_the_same_name(username):
    viewer = member(1, "Ana Lopes", username, Role.VIEWER)
    assert meant("ana", viewer, member(2, "Ana Reyes", "ar")) == 2


def test_two_members_of_one_first_name_are_named_by_more():
    two = [member(1, "Ana Lopes", "al"), member(2, "Ana Reyes", "ar")]
    assert (meant("ana", *two), meant("analopes", *two), meant("ar", *two)) == (None, 1, 2)


def test_who_cannot_sign_in_makes_nobodys_name_ambiguous():
    assert meant("ana", member(1, "Ana Lopes", "al", is_active=False), member(2, "Ana Reyes", "ar")) == 2
