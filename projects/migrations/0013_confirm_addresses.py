"""Take the addresses of everybody who is there as confirmed: an admin has typed them."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.db.models import CharField
from django.utils import timezone


def confirm(apps, schema_editor):
    apps.get_model("projects", "User").objects.update(email_confirmed_at=timezone.now())


def name_deleted_accounts(apps, schema_editor):
    """Give rows that were emptied what every row must have before: a user name that nobody can choose."""
    number = Cast(F("pk"), CharField())
    apps.get_model("projects", "User").objects.filter(username=None).update(
        name="Somebody who has left",
        username=Concat(Value("@"), number),
        email=Concat(number, Value("@deleted.invalid")),
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_add_account_fields")]

    operations = [migrations.RunPython(confirm, name_deleted_accounts)]
