import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import articles.models.fields

NOUNS = ("section", "topic", "author", "policy", "quote")


def whose(noun):
    return models.ForeignKey(
        f"articles.{noun}",
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="former_names",
    )


def of(noun):
    return Q(**{f"{other}__isnull": other != noun for other in NOUNS})


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_readers_indexes")]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", articles.models.fields.UnicodeSlugField(db_index=True, max_length=100)),
                *((noun, whose(noun)) for noun in NOUNS),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        name="former_name_is_of_one_thing",
                        condition=Q(*map(of, NOUNS), _connector=Q.OR),
                    )
                ],
            },
        )
    ]
