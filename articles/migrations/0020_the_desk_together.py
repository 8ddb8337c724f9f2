"""Who writes at a story, what the checks let stand, notes, links for outsiders, sounds, who works at
the desk; what the desk finds stories by, and the hour beside the names that stories stand under.

Entries and hours are written after the migration, some thousands at a time
(articles.search.desk.complete, articles.models.listed.put_up); `manage.py reindex` would do the same
of entries. SQLite's index of them is made there, too.
"""

import articles.models.picture
import articles.pictures.storing
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

from articles.models.listed import take_away
from newsroom.migration_operations import SQLOn


# articles_lexemes() is of 0002. The list asks for all columns at once, the finder for headlines.
VECTORS = {
    "vector": "articles_lexemes(headline) || articles_lexemes(names) || articles_lexemes(text)",
    "headline_vector": "articles_lexemes(headline)",
}
VECTOR = "ALTER TABLE articles_deskentry ADD COLUMN {} tsvector GENERATED ALWAYS AS ({}) STORED"
VECTOR_INDEX = "CREATE INDEX deskentry_{0} ON articles_deskentry USING gin ({0})"
# What a link to a story carries of it (articles.models.listed), in Django's own table of topics.
HOURS = {"postgresql": "timestamp with time zone", "sqlite": "datetime"}
OF_TOPICS = "ALTER TABLE articles_story_topics"
NEWEST = "CREATE INDEX newest_of_a_topic ON articles_story_topics (topic_id, published_at DESC, story_id DESC, status, expires_at)"


def with_vectors():
    added = [VECTOR.format(*vector) for vector in VECTORS.items()]
    indexes = [VECTOR_INDEX.format(name) for name in VECTORS]
    yield SQLOn("postgresql", added + indexes, [f"ALTER TABLE articles_deskentry DROP COLUMN {name}" for name in VECTORS])
    # SQLite's triggers would outlive the table they write to.
    triggers = [f"DROP TRIGGER IF EXISTS articles_deskentry_{name}" for name in ("in", "out", "new")]
    yield SQLOn("sqlite", [], ["DROP TABLE IF EXISTS articles_deskindex", *triggers])


def listed():
    for name in ("published_at", "expires_at"):
        yield migrations.AddField("byline", name, models.DateTimeField(editable=False, null=True))
    yield migrations.AddField("byline", "status", models.CharField(blank=True, db_default="", default="", editable=False, max_length=10))
    newest = ["author", "-published_at", "-story", "status", "expires_at"]
    yield migrations.AddIndex("byline", models.Index(fields=newest, name="newest_of_an_author"))
    for vendor, hour in HOURS.items():
        columns = {"status": "varchar(10) NOT NULL DEFAULT ''", "published_at": f"{hour} NULL", "expires_at": f"{hour} NULL"}
        added = [f"{OF_TOPICS} ADD COLUMN {name} {kind}" for name, kind in columns.items()]
        dropped = [f"{OF_TOPICS} DROP COLUMN {name}" for name in columns]
        yield SQLOn(vendor, [*added, NEWEST], ["DROP INDEX newest_of_a_topic", *dropped])
    # What they are written by would outlive them.
    yield migrations.RunPython(migrations.RunPython.noop, lambda apps, editor: take_away(editor.connection.alias))


def of_one_story(name, **options):
    return models.OneToOneField("articles.story", django.db.models.deletion.CASCADE, related_name=name, **options)


def one_thing():
    kinds = ("picture", "gallery", "quote", "sound")
    condition = models.Q()
    for kind in kinds:
        condition |= models.Q(**{f"{each}__isnull": each != kind for each in kinds})
    return condition


