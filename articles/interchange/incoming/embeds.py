"""What stands inside one post: its pictures, galleries, quotes and links."""

from html import escape

from articles.body import media
from articles.models import Gallery, Placement, Quote
from articles.models.picture import LONGEST_CAPTION
from articles.publishing import NotReady

from .id_map import fingerprint
from .plain_text import plain, truncated

MAX_QUOTE = Quote._meta.get_field("text").max_length
MAX_SPEAKER = Quote._meta.get_field("speaker").max_length


class Embeds:
    """Finds or creates the pictures, galleries and quotes of a post, and writes their embed tags.

    Methods that return a tag return "" if there is nothing to show. `notes` are for the report.
    """

    def __init__(self, stories, story, item, visibility):
        self.stories, self.story, self.item = stories, story, item
        self.id_map, self.pictures, self.report = stories.id_map, stories.pictures, stories.report
        self.at = visibility.at
        self.notes = []
        self._said = set()  # captions
        self._galleries = {}  # by fingerprint, in the order of the text

    def link(self, href):
        """What to write for a link of the post."""
        return self.stories.addresses.replaced(href) if href else ""

    def picture(self, external_id, address):
        """The imported Picture, or None, which is counted."""
        picture = self.pictures.find(external_id, address)
        if picture is None and not self.pictures.would_be_here(external_id, address):
            self.report.created["places in texts where a picture is missing"] += 1
        return picture

    def tag(self, kind, row, size=""):
        """The embed tag of a picture, gallery or quote."""
        label = escape(truncated(plain(str(row)), 150))
        return (
            f'<story-embed data-kind="{kind}" data-id="{row.pk}" '
            f'data-size="{size or "column"}" data-label="{label}"></story-embed>'
        )

    def medium(self, address):
        """The tag of another site's page that may stand in a text, or of a sound, under the title
        of the post, for it has none of its own."""
        title = truncated(plain(self.item.title), 150)
        return media.tag_of(address, title)

    def quote(self, text, speaker):
        """A quote with somebody's name under it; too long ones stay in the text."""
        if not (text and speaker):
            return ""
        if len(text) > MAX_QUOTE or len(speaker) > MAX_SPEAKER:
            return ""
        external_id = f"{self.item.id}:{fingerprint(text, speaker)}"
        pk = self.id_map.find("quote", external_id)
        quote = Quote.objects.filter(pk=pk).first() if pk else None
        if quote is None:
            quote = Quote.objects.create(
                text=text.strip('“”"«»„ '),
                speaker=speaker.lstrip("—–- "),
                story=self.story,
                created_at=self.story.created_at,
            )
            self.id_map.add("quote", external_id, quote.pk)
            self.report.created["quotes"] += 1
        return self.tag("quote", quote)

    def gallery(self, wanted, size=""):
        """A gallery of (external id, address, caption); of all the post's pictures if empty."""
        wanted = wanted or self._all_of_the_post()
        captions = {}
        for external_id, address, caption in wanted:
            if picture := self.picture(external_id, address):
                captions.setdefault(picture, caption)
        if not captions:
            missing = (each for each in wanted if not self.pictures.would_be_here(*each[:2]))
            if not wanted or next(missing, None):
                self.report.created["places in texts where a gallery is missing"] += 1
            return ""
        if len(captions) == 1:
            return self.tag("picture", next(iter(captions)), size)
        key = f"{self.item.id}:{fingerprint(*(str(picture.pk) for picture in captions))}"
        if key in self._galleries:
            return ""  # shown once is enough
        self._galleries[key] = self._find_or_create(key, captions)
        return self.tag("gallery", self._galleries[key], size)

    def captions_alone(self, wanted):
        """What was said under those pictures of a gallery that are not here; each once a post."""
        captions = []
        for external_id, address, caption in wanted or self._all_of_the_post():
            if self.pictures.find(external_id, address) is None:
                captions.append(caption or self.pictures.captions.get(external_id, ""))
        new = [each for each in dict.fromkeys(captions) if each and each not in self._said]
        self._said.update(new)
        return new

    def _all_of_the_post(self):
        return [(each, "", "") for each in self.pictures.of_post(self.item)]

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

    def _find_or_create(self, key, captions):
        pk = self.id_map.find("gallery", key)
        if pk and (gallery := Gallery.objects.filter(pk=pk).first()):
            return gallery
        number = f" ({len(self._galleries) + 1})" if self._galleries else ""
        title = truncated(plain(self.item.title), 150) or "Pictures"
        gallery = Gallery.objects.create(title=title + number, created_at=self.story.created_at)
        Placement.objects.bulk_create(
            Placement(
                gallery=gallery,
                picture=picture,
                position=position,
                caption=truncated(caption, LONGEST_CAPTION) if caption != picture.caption else "",
            )
            for position, (picture, caption) in enumerate(captions.items())
        )
        self.id_map.add("gallery", key, gallery.pk)
        self.report.created["galleries"] += 1
        return gallery
