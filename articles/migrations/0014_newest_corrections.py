from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_tasks")]

    operations = [
        migrations.AddIndex(
            "correction",
            models.Index(fields=["-published_at", "-id"], name="newest_corrections"),
        ),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["update_at"],
                name="scheduled_updates",
                condition=models.Q(update_at__isnull=False),
            ),
        ),
    ]