class Migration(migrations.Migration):
    on_a_live_site = (
        "the paper is one row that is there; old addresses and embeds are few thousand rows, checked in "
        "milliseconds; links of stories are short rows, three million of which are indexed in seconds "
        "while nobody saves a story; what is filled in comes after, a few thousand at a time"
    )

    dependencies = [
        ('articles', '0019_working_copies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("paper", "careful_words", models.TextField(blank=True, help_text='One on each line. Whoever writes one is told so; readers never see this list.', max_length=5000, verbose_name='words to take care with')),
        migrations.AddField("paper", "steps_left_out", models.CharField(blank=True, db_default='', default='', editable=False, max_length=60)),
        migrations.CreateModel(
            name='AcceptedFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(max_length=60)),
                ('key', models.CharField(help_text='By which the check knows what it is about.', max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_findings', to='articles.story')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('story', 'check_name', 'key'), name='finding_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='DeskNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_notes', to='articles.story')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['story', '-id'], name='desk_notes_of_a_story')],
            },
        ),
        migrations.CreateModel(
            name='Editing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=36)),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('asked', models.CharField(blank=True, max_length=200)),
                ('taken_for', models.CharField(blank=True, max_length=200)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editings', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editings', to='articles.story')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['seen_at'], name='editings_by_age')],
                'constraints': [models.UniqueConstraint(fields=('person', 'form'), name='one_editing_of_a_form')],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='By which the address is found.', max_length=64, unique=True)),
                ('address', models.TextField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['asked_at'], name='link_checks_by_age')],
            },
        ),
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('for_whom', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to='articles.story')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.storyversion')),
            ],
            options={
                'indexes': [models.Index(fields=['ends_at'], name='share_links_by_end')],
            },
        ),
        migrations.CreateModel(
            name="DeskEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline", models.TextField(help_text="Headline, title, or the name of author or speaker.")),
                ("names", models.TextField(help_text="Section, topics and authors, or somebody's role.")),
                ("text", models.TextField()),
                ("story", of_one_story("desk_entry")),
            ],
            options={"abstract": False},
        ),
        *with_vectors(),
        migrations.CreateModel(
            name="Checked",
            fields=[
                ("story", of_one_story("checked", primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(help_text="The number of the version.")),
                ("stops", models.PositiveSmallIntegerField(help_text="How many keep it from going out.")),
                ("advises", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Sound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=articles.models.picture.new_key, max_length=24, unique=True)),
                ("file", models.FileField(max_length=200, storage=articles.pictures.storing.originals_storage, upload_to="")),
                ("digest", models.CharField(help_text="SHA-256 of the file, by which it is named.", max_length=64)),
                ("suffix", models.CharField(help_text="By which its type is known (articles.body.media).", max_length=4)),
                *(("size", models.PositiveBigIntegerField(help_text="Bytes.")), ("original_name", models.CharField(blank=True, max_length=200))),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            "embed", "sound",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="embeds", to="articles.sound"),
        ),
        migrations.RemoveConstraint(model_name="embed", name="embed_is_one_thing"),
        migrations.AddConstraint(
            model_name="embed",
            constraint=models.CheckConstraint(condition=one_thing(), name="embed_is_one_thing"),
        ),
        migrations.CreateModel(
            name="Colleague",
            fields=[],
            options={
                "verbose_name": "colleague",
                "permissions": [("look_after_colleague", "Can invite, change and remove colleagues")],
                "proxy": True, "default_permissions": (), "indexes": [], "constraints": [],
            },
            bases=("accounts.user",),
        ),
        migrations.AlterModelOptions(
            name="story",
            options={
                "ordering": [models.OrderBy(models.F("published_at"), descending=True, nulls_first=True), "-pk"],
                "permissions": [
                    ("publish_story", "Can publish, schedule and take down stories"),
                    ("publish_everywhere_story", "Can publish in sections that do not name them"),
                ],
                "verbose_name_plural": "stories",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("role", models.CharField(max_length=20)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                *(("letters", models.PositiveSmallIntegerField(default=1)), ("ends_at", models.DateTimeField())),
                *((name, models.DateTimeField(null=True)) for name in ("joined_at", "withdrawn_at")),
                ("invited_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("sections", models.ManyToManyField(blank=True, related_name="+", to="articles.section")),
            ],
            options={
                "ordering": ["-invited_at", "-pk"], "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(Lower("email"), condition=models.Q(joined_at=None, withdrawn_at=None), name="one_invitation_of_an_address")
                ],
            },
        ),
        migrations.AddField(
            "oldaddress", "leads_to",
            models.CharField(blank=True, db_default="", default="", max_length=1000),
        ),
        migrations.AlterField(
            "oldaddress", "story",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="old_addresses", to="articles.story"),
        ),
        migrations.AddConstraint(
            model_name="oldaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("story__isnull", True)) ^ models.Q(("leads_to", "")),
                name="old_address_leads_to_one_place",
                violation_error_message="Say where it leads: to a story, or elsewhere.",
            ),
        ),
        migrations.CreateModel(
            name="AskedFor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=500, unique=True)),
                *(("is_known", models.BooleanField()), ("count", models.PositiveIntegerField(default=0)), ("last_on", models.DateField())),
            ],
            options={
                "verbose_name": "path asked for", "verbose_name_plural": "paths asked for", "default_permissions": (),
                "indexes": [models.Index(fields=["is_known", "-count"], name="asked_for_most")],
            },
        ),
        migrations.CreateModel(
            name="MoveIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *((name, models.CharField(max_length=most)) for name, most in (("kind", 20), ("file_name", 200), ("digest", 64))),
                ("size", models.PositiveBigIntegerField()),
                ("folder", models.CharField(blank=True, max_length=32)),
                ("choices", models.JSONField(default=dict)),
                ("is_dry_run", models.BooleanField()),
                ("state", models.CharField(choices=[("waiting", "waits for its turn"), ("running", "comes in"), ("done", "done"), ("refused", "did not come in"), ("stopped", "stopped")], default="waiting", max_length=10)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                *((name, models.DateTimeField(null=True)) for name in ("began_at", "ended_at")), ("tries", models.PositiveSmallIntegerField(default=0)),
                *((name, models.TextField(blank=True)) for name in ("trouble", "report")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "file that moves in", "verbose_name_plural": "moving in", "ordering": ["-pk"], "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["digest"], condition=models.Q(state__in=["waiting", "running"]), name="move_in_once_at_a_time"),
                    models.UniqueConstraint(fields=["state"], condition=models.Q(state="running"), name="one_moves_in"),
                ],
            },
        ),
        *listed(),
    ]
