"""What a file of a card says of itself."""

import pytest

from tests.factories import CardFileFactory, PictureFactory

pytestmark = pytest.mark.django_db


def test_a_file_has_an_address_in_its_project():
    file = CardFileFactory()
    assert file.address == f"/p/{file.card.project.slug}/files/{file.pk}/"


def test_a_picture_that_is_small_enough_is_its_own_preview():
    small, large = PictureFactory(), PictureFactory(preview="cards/preview.png")
    assert small.preview_address == small.address
    assert large.preview_address == f"{large.address}preview"
