"""WordPress's own shortcodes, written as the HTML that they stand for."""

import html
import re

SHORTCODE = re.compile(
    r"(?<!\[)\[(caption|wp_caption|gallery|playlist|embed|audio|video)\b([^\[\]]{0,5000})\](?!\])"
)
ATTRIBUTE = re.compile(
    r"""([a-z_0-9-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))|(https?://\S+)"""
)
PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
ESCAPED = re.compile(
    r"\[(\[(?:caption|wp_caption|gallery|playlist|embed|audio|video)\b[^\[\]]*\])\]"
)
# With something like a="b" in it; [sic] is a word of an editor.
UNKNOWN = re.compile(r"\[([a-z][a-z0-9_-]{2,30})\s[^\[\]<>=]{0,200}=[^\[\]]{0,2000}\]")
MEDIA_ATTRIBUTES = ("src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov")


def expanded(source):
    """The text of a post with each of WordPress's own shortcodes replaced by HTML."""
    pieces, position, never_closed = [], 0, set()
    while match := SHORTCODE.search(source, position):
        name, attributes, after = match[1], _attributes(match[2]), match.end()
        closing = f"[/{name}]"
        inner = ""
        if name in ("caption", "wp_caption", "embed"):
            end = -1 if name in never_closed else source.find(closing, after)
            if end < 0:
                # It stays as it was written, and nobody looks for this end again.
                never_closed.add(name)
                pieces.append(source[position:after])
                position = after
                continue
            inner, after = source[after:end], end + len(closing)
        elif source.startswith(closing, after):
            after += len(closing)
        pieces += [source[position : match.start()], "\n\n", HTML[name](attributes, inner), "\n\n"]
        position = after
    pieces.append(source[position:])
    return ESCAPED.sub(r"\1", "".join(pieces))


def unknown_in(text):
    """The names of what looks like shortcodes of plugins, sorted and each once."""
    return sorted(set(UNKNOWN.findall(text)))


def _attributes(text):
    found = {}
    for name, double, single, bare, address in ATTRIBUTE.findall(text):
        if name:
            found.setdefault(name, double or single or bare)
        else:
            found.setdefault("src", address)
    return found


def _caption(attributes, inner):
    match = PICTURE.match(inner)
    picture, caption = match.groups() if match else (inner, "")
    caption = caption.strip() or attributes.get("caption", "")
    align = html.escape(attributes.get("align", ""))
    return (
        f'<figure class="wp-caption {align}">{picture}<figcaption>{caption}</figcaption></figure>'
    )


def _gallery(attributes, inner):
    ids = html.escape(attributes.get("ids") or attributes.get("include") or "")
    return f'<figure class="wp-block-gallery" data-ids="{ids}"></figure>'


def _embed(attributes, inner):
    return inner


def _media(attributes, inner):
    source = next((attributes[name] for name in MEDIA_ATTRIBUTES if attributes.get(name)), "")
    return f'<video src="{html.escape(source)}"></video>'


def _nothing(attributes, inner):
    return ""


HTML = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "embed": _embed,
    "audio": _media,
    "video": _media,
    "playlist": _nothing,
}
