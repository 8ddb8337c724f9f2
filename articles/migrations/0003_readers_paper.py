import articles.models.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from newsroom.slugs import slugify


def name_speakers(apps, schema_editor):
    quotes = apps.get_model("articles", "Quote").objects.using(schema_editor.connection.alias)
    for quote in quotes.iterator():
        quotes.filter(pk=quote.pk).update(speaker_slug=slugify(quote.speaker))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, unique=True)),
                ('slug', articles.models.fields.UnicodeSlugField(max_length=100, unique=True)),
                ('body', models.TextField(blank=True)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Policies stand in the footer in this order; equal ones by title.')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'policies',
                'ordering': ['position', 'title'],
            },
        ),
        migrations.AddField(
            model_name='author',
            name='areas',
            field=models.CharField(blank=True, help_text='Places and subjects', max_length=200, verbose_name='what this author covers'),
        ),
        migrations.AddField(
            model_name='author',
            name='contact',
            field=models.EmailField(blank=True, max_length=254, verbose_name='public e-mail address'),
        ),
        migrations.AddField(
            model_name='author',
            name='languages',
            field=models.CharField(blank=True, help_text='For instance: English, Polish', max_length=120),
        ),
        migrations.AddField(
            model_name='author',
            name='pgp_fingerprint',
            field=models.CharField(blank=True, help_text='For letters that nobody else may read.', max_length=60, verbose_name='PGP fingerprint'),
        ),
        migrations.AddField(
            model_name='picture',
            name='avif_widths',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name='quote',
            name='speaker_slug',
            field=articles.models.fields.UnicodeSlugField(blank=True, db_index=True, editable=False, max_length=100),
        ),
        migrations.RunPython(name_speakers, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name='section',
            name='front_layout',
            field=models.CharField(choices=[('one-and-four', 'One large, four small'), ('three', 'Three beside each other, with pictures'), ('four-text', 'Four beside each other, only words'), ('feature', 'One across the page, three below'), ('list', 'A list with hours'), ('none', 'Not on the front page')], default='one-and-four', max_length=12, verbose_name='on the front page'),
        ),
        migrations.AddField(
            model_name='section',
            name='in_bar',
            field=models.BooleanField(default=True, verbose_name='stands in the bar of every page'),
        ),
        migrations.AddField(
            model_name='story',
            name='live_label_until',
            field=models.DateTimeField(blank=True, help_text='While something is happening and the story follows it.', null=True, verbose_name='shows as live until'),
        ),
        migrations.AddField(
            model_name='story',
            name='sponsor',
            field=models.CharField(blank=True, help_text='Who has paid for this story. Readers are told.', max_length=80),
        ),
        migrations.AddField(
            model_name='topic',
            name='key_facts',
            field=models.TextField(blank=True, help_text='One fact a line; each stands as a point of a list.', max_length=1000),
        ),
        migrations.AddField(
            model_name='topic',
            name='start_here',
            field=models.ManyToManyField(blank=True, help_text='Up to three stories that explain the topic to somebody new.', related_name='+', to='articles.story'),
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=80)),
                ('motto', models.CharField(blank=True, max_length=160)),
                ('brand', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Write a colour as # and six digits, like #0b5a3c.')], verbose_name='brand colour')),
                ('brand_in_the_dark', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Write a colour as # and six digits, like #0b5a3c.')], verbose_name='brand colour in the dark')),
                ('address', models.TextField(blank=True, help_text='Stands under each letter.', max_length=300, verbose_name='postal address')),
                ('breaking_text', models.CharField(blank=True, max_length=140, verbose_name='breaking news')),
                ('breaking_until', models.DateTimeField(blank=True, null=True, verbose_name='breaking until')),
                ('breaking_story', models.ForeignKey(blank=True, help_text='Readers see the line only while they can see the story.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.story')),
                ('logo', models.ForeignKey(blank=True, help_text='Stands in the masthead in place of the written name.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.picture')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='there_is_one_paper'), models.CheckConstraint(condition=models.Q(('breaking_text', ''), ('breaking_until__isnull', False), _connector='OR'), name='breaking_news_ends', violation_error_message='Say until when the line shall stand.')],
            },
        ),
        migrations.CreateModel(
            name='Reads',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='Its first moment, in UTC.')),
                ('count', models.PositiveIntegerField(default=0)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='articles.story')),
            ],
            options={
                'verbose_name_plural': 'reads',
                'indexes': [models.Index(fields=['hour'], name='reads_by_hour')],
                'constraints': [models.UniqueConstraint(fields=('story', 'hour'), name='reads_counted_once_an_hour')],
            },
        ),
    ]
