from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_originals_apart")]

    operations = [
        migrations.AddField(
            model_name="gallery",
            name="stories",
            field=models.ManyToManyField(
                blank=True,
                related_name="galleries",
                to="articles.story",
                verbose_name="related stories",
            ),
        ),
    ]
