"""What stands in a post and has parts: figures, galleries, quotations, films and sounds."""

from html import escape
from urllib.parse import unquote, urlsplit

from ..plain_text import plain

QUOTE_CLASSES = {"wp-block-quote", "wp-block-pullquote"}


def is_gallery(attributes):
    """Whether an element with these attributes is one of WordPress's galleries."""
    return "data-ids" in attributes or "wp-block-gallery" in attributes.get("class", "").split()


class Captioned:
    """Something that an element inside it, named `caption_tag`, is the caption of."""

    caption_tag = ""

    def __init__(self, markup):
        self.markup, self.caption = markup, ""

    def takes(self, tag):
        """Whether an element of this name, directly inside, is the caption."""
        return tag == self.caption_tag

    def begin_caption(self):
        """Collect the caption; return what is to be called at its end."""
        capture = self.markup.begin_capture(self.caption_tag)

        def end():
            self.caption = self.markup.end_capture(capture).strip()

        return end


class Figure(Captioned):
    """A picture, table or embedded page with its caption; or a gallery of pictures."""

    caption_tag = "figcaption"

    def __init__(self, markup, attributes):
        super().__init__(markup)
        classes = attributes.get("class", "").split()
        inside = markup.gallery is not None
        self.is_gallery = is_gallery(attributes) and not inside
        self.is_in_gallery = inside
        self.marks_quotes = "wp-block-pullquote" in classes
        self.size = "wide" if "alignwide" in classes else "full" if "alignfull" in classes else ""
        self.shown = []  # pictures
        self.pictures = [
            [number.strip(), "", ""] for number in attributes.get("data-ids", "").split(",")
            if number.strip()
        ]  # fmt: skip
        if not inside and not markup.open_text:
            markup.end_loose()
        self.level = len(markup.outputs)
        markup.frames.append(self)

    def end(self):
        self.markup.frames.pop()
        if self.is_in_gallery:
            gallery = self.markup.gallery
            if gallery and gallery.pictures:
                gallery.pictures[-1][2] = plain(self.caption)
        elif self.is_gallery:
            self.markup.put_block(self.markup.embeds.gallery(self.pictures, self.size))
            for caption in self.markup.embeds.captions_alone(self.pictures):
                self.markup.put(f"<p><em>{escape(caption, quote=False)}</em></p>")
            self._put_caption()
        else:
            if not self.markup.open_text:
                self.markup.end_loose()
            shown_already = len(self.shown) == 1 and self.shown[0].caption
            if not shown_already or plain(self.caption) != shown_already:
                self._put_caption()

    def _put_caption(self):
        if plain(self.caption):
            caption = f"<em>{self.caption}</em>"
            self.markup.put(f" {caption}" if self.markup.open_text else f"<p>{caption}</p>")


class Quotation(Captioned):
    """Somebody's words. Marked as a quote and with a name under it, it becomes a Quote."""

    caption_tag = "cite"

    def __init__(self, markup, attributes):
        super().__init__(markup)
        classes = set(attributes.get("class", "").split())
        around = [f for f in markup.frames if getattr(f, "marks_quotes", False)]
        inside_another = any(isinstance(f, Quotation) for f in markup.frames)
        self.is_marked = not inside_another and bool(
            markup.all_quotes or classes & QUOTE_CLASSES or around
        )
        if not markup.open_text:
            markup.end_loose()
        self.capture = markup.begin_capture()
        markup.frames.append(self)

    def end(self):
        markup = self.markup
        inner = markup.end_capture(self.capture)
        markup.frames.pop()
        text, speaker = plain(inner), plain(self.caption)
        embed = markup.embeds.quote(text, speaker) if self.is_marked else ""
        name = f"<p>{self.caption}</p>" if speaker else ""
        if embed or text or name:
            markup.put(embed or f"<blockquote>{inner}{name}</blockquote>")


class Medium:
    """A film, a sound or a frame with another page: a link to it, if it may not stand in a text."""

    marks_quotes = False

    def __init__(self, markup, attributes):
        self.markup, self.address = markup, attributes.get("src", "")
        self.capture = markup.begin_capture("fallback")
        markup.frames.append(self)

    def takes(self, tag):
        return False

    def end(self):
        self.markup.frames.pop()
        self.markup.end_capture(self.capture)
        if medium := self.markup.embeds.medium(self.address):
            self.markup.put_block(medium)
            return
        parts = urlsplit(self.address) if "[" not in self.address else None
        if parts and parts.scheme in ("http", "https") and parts.hostname:
            file = unquote(parts.path.rsplit("/", 1)[-1])
            label = file if "." in file else self.address
            link = f'<a href="{escape(self.address)}">{escape(label)}</a>'
            self.markup.put_block(link if self.markup.open_text else f"<p>{link}</p>")
