"""`python -m tests.bench texts SLUG`: every card of a project gets a description, a label, a person, comments."""

from itertools import batched

from boards.models import Card, Comment
from projects.models import Project
from tests.bench.boards import CHUNK, LABELS

DESCRIPTION = "Compare the route with the one of the week before, and say why it took longer. " * 5
COMMENT = "Asked the depot, and they will send the missing scans by tomorrow. " * 2


def main(slug):
    project = Project.objects.get(slug=slug)
    labels = [project.labels.get_or_create(name=name)[0] for name in LABELS]
    members = list(project.memberships.all())
    for cards in batched(project.cards.all(), CHUNK):
        for card in cards:
            card.description = DESCRIPTION
        Card.objects.bulk_update(cards, ["description", "search_text"])
        Comment.objects.bulk_create(Comment(card=card, text=COMMENT) for card in cards for _ in range(3))
        link(Card.labels, "label", cards, labels)
        link(Card.assignees, "membership", cards, members)


def link(relation, name, cards, rows):
    through = relation.through
    through.objects.bulk_create(through(card=card, **{name: rows[card.number % len(rows)]}) for card in cards)
