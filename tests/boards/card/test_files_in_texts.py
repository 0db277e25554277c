"""Pictures and files where the description and the comments of a card name them."""

import re

import pytest
from django.urls import reverse

from boards.models import Card
from tests.card_files import attached, new_file, new_picture
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
HTMX = {"HX-Request": "true"}


def page(client, card, query=""):
    return client.get(reverse("card", args=[card.project.slug, card.number]) + query).text


def drawn(html):
    """The addresses of the pictures in the texts of a page, in its order."""
    return re.findall(r'<span class="pasted".*?<img src="([^"]+)"', html)


@pytest.fixture
def curve(card, member):
    return attached(card, new_picture(name="roc.png"), by=member)


def test_a_picture_is_drawn_in_the_description_and_in_comments(as_viewer, card, curve, member):
    card.edit(description=f"So:\n\n![A curve](file:{curve.pk})", by=member)
    card.comment(f"Look: ![The curve](file:{curve.pk})", author=member, by=member)
    html = page(as_viewer, card)
    assert drawn(html) == [curve.preview_address] * 2
    assert '<span class="caption"><bdi>roc.png</bdi>, 7\N{NO-BREAK SPACE}bytes</span>' in html


def test_another_file_is_a_link_to_it(as_viewer, card, member):
    table = attached(card, new_file(), by=member)
    card.edit(description=f"![The depots](file:{table.pk})", by=member)
    html = page(as_viewer, card)
    assert drawn(html) == []
    assert f'<a href="{table.address}" download>The depots</a>' in html


def test_a_picture_of_another_card_stays_a_link(as_viewer, card, curve, member):
    other = CardFactory(project=card.project, description=f"![A curve](file:{curve.pk})")
    html = page(as_viewer, other)
    assert drawn(html) == []
    assert f'<a href="{curve.address}">A curve</a>' in html


def test_the_texts_of_an_archived_card_have_their_pictures(as_viewer, card, curve, member):
    card.edit(description=f"![A curve](file:{curve.pk})", by=member)
    card.archive(by=member)
    assert drawn(page(as_viewer, card)) == [curve.preview_address]


def test_a_removed_picture_is_a_link_until_it_is_put_back(as_viewer, card, curve, member):
    card.edit(description=f"![A curve](file:{curve.pk})", by=member)
    event = card.remove_file(curve, by=member)
    assert drawn(page(as_viewer, card)) == []
    card.undo(event, by=member)
    assert drawn(page(as_viewer, card)) == [curve.preview_address]


def test_a_picture_that_the_disk_has_lost_is_a_link(as_viewer, card, curve, member):
    card.edit(description=f"![A curve](file:{curve.pk})", by=member)
    curve.file.storage.delete(curve.file.name)
    assert drawn(page(as_viewer, card)) == []


def test_a_picture_that_moves_is_told_from_one_that_stands_still(as_viewer, card, member):
    steps = attached(card, new_picture(kind="gif", preview_kind="png", animated=True), by=member)
    card.edit(description=f"![Steps](file:{steps.pk})", by=member)
    html = page(as_viewer, card)
    assert drawn(html) == [steps.address]
    assert f'srcset="{steps.preview_address}"' in html


def test_who_writes_sees_how_a_picture_is_written(as_member, card, curve, member):
    card.edit(description=f"![A curve](file:{curve.pk})", by=member)
    html = page(as_member, card, "?edit=description")
    assert f"![A curve](file:{curve.pk})</textarea>" in html
    assert drawn(html) == []


def test_a_text_that_is_saved_comes_back_with_its_pictures(as_member, card, curve):
    fields = {"description": f"![A curve](file:{curve.pk})"}
    saved = as_member.post(reverse("edit-card", args=[card.project.slug, card.number]), fields, headers=HTMX)
    said = as_member.post(
        reverse("add-comment", args=[card.project.slug, card.number]),
        {"text": f"![A curve](file:{curve.pk})"},
        headers=HTMX,
    )
    assert drawn(saved.text) == drawn(said.text) == [curve.preview_address]


def test_a_task_with_a_picture_can_be_ticked(as_member, card, curve, member):
    card.edit(description=f"- [ ] Draw ![the curve](file:{curve.pk})", by=member)
    html = page(as_member, card)
    assert 'aria-label="Draw the curve"' in html
    task = re.search(r'name="task" value="([^"]+)"', html)[1]
    as_member.post(reverse("tick-card", args=[card.project.slug, card.number]), {"task": task})
    assert Card.objects.get(pk=card.pk).description == f"- [x] Draw ![the curve](file:{curve.pk})"


def test_many_pictures_ask_no_more_than_one(as_viewer, card, curve, member, django_assert_max_num_queries):
    card.edit(description=f"![A curve](file:{curve.pk})", by=member)
    with django_assert_max_num_queries(100) as one:
        page(as_viewer, card)
    pictures = [attached(card, new_picture(), by=member) for _ in range(5)]
    text = " ".join(f"![A curve](file:{picture.pk})" for picture in pictures)
    card.edit(description=text, by=member)
    for _ in range(5):
        card.comment(text, author=member, by=member)
    with django_assert_max_num_queries(len(one)):
        assert len(drawn(page(as_viewer, card))) == 30


def test_who_may_write_copies_the_line_for_a_file_from_the_list(as_member, as_viewer, card, curve):
    line = f'data-copytext="![](file:{curve.pk})"'
    assert line in page(as_member, card)
    assert line not in page(as_viewer, card)
