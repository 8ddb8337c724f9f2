from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_gallery_stories")]

    operations = [
        migrations.RemoveIndex("story", "newest_for_readers"),
        migrations.RemoveIndex("story", "newest_in_section_for_readers"),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["-published_at", "-id"],
                include=["expires_at"],
                name="newest_for_readers",
                condition=models.Q(status="published"),
            ),
        ),
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["section", "-published_at", "-id"],
                include=["expires_at"],
                name="newest_in_section_for_readers",
                condition=models.Q(status="published"),
            ),
        ),
    ]
