"""405: what to say to somebody who asks an address for what it does not do."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/p/parcel-vision/board/", "/", "/accounts/login/"])
def test_a_wrong_method_gets_a_page_in_our_look(as_member, project, address):
    response = as_member.delete(address)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "This address does not take that" in response.text


def test_a_form_address_that_is_opened_says_so(as_member, project):
    response = as_member.get("/p/parcel-vision/cards/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "This address only accepts a form. Nothing was changed." in response.text
    assert '<a class="button" href="/">' in response.text


def test_a_fragment_gets_the_code_and_no_page(as_member, project):
    response = as_member.delete("/p/parcel-vision/board/", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (405, b"")
    assert "GET" in response["Allow"]


def test_a_stranger_learns_nothing_by_a_wrong_method(as_stranger, project):
    assert as_stranger.delete("/p/parcel-vision/board/").status_code == 404
