"""Add rows for the members who are named with @ in a text."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0006_add_standup'),
        ('projects', '0019_constrain_video_states'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='boards.card')),
                ('comment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='boards.comment')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='projects.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('comment', None)), fields=('card', 'membership'), name='mention_once_in_description'), models.UniqueConstraint(fields=('comment', 'membership'), name='mention_once_in_comment')],
            },
        ),
    ]
