from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_marks_in_search_entries")]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("stage", "draft"), _negated=True),
                fields=["stage", "submitted_at", "id"],
                name="with_the_editors",
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("status", "draft")),
                fields=["created_by"],
                name="not_published_yet",
            ),
        ),
    ]
