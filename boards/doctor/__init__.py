"""What is wrong with the data, and how it is put right: what `manage.py doctor` asks.

The product keeps these rules itself. The doctor is for what came in from elsewhere: SQL by hand, a copied file,
a disk that lied. Each check looks at all projects at once, so that it asks as often for one card as for thousands.
"""

from boards.doctor import cards, counters, orphans, places
from boards.doctor.finding import Finding
from projects.models import Project

# In this order things are put right: an event can be numbered only once the counters are true, and a card
# that goes to Later may meet another one in its place.
CHECKS = (counters, cards, places)


def examine() -> list[Finding]:
    """All that is wrong with the rows."""
    return [*orphans.find(), *(finding for check in CHECKS for finding in check.find())]


def repair() -> None:
    """Put right what is found, a project at a time, under its lock; open boards hear of it as of any change.

    Orphans go first: what has lost its week goes to Later, where it may meet another card in its place.
    """
    orphans.remove()
    found = [finding for finding in examine() if finding.project_id]
    for project in Project.objects.filter(pk__in={finding.project_id for finding in found}):
        said = [finding.what for finding in found if finding.project_id == project.pk]
        with project.changing(even_archived=True):
            for check in CHECKS:
                check.mend(project)
            project.record("repaired", by=None, found=said)
