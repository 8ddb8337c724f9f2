from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_restrictions")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="story_letters",
            field=models.BooleanField(default=True, db_default=True, verbose_name="gets letters about stories"),
        )
    ]
