from django.db import migrations, models
from django.db.models import functions

import newsroom.model_fields


class Migration(migrations.Migration):
    dependencies = [("machine", "0001_workers")]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(null=True, unique=True)),
                ("began_at", models.DateTimeField(db_default=functions.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("place", newsroom.model_fields.CharField(max_length=500)),
                ("bytes", models.PositiveBigIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                ("lost", models.PositiveIntegerField(default=0)),
                ("is_verified", models.BooleanField(default=False)),
                ("trouble", newsroom.model_fields.TextField(blank=True)),
            ],
            options={
                "verbose_name": "backup",
                "verbose_name_plural": "backups",
                "default_permissions": (),
            },
        ),
    ]
