"""Add what is known of a demo's file while it is converted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0016_list_sessions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='demo',
            name='demo_link_or_video',
        ),
        migrations.RemoveConstraint(
            model_name='demo',
            name='demo_size',
        ),
        migrations.RemoveConstraint(
            model_name='demo',
            name='demo_seconds',
        ),
        migrations.AddField(
            model_name='demo',
            name='cut_end_ms',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='demo',
            name='cut_start_ms',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='demo',
            name='failure',
            field=models.CharField(blank=True, max_length=20, verbose_name='why it failed'),
        ),
        migrations.AddField(
            model_name='demo',
            name='plays',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='demo',
            name='poster_size',
            field=models.PositiveIntegerField(default=0, verbose_name='bytes of the poster'),
        ),
        migrations.AddField(
            model_name='demo',
            name='state',
            field=models.CharField(blank=True, choices=[('converting', 'being made'), ('ready', 'ready'), ('failed', 'failed')], max_length=10),
        ),
        migrations.AlterField(
            model_name='demo',
            name='kind',
            field=models.CharField(blank=True, choices=[('mp4', 'MP4'), ('mov', 'QuickTime'), ('webm', 'WebM'), ('mkv', 'Matroska')], max_length=4),
        ),
        migrations.AlterField(
            model_name='demo',
            name='seconds',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='demo',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 0), ('size__lte', 1073741824)), name='demo_size'),
        ),
        migrations.AddConstraint(
            model_name='demo',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gte', 0.001), ('seconds__lte', 86400)), name='demo_seconds'),
        ),
    ]
