"""Every card of a project as if it had changed: nothing that was drawn of it before is of use."""

from django.db.models import F

from projects.models import Project


def main(slug):
    project = Project.objects.get(slug=slug)
    Project.objects.filter(pk=project.pk).update(seq=F("seq") + 1)
    return project.cards.update(version=F("version") + 1)
