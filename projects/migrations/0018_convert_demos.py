"""Have the films that are there converted, the newest first, and count the bytes of their posters.

They are shown as before until then. Each is due a little later than the one before, so that what is handed in
meanwhile does not wait for all of them.
"""

from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import migrations
from django.db.models import F, FloatField
from django.db.models.functions import Cast, Greatest, Least, Round
from django.utils import timezone

APART = timedelta(seconds=10)
KIND = "video_conversion"
OLD_KINDS = {"mov": "mp4", "mkv": "webm"}
OLD_MOST = 25 * 1024 * 1024


def convert(apps, schema_editor):
    demo, errand = apps.get_model("projects", "Demo"), apps.get_model("projects", "Errand")
    now, films = timezone.now(), []
    for row in demo.objects.exclude(video="").select_related("milestone").order_by("-created_at", "-id").iterator():
        row.state, row.poster_size = "converting", size_of(row.poster)
        row.save(update_fields=["state", "poster_size"])
        names = {"video": str(row.video), "poster": str(row.poster)}
        films.append(names | {"project": row.milestone.project_id, "demo": row.pk})
    errands = (
        errand(kind=KIND, key=f"video:{film['demo']}:{film['video']}", data=film, due=now + APART * place)
        for place, film in enumerate(films)
    )
    errand.objects.bulk_create(errands, ignore_conflicts=True, batch_size=500)


def size_of(file):
    with suppress(OSError):
        return default_storage.size(str(file)) if file else 0
    return 0


def take_back(apps, schema_editor):
    """Say of what older versions do not know what comes closest."""
    demos = apps.get_model("projects", "Demo").objects
    apps.get_model("projects", "Errand").objects.filter(kind=KIND).delete()
    for kind, old in OLD_KINDS.items():
        demos.filter(kind=kind).update(kind=old)
    demos.update(size=Least(F("size"), OLD_MOST))
    demos.exclude(seconds=None).update(seconds=Greatest(Round(F("seconds")), 1.0, output_field=FloatField()))


class Migration(migrations.Migration):
    dependencies = [("projects", "0017_add_video_states")]

    operations = [migrations.RunPython(convert, take_back)]
