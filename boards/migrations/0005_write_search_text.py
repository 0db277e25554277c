"""Write the search text of the cards, comments and labels that are there."""

from django.db import migrations

from projects.models.searchable import write_search_texts

SEARCHED = {"card": ["title", "description"], "comment": ["text"], "label": ["name"]}


def write(apps, schema_editor):
    for name, texts in SEARCHED.items():
        write_search_texts(apps.get_model("boards", name), texts, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("boards", "0004_add_search_text")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
