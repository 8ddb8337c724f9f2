from articles import publishing

from .verbs import Verbs

# What a reason may be long, in characters; the column takes no more.
LONGEST_REASON = 300  # characters


class PictureRights(Verbs):
    """How a picture leaves readers everywhere at once, and comes back.

    Nothing that uses it is changed: whatever shows pictures asks whether they are withdrawn. So
    a story stays as it was written, and has its picture again once that is allowed.
    """

    # Its key stays what it is: whoever writes a story with it need not wait.
    LOCK = {"of": ("self",), "no_key": True}

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    def withdraw(self, *, by, reason):
        """Take the picture, in all its sizes, from every page of the paper at once.

        Pages go on without it; a gallery of which no picture is left is not public any more.
        Withdrawn a second time, it keeps its first reason. Raises `publishing.NotReady` without
        a reason and for the paper's logo, and PermissionDenied unless `by` is an editor.
        """
        with self._verb("withdraw", by) as now:
            reason = " ".join(reason.split())
            is_logo = self._model("Paper").objects.filter(logo=self).exists()
            publishing.ensure_picture_can_be_withdrawn(reason, LONGEST_REASON, is_logo)
            if self.is_withdrawn:
                return
            self.withdrawn_at, self.withdrawn_reason = now, reason
            self._change("withdrawn", by, reason)

    def allow_again(self, *, by):
        """Give the picture back to whatever uses it. Once is enough.

        Raises PermissionDenied unless `by` is an editor. A right that has ended does not begin
        again by this.
        """
        with self._verb("allow_again", by):
            if not self.is_withdrawn:
                return
            reason = self.withdrawn_reason
            self.withdrawn_at, self.withdrawn_reason = None, ""
            self._change("allowed again", by, withdrawn_for=reason)

    def _change(self, action, by, note="", **details):
        """Keep what a verb did, with all that follows from it; all or nothing."""
        self.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        self._choose_covers()
        self._record(action, by, note, **details)

    def _model(self, name):
        return self._meta.apps.get_model("articles", name)

    def _choose_covers(self):
        """Let each of its galleries have a cover that readers may see.

        The rows are locked: two pictures of a gallery may be withdrawn at the same time.
        """
        galleries = self.galleries.select_for_update(of=("self",), no_key=True).order_by("pk")
        for gallery in galleries:
            gallery.choose_cover()


def unless_withdrawn(picture):
    """The picture as readers get it: None once it is withdrawn, or where there is none."""
    return None if picture is None or picture.is_withdrawn else picture
