import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0007_write_search_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='standup_minutes',
            field=models.PositiveSmallIntegerField(default=10, help_text='After so many minutes the clock of a standup turns amber.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='standup minutes'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('standup_minutes__gte', 1), ('standup_minutes__lte', 120)), name='project_standup_minutes'),
        ),
    ]
