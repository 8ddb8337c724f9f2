from django.db import transaction

from articles import publishing

from .former_name import FormerName, Renamed
from .verbs import Verbs


class Mergeable(Renamed, Verbs):
    """A name under which stories stand, and of which there may be one too many.

    A subclass hands on what hangs on it by `_hand_links_to`.
    """

    # Whether a verb keeps a line of the log about its end, so that its being deleted needs none.
    is_recorded = False

    class Meta:
        abstract = True

    def merge_into(self, other, *, by):
        """Give this one's stories and addresses to another of its kind, and delete it.

        A story that has both keeps one. Raises `publishing.NotReady` if the two cannot be one.
        """
        with transaction.atomic():
            # In one order, or two who merge them into each other would wait for ever.
            rows = type(self)._default_manager.select_for_update(of=("self",))
            list(rows.filter(pk__in=[self.pk, other.pk]).order_by("pk"))
            with self._verb("merge_into", by):
                other.refresh_from_db()
                publishing.ensure_names_can_be_merged(self, other)
                was_public = self.is_met_by_readers()
                self._hand_links_to(other)
                FormerName.objects.hand_on(self, other)
                if was_public:
                    FormerName.objects.keep(other, self.slug)
                self._hand_on_imports(other)
                self._record("merged", by, f"Into “{other}”", into=other.pk)
                publishing.joined.send(type(self), row=self, into=other)
                self.is_recorded = True
                self.delete()

    def stories_that_move(self, other):
        """How many stories get the other name by this, which have it not yet."""
        return self.stories.exclude(pk__in=other.stories.values("pk")).count()

    def _hand_links_to(self, other):
        raise NotImplementedError

    def _hand_on_imports(self, other):
        """What is imported later under this name goes to the other one, too."""
        imported = self._meta.apps.get_model("articles", "Imported").objects
        rows = imported.filter(kind=self._meta.model_name, object_id=self.pk)
        rows.update(object_id=other.pk)
