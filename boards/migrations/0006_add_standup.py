"""The standup of a project, one row each. On PostgreSQL a change of it notifies live pages, as an event does."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TELL = """
    CREATE TRIGGER weekboard_say_standup AFTER INSERT OR UPDATE ON boards_standup
        FOR EACH ROW EXECUTE FUNCTION weekboard_say_event();"""
HUSH = "DROP TRIGGER weekboard_say_standup ON boards_standup;"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0005_write_search_text'),
        ('projects', '0008_add_standup_minutes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Standup',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standup', serialize=False, to='projects.project')),
                ('place', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(null=True)),
                ('touched_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveBigIntegerField(default=0)),
                ('leader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.comparison.Cast(models.F('place'), models.TextField())), models.Value(1500)), name='standup_place_length')],
            },
        ),
        migrations.RunPython(on_postgresql(TELL), on_postgresql(HUSH)),
    ]
