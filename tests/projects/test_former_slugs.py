"""What happens to a slug when a project gets another, or is deleted."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import FormerSlug, Project
from projects.plans import PlannedWeek
from projects.setup.slug import free_slug
from tests.factories import MONDAY, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def set_up(slug):
    weeks = [PlannedWeek(1, "One", "")]
    return Project.objects.set_up(name="Another", slug=slug, starts_on=MONDAY, weeks=weeks, by=None)


def former():
    return set(FormerSlug.objects.values_list("slug", "project"))


def test_both_slugs_of_a_project_that_was_moved_twice_stay_its_own(project):
    project.change(by=None, slug="two")
    project.change(by=None, slug="three")
    assert former() == {("parcel-vision", project.pk), ("two", project.pk)}


def test_a_project_may_take_its_former_slug_back(project):
    project.change(by=None, slug="two")
    project.change(by=None, slug="parcel-vision")
    assert former() == {("two", project.pk)}


def test_a_slug_that_does_not_change_is_no_former_one(project):
    project.change(by=None, slug="parcel-vision", name="Other")
    assert former() == set()


def test_a_new_project_cannot_take_a_former_slug_of_another(project):
    project.change(by=None, slug="two")
    with pytest.raises(ValidationError, match="has this address already"):
        set_up("parcel-vision")


def test_a_project_cannot_be_given_a_former_slug_of_another(project):
    project.change(by=None, slug="two")
    other = ProjectFactory()
    with pytest.raises(ValidationError):
        other.change(by=None, slug="parcel-vision")
    assert other.slug == Project.objects.get(pk=other.pk).slug != "parcel-vision"


def test_a_project_cannot_be_given_the_slug_of_another(project):
    with pytest.raises(ValidationError):
        ProjectFactory().change(by=None, slug="parcel-vision")


def test_a_slug_written_past_the_check_of_the_form_is_refused_when_it_is_saved(project, monkeypatch):
    """As where the other project gives it up between the two."""
    project.change(by=None, slug="two")
    monkeypatch.setattr(Project, "validate_unique", lambda *args, **kwargs: None)
    with pytest.raises(ValidationError):
        set_up("parcel-vision")
    assert not Project.objects.filter(slug="parcel-vision").exists()


def test_the_proposed_slug_is_no_former_one(project):
    project.change(by=None, slug="two")
    assert free_slug("Parcel Vision") == "parcel-vision-2"


def test_all_slugs_of_a_deleted_project_are_reserved(project):
    project.change(by=None, slug="two")
    project.delete_project(by=None)
    for slug in ("parcel-vision", "two"):
        with pytest.raises(ValidationError):
            set_up(slug)


@pytest.mark.one_database
def test_a_slug_is_free_thirty_days_after_its_project_was_deleted(project):
    project.delete_project(by=None)
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        assert set_up("parcel-vision").slug == "parcel-vision"
        assert former() == set()


def test_cards_are_rendered_anew_after_a_new_slug(project):
    before = project.render_version
    project.change(by=None, slug="two")
    assert Project.objects.get(pk=project.pk).render_version > before
