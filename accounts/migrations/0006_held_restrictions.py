from django.db import migrations, models

import newsroom.model_fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_story_letters")]

    operations = [
        migrations.CreateModel(
            name="HeldRestriction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")),
                ("fingerprint", newsroom.model_fields.CharField(max_length=64, unique=True, editable=False)),
                ("restriction", newsroom.model_fields.CharField(
                    max_length=6, choices=[("muted", "Shares no views"), ("banned", "Does not log in")], editable=False)),
                ("until", models.DateTimeField(db_index=True, editable=False)),
                ("because", newsroom.model_fields.CharField(max_length=300, blank=True, editable=False)),
            ],
        ),
    ]
