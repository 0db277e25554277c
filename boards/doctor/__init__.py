"""Find and repair inconsistent data, for `manage.py doctor`.

The product itself never writes such data. The doctor is for what came from elsewhere: SQL by hand, a copied file, a
faulty disk. Each check reads all projects at once, so that its number of queries does not grow with the cards.
"""

from collections import defaultdict

from boards.doctor import cards, counters, films, mentions, orphans, positions, search_texts
from boards.doctor.finding import Finding
from projects.models import Project

# The order of repairs: an event can be numbered only once the counters are right, and a card that is moved to Later
# may get the position of another one.
CHECKS = (counters, cards, positions, films)


def examine() -> list[Finding]:
    loose = [*orphans.find(), *search_texts.find(), *mentions.find()]
    return [*loose, *(finding for check in CHECKS for finding in check.find())]


def repair() -> None:
    """Repair what is found, a project at a time, under its lock; open boards follow it as any change.

    Orphans come first: a card without its week is moved to Later, where it may get the position of another one.
    """
    touched = orphans.projects_touched()
    orphans.remove()
    search_texts.repair()
    mentions.repair()
    found = defaultdict(list, {pk: ["references to nothing"] for pk in touched})
    for finding in examine():
        if finding.project_id:
            found[finding.project_id].append(finding.description)
    for pk, descriptions in found.items():
        project = Project.objects.get(pk=pk)
        with project.changing(even_archived=True):
            for check in CHECKS:
                check.repair(project)
            if pk in touched:
                project.bump_render_version()  # cards show their week, people and labels
            project.record("repaired", by=None, found=descriptions)
