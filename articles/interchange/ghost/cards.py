"""What stands between the paragraphs of a Ghost post, as HTML that a body is made from.

Each function takes the card's own values, whatever their types, and gives HTML, or "" for what is
not for readers. A card that is not known gives None, and is reported.
"""

from html import escape

from ..incoming.text.markdown import to_html

SIZES = {"wide": "alignwide", "full": "alignfull"}


def html_of(name, values):
    """The HTML of a card, or None if there is no such card."""
    make = CARDS.get(name)
    return None if make is None else make(values if isinstance(values, dict) else {})


def text(values, *names):
    """The first of these values that is a text with something in it."""
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), "")


def link(address, words):
    address, words = address.strip(), words.strip()
    return f'<p><a href="{escape(address)}">{escape(words or address)}</a></p>' if address else ""


def _figure(values, inside):
    caption = text(values, "caption")
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    size = SIZES.get(text(values, "cardWidth", "width"), "")
    return f'<figure class="{size}">{inside}{under}</figure>'


def _image(values):
    address = text(values, "src")
    if not address:
        return ""
    return _figure(values, f'<img src="{escape(address)}" alt="{escape(text(values, "alt"))}">')


def _gallery(values):
    images = values.get("images")
    images = [each for each in images if isinstance(each, dict)] if isinstance(images, list) else []
    inside = "".join(_image({**each, "caption": text(each, "caption")}) for each in images)
    caption = text(values, "caption")
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="wp-block-gallery">{inside}{under}</figure>' if inside else ""


def _bookmark(values):
    data = values.get("metadata") if isinstance(values.get("metadata"), dict) else {}
    title = text(data, "title") or text(values, "title")
    return link(text(values, "url") or text(data, "url"), title) + _caption(values)


def _caption(values):
    caption = text(values, "caption")
    return f"<p><em>{caption}</em></p>" if caption else ""


def _embed(values):
    address = text(values, "url")
    inside = f"\n{escape(address)}\n" if address else text(values, "html")
    return f"<div>{inside}</div>{_caption(values)}"


def _medium(values):
    address = text(values, "src")
    title = text(values, "title", "fileName", "fileTitle")
    made = link(address, title) if title else f'<audio src="{escape(address)}"></audio>'
    return made + _caption(values)


def _file(values):
    made = link(text(values, "src"), text(values, "fileTitle", "title", "fileName"))
    caption = text(values, "fileCaption", "caption")
    return made + (f"<p>{caption}</p>" if caption else "")


def _toggle(values):
    heading = text(values, "heading")
    return (f"<h3>{heading}</h3>" if heading else "") + f"<div>{text(values, 'content')}</div>"


def _callout(values):
    words = text(values, "calloutText")
    emoji = escape(text(values, "calloutEmoji"))
    return f"<blockquote><p>{emoji} {words}</p></blockquote>" if words else ""


def _button(values):
    return link(text(values, "buttonUrl", "url"), text(values, "buttonText", "text"))


def _header(values):
    heading, under = text(values, "header", "heading"), text(values, "subheader", "subheading")
    made = (f"<h2>{heading}</h2>" if heading else "") + (f"<p>{under}</p>" if under else "")
    return made + _button(values)


def _product(values):
    title = text(values, "productTitle")
    made = _image({"src": text(values, "productImageSrc")})
    made += f"<h3>{title}</h3>" if title else ""
    made += f"<div>{text(values, 'productDescription')}</div>"
    return made + link(text(values, "productUrl"), text(values, "productButton"))


def _code(values):
    code = values.get("code")
    inside = escape(code) if isinstance(code, str) else ""
    return (f"<pre><code>{inside}</code></pre>" if inside else "") + _caption(values)


def _html(values):
    return f"<div>{text(values, 'html')}</div>"


def _markdown(values):
    return to_html(text(values, "markdown"))


def _call_to_action(values):
    made = _image({"src": text(values, "imageUrl")})
    return made + f"<div>{text(values, 'textValue')}</div>" + _button(values)


def _nothing(values):
    return ""


CARDS = {
    "image": _image,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "embed": _embed,
    "audio": _medium,
    "video": _medium,
    "file": _file,
    "toggle": _toggle,
    "callout": _callout,
    "button": _button,
    "header": _header,
    "product": _product,
    "code": _code,
    "codeblock": _code,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "call-to-action": _call_to_action,
    "hr": lambda values: "<hr>",
    "horizontalrule": lambda values: "<hr>",
    # For letters alone, forms of Ghost's own, and where its free part ends.
    "email": _nothing,
    "email-cta": _nothing,
    "signup": _nothing,
    "paywall": _nothing,
    "transistor": _embed,
}
