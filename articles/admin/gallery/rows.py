"""The pictures of a gallery, row by row: order, caption here, description and credit.

Rows come by the hundred, so none of them asks the database anything by itself.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch

from articles.admin.picture.many_at_once import may_change
from articles.admin.picture.may_be_used import RightsStatus, rights_status, with_day
from articles.admin.widgets import thumbnail
from articles.models import Gallery, Picture, Placement
from articles.search import index
from newsroom.form_fields import CharField
from newsroom.numbers import whole_number

# With scripts a row that nobody has touched is one field of the form, without them six;
# settings.DATA_UPLOAD_MAX_NUMBER_FIELDS is the limit of both.
MOST_PICTURES = 2000
MOST_WITHOUT_SCRIPTS = 600
PREFIX = "placements"
NOT_WHOLE = "The list of pictures did not arrive whole. Open the page again."
OF_PICTURE = ("alt", "credit")
TEXTS = {
    name: CharField(
        max_length=model._meta.get_field(name).max_length,
        required=False,
        error_messages={"max_length": f"{label}: at most %(limit_value)d characters."},
    )
    for name, label, model in [
        ("caption", "Caption here", Placement),
        ("alt", "What is to be seen", Picture),
        ("credit", "Credit", Picture),
    ]
}


@dataclass
class Row:
    """A picture's place, as it is or as somebody has sent it; `typed` has the texts that were.

    Without a placement it is the row that the browser copies for a picture that comes.
    """

    placement: Placement | None
    typed: dict = field(default_factory=dict)
    position: int = 0
    is_removed: bool = False
    # Whether this picture has not stood in this row before.
    is_new: bool = False
    may_describe: bool = True
    problems: list = field(default_factory=list)

    @property
    def picture(self):
        return self.placement and self.placement.picture

    @property
    def thumbnail(self):
        return thumbnail(self.picture)

    @property
    def rights(self) -> RightsStatus | None:
        return self.picture and rights_status(self.picture)

    @property
    def longest(self):
        """How many characters each box takes."""
        return {name: rule.max_length for name, rule in TEXTS.items()}

    @property
    def caption(self):
        return self._text("caption", self.placement)

    @property
    def alt(self):
        return self._text("alt", self.picture)

    @property
    def credit(self):
        return self._text("credit", self.picture)

    def _text(self, name, owner):
        return self.typed.get(name, getattr(owner, name, ""))

    @property
    def was_typed_in(self):
        """Whether its boxes say something else than the database, so that they must be sent."""
        if self.placement is None or self.is_new:
            return True
        return self.caption != self.placement.caption or bool(self.texts_of_picture())

    def texts_of_picture(self):
        """What was typed that belongs to the picture, where it is another than before.

        An empty box beside a picture that has just come takes nothing away from it.
        """
        if not self.may_describe:
            return {}
        return {
            name: self.typed[name]
            for name in OF_PICTURE
            if name in self.typed and self.typed[name] != getattr(self.picture, name)
            if self.typed[name] or not self.is_new
        }


class Rows:
    """All rows of a gallery, from the database or from a form that was sent (`data`).

    `problems` says in words what is wrong with the list; each row says what is wrong with it.
    """

    def __init__(self, gallery, user, data=None):
        self.gallery, self.problems, self.cover = gallery, [], gallery.cover_id
        self.by_number = self._placements() if gallery.pk else {}
        self.by_picture = {row.picture_id: row for row in self.by_number.values()}
        if data is None or f"{PREFIX}-TOTAL_FORMS" not in data:
            self.rows = [Row(each, position=each.position) for each in self.by_number.values()]
        else:
            self.cover = whole_number(data.get("cover"))
            self.rows = self._read(data, user)
        may = may_change(user, [row.picture for row in self.rows])
        for row in self.rows:
            row.may_describe = row.picture.pk in may

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def is_valid(self):
        return not self.problems and not any(row.problems for row in self.rows)

    def save(self, *, by):
        """Do what was sent. Rows that somebody else has added meanwhile stay, at the end."""
        with transaction.atomic(), index.deferred():
            # Whoever else arranges this gallery now waits, so that no picture comes twice.
            Gallery.objects.select_for_update(of=("self",)).get(pk=self.gallery.pk)
            kept = []
            for row in sorted(self.rows, key=lambda row: row.position):
                if row.is_removed:
                    self._remove(row)
                elif self._keep(row):
                    kept.append(row.placement)
            here = {placement.pk for placement in kept}
            kept += [each for each in self.gallery.placements.all() if each.pk not in here]
            self.gallery.put_in_order(kept, by=by)
            if self.cover != self.gallery.cover_id and self.cover in _pictures(kept):
                self.gallery.cover_id = self.cover
                self.gallery.save(update_fields=["cover"])
            self.gallery.choose_cover()

    def _placements(self):
        pictures = with_day(Picture.objects.all())
        placements = self.gallery.placements.prefetch_related(Prefetch("picture", pictures))
        return {placement.pk: placement for placement in placements}

    def _remove(self, row):
        if row.placement.pk:
            row.placement.delete()

    def _keep(self, row):
        """Save what is new in a row; False if its picture has come meanwhile."""
        placement, picture = row.placement, row.picture
        placement.gallery = self.gallery
        if texts := row.texts_of_picture():
            for name, value in texts.items():
                setattr(picture, name, value)
            picture.save(update_fields=list(texts))
        caption = row.typed.get("caption", placement.caption)
        if placement.pk is None:
            if self.gallery.placements.filter(picture=picture).exists():
                return False
            placement.caption = caption
            placement.save()
        elif caption != placement.caption or row.is_new:
            placement.caption = caption
            placement.save(update_fields=["picture", "caption"])
        return True

    def _read(self, data, user):
        count = whole_number(data.get(f"{PREFIX}-TOTAL_FORMS"))
        if count is None or count > MOST_PICTURES:
            self.problems.append(
                NOT_WHOLE if count is None else
                f"A gallery has room for {MOST_PICTURES} pictures; these are {count}."
            )  # fmt: skip
            return []
        # The numbers of the rows in their new order, or each has its position.
        order = data.get(f"{PREFIX}-order", "").split(",")[:MOST_PICTURES]
        places = {text: place for place, text in enumerate(order)}
        sent = [_SentRow(data, number, places.get(str(number))) for number in range(count)]
        numbers = {each.picture for each in sent if each.picture}
        pictures = with_day(Picture.objects.visible_to(user)).in_bulk(numbers)
        rows, here = [], set()
        for each in sent:
            if (row := self._row(each, pictures)) is None:
                continue
            if row.picture.pk in here and not row.is_removed:
                row.problems.append("This picture is in the gallery already.")
            elif not row.is_removed:
                here.add(row.picture.pk)
            rows.append(row)
        return rows

    def _row(self, sent, pictures):
        placement = self.by_number.get(sent.id) or self.by_picture.get(sent.picture)
        picture = pictures.get(sent.picture) or (placement and placement.picture)
        if picture is None:
            if not sent.is_removed:
                self.problems.append("A picture of the list does not exist any more.")
            return None
        row = Row(
            Placement(gallery=self.gallery, picture=picture) if placement is None else placement,
            position=sent.position,
            is_removed=sent.is_removed,
        )
        row.typed, row.problems = sent.texts()
        row.is_new = placement is None or placement.picture_id != picture.pk
        if row.is_new and not row.is_removed:
            row.placement.picture = picture
            try:
                row.placement.clean()
            except ValidationError as problem:
                row.problems += problem.messages
        return row


class _SentRow:
    """A row as the browser sent it."""

    def __init__(self, data, number, place):
        self.data, self.prefix = data, f"{PREFIX}-{number}-"
        self.id, self.picture = self._number("id"), self._number("picture")
        position = self._number("position") if place is None else place
        self.position = 10**9 if position is None else position
        self.is_removed = f"{self.prefix}DELETE" in data

    def _number(self, name):
        return whole_number(self.data.get(self.prefix + name))

    def texts(self):
        """({field: what was typed}, problems in words) of the boxes that were sent."""
        texts, problems = {}, []
        for name, rule in TEXTS.items():
            if self.prefix + name not in self.data:
                continue
            # As browsers send them, lines end in two characters.
            typed = self.data[self.prefix + name].replace("\r\n", "\n")
            texts[name] = typed
            try:
                texts[name] = rule.clean(typed)
            except ValidationError as problem:
                problems += problem.messages
        if "alt" in texts:
            texts["alt"] = " ".join(texts["alt"].split())
        return texts, problems


def _pictures(placements):
    return {placement.picture_id for placement in placements}
