"""Have a state wherever there is a file."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0018_convert_demos'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='demo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['mp4', 'mov', 'webm', 'mkv']), ('link', ''), ('size__gte', 1), ('state__in', ['converting', 'ready', 'failed']), models.Q(('video', ''), _negated=True)), models.Q(models.Q(('link', ''), _negated=True), ('kind', ''), ('size', 0), ('state', ''), ('video', '')), _connector='OR'), name='demo_link_or_video'),
        ),
    ]
