"""What stands in the head of every page for those who show it elsewhere: Open Graph and JSON-LD."""

import html
import re
from functools import lru_cache

from babel.core import get_global
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles import paper_card
from articles.distribution import sharing, structured_pages
from articles.distribution.origin import absolute
from newsroom.characters import as_title

register = template.Library()
LONGEST = 300  # characters of a description


@register.simple_block_tag
def plain(content):
    """What stands inside as text on one line, to be said more than once: `{% plain as title %}`."""
    return " ".join(html.unescape(content).split())


@register.simple_tag(takes_context=True)
def share_card(context, picture=None, kind="website", title="", description="", language=""):  # noqa: PLR0917
    """The description of a page, and its card (ogp.me; X reads the same but for its own size).

    `picture` is one that readers may see, or None for the paper's own card; `kind` is Open
    Graph's type. Title and description are those of the page unless given.
    """
    if not (paper := context.get("paper")):
        return ""
    name = paper.shown_name
    title = as_title(title or _without_ending(context["page_title"], name) or name)
    description = as_title(description or context["page_description"] or title)
    description = Truncator(description).chars(LONGEST)
    card = paper_card.of(paper)
    properties = [
        ("og:type", kind),
        ("og:site_name", name),
        ("og:title", title),
        ("og:description", description),
        ("og:url", _address(context)),
        ("og:locale", open_graph_locale(language or get_language())),
        *(_of_picture(picture, title) if picture else _of_card(card)),
    ]
    lines = format_html_join(
        "\n",
        '<meta property="{}" content="{}">',
        ((name, value) for name, value in properties if value != ""),
    )
    return format_html(
        '<meta name="description" content="{}">\n{}\n'
        '<meta name="twitter:card" content="summary_large_image">',
        description,
        lines,
    )


@register.filter
def first_sentences(source):
    """The beginning of a clean body as text."""
    return sharing.first_sentences(source)


@register.simple_tag
def title_of(story, version):
    """The headline, which says if the story was retracted."""
    return sharing.title_of(story, version)


@register.simple_tag
def description_of(story, version):
    """Standfirst, first sentences or headline, likewise."""
    return sharing.description_of(story, version)


@register.simple_tag(takes_context=True)
def site_data(context):
    return structured_pages.of_site(context["paper"])


@register.simple_tag(takes_context=True)
def list_data(context, parent="", page=None, kind="CollectionPage"):
    """The structured data of a list: title, address and description are those of the page."""
    paper = context["paper"]
    return structured_pages.of_list(
        paper,
        kind=kind,
        name=_without_ending(context["page_title"], paper.shown_name),
        path=context["page_address"].removeprefix(absolute("")),
        description=context["page_description"],
        parent=parent,
        things=page.object_list if page else (),
    )


@register.simple_tag(takes_context=True)
def author_data(context, author, page):
    return structured_pages.of_author(context["paper"], author, page.object_list)


@register.simple_tag(takes_context=True)
def gallery_data(context, gallery, placements):
    return structured_pages.of_gallery(context["paper"], gallery, placements)


@register.simple_tag(takes_context=True)
def gallery_picture_data(context, placement):
    return structured_pages.of_gallery_picture(context["paper"], placement)


@register.simple_tag(takes_context=True)
def quote_data(context, quote):
    return structured_pages.of_quote(context["paper"], quote)


def _of_picture(picture, title):
    width, height = picture.card_size
    return [
        ("og:image", absolute(picture.card_address)),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", width),
        ("og:image:height", height),
        ("og:image:alt", picture.alt or picture.caption or title),
    ]


def _of_card(card):
    width, height = paper_card.SIZE
    return [
        ("og:image", absolute(card.address)),
        ("og:image:type", "image/png"),
        ("og:image:width", width),
        ("og:image:height", height),
        ("og:image:alt", card.alt),
    ]


def _address(context):
    """The canonical URL; without one that of the page, unless that holds more than its name."""
    if context["page_address"]:
        return context["page_address"]
    request = context.get("request")
    match = request and request.resolver_match
    # A page about no address at all (404), or one with a secret in it, names none.
    if not match or match.kwargs or "here" in context:
        return ""
    return absolute(request.path)


def _without_ending(title, name):
    """A page's title without the paper's name at its end."""
    return re.sub(rf"\s*[|–·]\s*{re.escape(name)}$", "", title)


@lru_cache(maxsize=64)
def open_graph_locale(language):
    """ "en-gb" as "en_GB"; "ar" as "ar_EG", with the territory where most speak it (CLDR)."""
    language, *rest = language.split("-")
    if rest and len(rest[-1]) == 2:
        return f"{language}_{rest[-1].upper()}"
    likely = get_global("likely_subtags").get(language, language).split("_")
    return f"{language}_{likely[-1]}" if len(likely) > 1 else language
