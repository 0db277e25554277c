"""Write down whose the sessions are that have been begun: all of them can be ended on the page of one's account."""

from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import migrations
from django.utils import timezone

from projects.access.sessions import SessionStore

AGE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def list_sessions(apps, schema_editor):
    people = set(map(str, apps.get_model("projects", "User").objects.values_list("pk", flat=True)))
    sign_in, now = apps.get_model("projects", "SignIn"), timezone.now()
    sessions = apps.get_model("sessions", "Session").objects.filter(expire_date__gt=now)
    for rows in batched(sessions.values_list("session_key", "session_data", "expire_date").iterator(), 1000):
        whose = [(key, SessionStore().decode(data).get(SESSION_KEY), end) for key, data, end in rows]
        sign_in.objects.bulk_create(
            sign_in(session_key=key, user_id=person, at=end - AGE)
            for key, person, end in whose
            if person in people
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_add_sign_ins"), ("sessions", "0001_initial")]

    operations = [migrations.RunPython(list_sessions, migrations.RunPython.noop)]
