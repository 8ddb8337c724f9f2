from django.db import models, transaction

from .fields import UnicodeSlugField

# What has a page at a name alone; of a speaker there is nothing but what was said.
NOUNS = ("section", "topic", "author", "policy", "quote")


def _whose(noun):
    return models.ForeignKey(
        f"articles.{noun}", null=True, on_delete=models.CASCADE, related_name="former_names"
    )


class FormerNameQuerySet(models.QuerySet):
    def slugs_now(self, noun, slug):
        """The slugs today of what was called `slug`, the last that was called so first.

        A queryset of one query, without those of what readers do not see: looking for them
        costs as much as looking for what never was.
        """
        found = self.filter(slug=slug, **{f"{noun}__isnull": False}).order_by("-pk")
        kind = self.model._meta.get_field(noun).related_model
        if hasattr(kind.objects, "published"):
            found = found.filter(**{f"{noun}__in": kind.objects.published()})
        now = f"{noun}__{kind.SLUG}"
        return found.exclude(**{now: slug}).values_list(now, flat=True)

    def keep(self, row, slug):
        """That a row had this slug until now."""
        noun = row._meta.model_name
        self.filter(slug=slug, **{noun: row}).delete()  # the last one counts
        self.create(slug=slug, **{noun: row})

    def hand_on(self, row, other):
        """Let what a row was called lead to another of its kind."""
        noun = row._meta.model_name
        there = self.filter(**{noun: other}).values("slug")
        self.filter(**{noun: row}).exclude(slug__in=there).update(**{noun: other})


class FormerName(models.Model):
    """A slug under which readers had the page of a section, a topic, an author, a policy, or, by
    what was said, a speaker. It leads to the page of today (articles.addresses.former_names).

    It names what had it, and not where it leads: however often that is renamed, one step does. A
    row that readers could not see under its name leaves none.
    """

    slug = UnicodeSlugField(db_index=True)
    section = _whose("Section")
    topic = _whose("Topic")
    author = _whose("Author")
    policy = _whose("Policy")
    quote = _whose("Quote")

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="former_name_is_of_one_thing",
                condition=models.Q(
                    *(
                        models.Q(**{f"{other}__isnull": other != noun for other in NOUNS})
                        for noun in NOUNS
                    ),
                    _connector=models.Q.OR,
                ),
            )
        ]

    def __str__(self):
        return self.slug


class Renamed(models.Model):
    """What has its page at a slug alone, and leads on to it from each that it had."""

    SLUG = "slug"  # the field

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Remember the slug that it had in the database, if readers had it under that."""
        # Without a savepoint, which would be a change apart for the log.
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            before = self._slug_that_changes(kwargs.get("update_fields"))
            was_public = before is not None and self.is_met_by_readers()
            super().save(*args, **kwargs)
            if was_public:
                FormerName.objects.keep(self, before)

    def is_met_by_readers(self):
        """Whether readers can see, as the database has it, that there is such a thing."""
        rows = type(self)._default_manager
        rows = rows.published() if hasattr(rows, "published") else rows
        return rows.filter(pk=self.pk).exists()

    def _slug_that_changes(self, saved):
        """The slug in the database if another is about to be saved, or None."""
        if self._state.adding or self.pk is None or (saved is not None and self.SLUG not in saved):
            return None
        # Locked: of two who rename it at once, the second finds the name that the first gave.
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        before = rows.values_list(self.SLUG, flat=True).first()
        return before if before not in (None, "", getattr(self, self.SLUG)) else None
