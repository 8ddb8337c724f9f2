from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_second_factor")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="restriction",
            field=models.CharField(
                blank=True,
                choices=[("muted", "Shares no views"), ("banned", "Does not log in")],
                default="",
                db_default="",
                editable=False,
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="restricted_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="restricted_because",
            field=models.CharField(blank=True, default="",
                db_default="", editable=False, max_length=300),
        ),
    ]
