"""What stands inside one post: its pictures, galleries, quotes and links."""

from html import escape

from articles.models import Gallery, Placement, Quote
from articles.models.picture import LONGEST_CAPTION
from articles.publishing import NotReady

from .ledger import fingerprint
from .plain_text import cut, plain

LONGEST_WORDS = Quote._meta.get_field("text").max_length
LONGEST_SPEAKER = Quote._meta.get_field("speaker").max_length


class Things:
    """Finds or makes what a post shows, and writes it as an embed; "" if there is nothing."""

    def __init__(self, stories, story, item, fate):
        self.stories, self.story, self.item = stories, story, item
        self.ledger, self.pictures, self.report = stories.ledger, stories.pictures, stories.report
        self.at = fate.at
        self.notes = []
        self._galleries = {}  # by fingerprint, in the order of the text

    def link(self, href):
        return self.stories.addresses.new(href) if href else ""

    def picture(self, external_id, address):
        """The picture here, or None, which is counted."""
        picture = self.pictures.find(external_id, address)
        if picture is None:
            self.report.made["places in texts where a picture is missing"] += 1
        return picture

    def embed(self, kind, thing, size=""):
        label = escape(cut(plain(str(thing)), 150))
        return (
            f'<story-embed data-kind="{kind}" data-id="{thing.pk}" '
            f'data-size="{size or "column"}" data-label="{label}"></story-embed>'
        )

    def quote(self, words, speaker):
        """A quote with somebody's name under it; too long ones stay in the text."""
        if not (words and speaker):
            return ""
        if len(words) > LONGEST_WORDS or len(speaker) > LONGEST_SPEAKER:
            return ""
        external_id = f"{self.item.id}:{fingerprint(words, speaker)}"
        pk = self.ledger.find("quote", external_id)
        quote = Quote.objects.filter(pk=pk).first() if pk else None
        if quote is None:
            quote = Quote.objects.create(
                text=words.strip('“”"«»„ '),
                speaker=speaker.lstrip("—–- "),
                story=self.story,
                created_at=self.story.created_at,
            )
            self.ledger.remember("quote", external_id, quote.pk)
            self.report.made["quotes"] += 1
        return self.embed("quote", quote)

    def gallery(self, wanted, size=""):
        """A gallery of (number, address, caption) rows; of all the post's pictures if empty."""
        wanted = wanted or [(number, "", "") for number in self.pictures.of_post(self.item)]
        captions = {}
        for external_id, address, caption in wanted:
            if picture := self.picture(external_id, address):
                captions.setdefault(picture, caption)
        if not captions:
            self.report.made["places in texts where a gallery is missing"] += 1
            return ""
        if len(captions) == 1:
            return self.embed("picture", next(iter(captions)), size)
        key = f"{self.item.id}:{fingerprint(*(str(picture.pk) for picture in captions))}"
        if key in self._galleries:
            return ""  # shown once is enough
        self._galleries[key] = self._find_or_make(key, captions)
        return self.embed("gallery", self._galleries[key], size)

    def lead_picture(self):
        """The post's featured picture. One that nobody has described may not lead."""
        external_id = self.item.meta.get("_thumbnail_id", "")
        picture = self.pictures.find(external_id) if external_id else None
        if picture is None or picture.alt:
            return picture
        self.notes.append(f"describe picture {picture.pk}, then let it lead the story")
        return None

    def publish_galleries(self, at):
        """Show the galleries with their story; those with undescribed pictures wait."""
        for gallery in self._galleries.values():
            if gallery.published_at is None:
                try:
                    gallery.publish(by=None, at=at)
                except NotReady as problem:
                    self.report.note(f"gallery {gallery.pk} “{gallery}”", str(problem))

    def _find_or_make(self, key, captions):
        pk = self.ledger.find("gallery", key)
        if pk and (gallery := Gallery.objects.filter(pk=pk).first()):
            return gallery
        number = f" ({len(self._galleries) + 1})" if self._galleries else ""
        title = cut(plain(self.item.title), 150) or "Pictures"
        gallery = Gallery.objects.create(title=title + number, created_at=self.story.created_at)
        Placement.objects.bulk_create(
            Placement(
                gallery=gallery,
                picture=picture,
                position=position,
                caption=cut(caption, LONGEST_CAPTION) if caption != picture.caption else "",
            )
            for position, (picture, caption) in enumerate(captions.items())
        )
        self.ledger.remember("gallery", key, gallery.pk)
        self.report.made["galleries"] += 1
        return gallery
