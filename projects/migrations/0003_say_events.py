"""On PostgreSQL every event says that its project has changed, to whoever listens: live boards.

A trigger, so that changes made by the admin, by commands and by other programs say so as well, at no extra query.
SQLite has nothing of the kind: there the boards look at the file.
"""

from django.db import migrations

SAY = """
    CREATE FUNCTION weekboard_say_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('weekboard_events', NEW.project_id::text);
        RETURN NULL;
    END $$;
    CREATE TRIGGER weekboard_say_event AFTER INSERT ON projects_event
        FOR EACH ROW EXECUTE FUNCTION weekboard_say_event();"""
HUSH = """
    DROP TRIGGER weekboard_say_event ON projects_event;
    DROP FUNCTION weekboard_say_event();"""


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statements, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_ten_week_plan")]

    operations = [migrations.RunPython(on_postgresql(SAY), on_postgresql(HUSH))]
