
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_search_of_the_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=36)),
                ('fields', models.JSONField(default=dict)),
                ('headline', models.CharField(blank=True, max_length=200)),
                ('words', models.PositiveIntegerField(default=0)),
                ('kept_at', models.DateTimeField()),
                ('is_over', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_copies', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(help_text='None: a new one, which has never been saved.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='working_copies', to='articles.story')),
            ],
            options={
                'verbose_name_plural': 'working copies',
                'indexes': [models.Index(fields=['kept_at'], name='working_copies_by_age')],
                'constraints': [models.UniqueConstraint(fields=('person', 'form'), name='one_working_copy_of_a_form')],
            },
        ),
    ]
