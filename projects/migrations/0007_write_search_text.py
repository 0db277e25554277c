"""Write the search text of the people, projects, demos and templates that are there."""

from django.db import migrations

from projects.models.searchable import write_search_texts

SEARCHED = {
    "user": ["name", "username"],
    "project": ["name"],
    "demo": ["shows"],
    "plantemplate": ["name"],
    "plantemplateweek": ["goal", "demo_task"],
}


def write(apps, schema_editor):
    for name, texts in SEARCHED.items():
        write_search_texts(apps.get_model("projects", name), texts, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_add_search_text")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
