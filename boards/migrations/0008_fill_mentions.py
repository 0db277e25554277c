"""Write the mentions of the texts that are there, by the names that people have today."""

from functools import lru_cache
from itertools import batched, chain

from django.db import migrations

from boards.markdown import people_in
from projects.batches import in_batches
from projects.people.handles import members_by_handle, unambiguous


def fill(apps, schema_editor):
    Mention = apps.get_model("boards", "Mention")
    for mentions in batched(chain(in_descriptions(apps), in_comments(apps)), 500):
        Mention.objects.bulk_create(mentions, ignore_conflicts=True)


def in_descriptions(apps):
    Card, Mention = (apps.get_model("boards", name) for name in ("Card", "Mention"))
    named_in = reader(apps)
    cards = Card.objects.only("project_id", "description").filter(description__contains="@")
    for card in in_batches(cards):
        for pk in named_in(card.description, card.project_id):
            yield Mention(card_id=card.pk, membership_id=pk)


def in_comments(apps):
    Comment, Mention = (apps.get_model("boards", name) for name in ("Comment", "Mention"))
    named_in = reader(apps)
    comments = Comment.objects.select_related("card").only("text", "card__project_id")
    for comment in in_batches(comments.filter(text__contains="@")):
        for pk in named_in(comment.text, comment.card.project_id):
            yield Mention(card_id=comment.card_id, comment_id=comment.pk, membership_id=pk)


def reader(apps):
    """Return a function that reads which members of a project a text names."""
    Membership = apps.get_model("projects", "Membership")

    @lru_cache(1000)
    def people_of(project):
        return unambiguous(members_by_handle(Membership.objects.filter(project=project).select_related("user")))

    def named_in(text, project):
        people = people_of(project)
        return sorted({people[handle].pk for handle in people_in(text, people)})

    return named_in


class Migration(migrations.Migration):
    dependencies = [("boards", "0007_add_mentions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
