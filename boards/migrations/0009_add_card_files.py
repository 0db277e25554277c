"""Add the pictures and other files on cards, and their number on each card."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import projects.files.cascade
import projects.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0008_fill_mentions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='card',
            name='file_count',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name='CardFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', projects.text.LineField(max_length=200)),
                ('kind', models.CharField(blank=True, choices=[('png', 'PNG'), ('jpg', 'JPEG'), ('webp', 'WebP'), ('gif', 'GIF')], max_length=4)),
                ('file', models.FileField(max_length=60, upload_to='')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('preview', models.FileField(blank=True, max_length=60, upload_to='')),
                ('preview_size', models.PositiveIntegerField(default=0, verbose_name='bytes of the preview')),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('animated', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('card', models.ForeignKey(on_delete=projects.files.cascade.cascade_with_files, related_name='files', to='boards.card')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(models.F('name')), models.Value(1)), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length(models.F('name')), models.Value(200))), name='card_file_name_length'), models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 26214400)), name='card_file_size'), models.CheckConstraint(condition=models.Q(('preview_size__gte', 0), ('preview_size__lte', 26214400)), name='card_file_preview_size'), models.CheckConstraint(condition=models.Q(models.Q(('animated', False), ('height', None), ('kind', ''), ('preview', ''), ('preview_size', 0), ('width', None)), models.Q(('height__gte', 1), ('kind__in', ['png', 'jpg', 'webp', 'gif']), ('width__gte', 1)), _connector='OR'), name='card_file_picture_or_other')],
            },
        ),
    ]
