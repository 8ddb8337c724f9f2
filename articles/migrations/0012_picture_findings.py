from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_former_names")]

    operations = [
        migrations.AddField(
            "picture", "findings", models.JSONField(default=dict, editable=False)
        )
    ]
