"""What `needs` answers for a view that raises."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from projects.access import needs
from projects.models import Demo, Project, Refused, Role


@pytest.fixture
def visit(rf, project, viewer):
    """Calls a view of the project as a viewer; `headers` are the request's."""

    def visit(view, **headers):
        request = rf.get("/", headers=headers)
        request.user, request.htmx = viewer, HtmxDetails(request)
        return view(request, project.slug)

    return visit


def raising(error, **options):
    @needs(Role.VIEWER, **options)
    def view(request, project):
        raise error

    return view


@pytest.mark.parametrize("model", [Demo, Project])
def test_an_object_that_is_not_there_is_a_404(visit, model):
    with pytest.raises(Http404):
        visit(raising(model.DoesNotExist()))


def test_what_came_too_late_is_a_409_that_says_so(visit):
    response = visit(raising(Refused("Week 1 was closed meanwhile.")))
    assert (response.status_code, "Week 1 was closed meanwhile." in response.text) == (409, True)


def test_what_does_not_hold_is_a_422_that_says_why(visit):
    response = visit(raising(ValidationError(["A week has seven days.", "And a number."])))
    assert (response.status_code, "A week has seven days." in response.text) == (422, True)


@pytest.mark.parametrize("error", [Refused("No."), ValidationError("No.")])
def test_a_script_gets_the_sentence_alone(visit, error):
    response = visit(raising(error), hx_request="true")
    assert (response.text, response["Content-Type"]) == ("No.", "text/plain; charset=utf-8")


@pytest.mark.parametrize(("options", "page"), [({}, "board"), ({"back_to": "plan"}, "plan")])
@pytest.mark.parametrize("error", [Refused("No."), ValidationError("No.")])
def test_the_page_of_a_refusal_leads_back_to_the_one_that_the_view_names(
    visit, project, error, options, page
):
    assert f'href="{reverse(page, args=[project.slug])}"' in visit(raising(error, **options)).text


def test_a_refusal_that_the_view_answers_is_left_to_it(visit):
    @needs(Role.VIEWER)
    def view(request, project):
        try:
            raise Refused("No.")
        except Refused:
            return "answered"

    assert visit(view) == "answered"
