"""The card that these journeys open."""

import pytest

from tests.browser.card.sheet import TITLE


@pytest.fixture
def train(project):
    return project.cards.get(title=TITLE)


@pytest.fixture
def address(train):
    return f"/p/{train.project.slug}/cards/{train.number}/"
