"""What is said to be stored is what is on the disk, after everything that one does with files on a card's page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.boards.files.pictures import plain, saved

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("files"),
]


@pytest.fixture
def send(as_member, card):
    """Send a form of the card's page, as the page does without scripts."""

    def send(name, *more, **fields):
        return as_member.post(reverse(name, args=[card.project.slug, card.number, *more]), fields)

    return send


def undo(send, answer):
    send("undo", event=re.search(r"undo=(\d+)", answer["Location"])[1])


def test_the_figure_is_what_is_on_the_disk_after_each_step(send, card, check_figure, settings):
    text = SimpleUploadedFile("notes.txt", b"Three depots are late.")
    assert check_figure() == 0
    send("attach-file", file=[text, SimpleUploadedFile("curve.png", saved(plain(), "png"))])
    both = check_figure()
    assert both > text.size
    picture = card.files.exclude(kind="").get()
    removed = send("remove-file", picture.pk)
    assert check_figure() == text.size
    undo(send, removed)
    assert check_figure() == both
    send("attach-file", file=SimpleUploadedFile("damaged.png", saved(plain(), "png")[:60]))
    settings.PROJECT_STORAGE_GB = both / 2**30
    send("attach-file", file=SimpleUploadedFile("more.txt", b"There is no room for this."))
    assert check_figure() == both
    deleted = send("delete-card")
    assert check_figure() == both
    undo(send, deleted)
    assert check_figure() == both
