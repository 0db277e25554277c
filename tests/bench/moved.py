"""When cards were moved, by what their events say."""

from projects.models import Event


def main(slug, since):
    """Milliseconds since 1970 by the number of the card, of what was moved after that event."""
    moved = Event.objects.filter(project__slug=slug, seq__gt=since, kind="moved")
    return {number: 1000 * at.timestamp() for number, at in moved.values_list("card_number", "at")}
