"""Structured data: a story in the vocabulary of schema.org (NewsArticle), as JSON-LD.

What every kind of page needs for it stands here too; the others are in structured_pages.py.
"""

import json
import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.models import Story
from articles.pictures.sandbox.widths import card_width

from .origin import absolute

TYPES = {
    Story.Kind.OPINION: "OpinionNewsArticle",
    Story.Kind.ANALYSIS: "AnalysisNewsArticle",
    Story.Kind.REVIEW: "ReviewNewsArticle",
}
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# What could end the <script> element, or begin another one inside it.
ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def of_story(page, paper):
    """The JSON-LD <script> element for a story that readers see, as safe HTML; no query.

    `page` is `story_context.page_context`, `paper` the Paper; nothing is said here that the page
    does not say.
    """
    story = page["story"]
    way = [(story.section.name, story.section.get_absolute_url())]
    trail = breadcrumbs(paper, [*way, (page["version"].headline, story.get_absolute_url())])
    return script(_article(page, paper), trail)


def script(*things):
    """Things of schema.org, each a dict, as one <script> element; what is empty is left out."""
    graph = [
        {name: value for name, value in thing.items() if value not in (None, "", [])}
        for thing in things
        if thing
    ]
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 escaped


def breadcrumbs(paper, steps):
    """A BreadcrumbList from the front page through `steps`, each a name and a path."""
    steps = [(paper.shown_name, "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def _article(page, paper):
    story, version = page["story"], page["version"]
    address = absolute(story.get_absolute_url())
    changed = story.modified_at if page["was_updated"] else story.published_at
    return {
        "@type": _type(story),
        "@id": article_id(story),
        "mainEntityOfPage": address,
        "url": address,
        "headline": page["shared_title"],
        "description": page["shared_description"],
        "datePublished": iso(story.published_at),
        "dateModified": iso(changed),
        # What nobody has signed, the paper answers for.
        "author": [_person(author) for author in page["authors"]] or [_organization(paper)],
        "publisher": publisher(paper),
        "sponsor": {"@type": "Organization", "name": story.sponsor} if story.sponsor else None,
        "articleSection": story.section.name,
        "keywords": [topic["name"] for topic in page["topics"]],
        "inLanguage": story.language,
        "dateline": version.dateline,
        "image": [image(version.shown_picture)] if version.shown_picture else [],
        "wordCount": version.word_count,
        "associatedMedia": list(map(_medium, page["media"])),
        "isAccessibleForFree": True,
        "creativeWorkStatus": "Retracted" if story.retracted_at else "",
        "correction": [_correction(correction) for correction in page["corrections"]],
    }


def _medium(row):
    """An embed or a sound, where it is and what is said in it."""
    medium, address = row
    if medium.kind == "frame":
        said = {"@type": "MediaObject", "name": medium.title, "url": medium.address}
    else:
        said = {
            "@type": "AudioObject",
            "name": medium.title,
            "contentUrl": absolute(address) if medium.sound else address,
            "transcript": medium.transcript,
        }
    return {name: value for name, value in said.items() if value}


def _type(story):
    # What somebody has paid for says so first.
    if story.sponsor:
        return "AdvertiserContentArticle"
    return TYPES.get(story.kind, "NewsArticle")


def _person(author):
    address = absolute(reverse("articles:author", args=[author["slug"]]))
    person = {"@type": "Person", "name": author["name"], "url": address}
    return person | ({"jobTitle": author["role"]} if author["role"] else {})


def article_id(story):
    """The name by which other things say that they belong to a story."""
    return absolute(f"{story.get_absolute_url()}#article")


def _organization(paper):
    return {"@type": "Organization", "name": paper.shown_name, "url": f"{settings.SITE_URL}/"}


def publisher(paper):
    """The paper as an organization, with its logo."""
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": paper.shown_name,
        "url": f"{settings.SITE_URL}/",
    }
    return publisher | ({"logo": image(paper.shown_logo)} if paper.shown_logo else {})


def image(picture, caption=""):
    """A picture with who made it and on what terms, under the caption that it has on the page."""
    width = card_width(picture.widths)
    # A credit may hide who made it, and then the page does not say so either.
    is_named = picture.creator and picture.creator in picture.credit
    described = {
        "caption": caption or picture.alt,
        "creditText": picture.credit,
        "creator": {"@type": "Person", "name": picture.creator} if is_named else None,
        "copyrightNotice": picture.copyright,
        "license": _licence_url(picture.licence),
        "digitalSourceType": picture.source and f"{SOURCE_TYPES}{picture.source}",
    }
    address = absolute(picture.address(width, "jpg"))
    return {
        "@type": "ImageObject",
        "url": address,
        "contentUrl": address,
        "width": width,
        "height": round(width * picture.height / picture.width),
    } | {name: value for name, value in described.items() if value}


def _licence_url(text):
    """The URL of a licence that has one: Creative Commons, or what is written as a URL; or ""."""
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text
    if kind := re.fullmatch(r"CC[ -](BY(?:-NC)?(?:-ND|-SA)?)[ -](\d\.\d)", text.strip().upper()):
        return f"https://creativecommons.org/licenses/{kind[1].lower()}/{kind[2]}/"
    if re.fullmatch(r"CC0(?: 1\.0)?", text.strip().upper()):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return ""


def _correction(correction):
    return {
        "@type": "CorrectionComment",
        "name": str(correction.get_kind_display()),
        "text": " ".join(filter(None, [correction.wrong, correction.text])),
        "datePublished": iso(correction.published_at),
    }


def iso(at):
    """ISO 8601, to the second, with the offset of the paper's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")
