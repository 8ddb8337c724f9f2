"""Structured data: a story in the vocabulary of schema.org (NewsArticle), as JSON-LD."""

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
    article = _article(page, paper)
    article = {name: value for name, value in article.items() if value not in (None, "", [])}
    data = json.dumps(article, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 escaped


def _article(page, paper):
    story, version = page["story"], page["version"]
    address = absolute(story.get_absolute_url())
    changed = story.modified_at if page["was_updated"] else story.published_at
    return {
        "@context": "https://schema.org",
        "@type": _type(story),
        "mainEntityOfPage": address,
        "url": address,
        "headline": version.headline,
        "description": version.standfirst,
        "datePublished": _iso(story.published_at),
        "dateModified": _iso(changed),
        "author": [_person(author) for author in page["authors"]],
        "publisher": _publisher(paper),
        "sponsor": {"@type": "Organization", "name": story.sponsor} if story.sponsor else None,
        "articleSection": story.section.name,
        "keywords": [topic["name"] for topic in page["topics"]],
        "inLanguage": story.language,
        "dateline": version.dateline,
        "image": [_image(version.shown_picture)] if version.shown_picture else [],
        "wordCount": version.word_count,
        "isAccessibleForFree": True,
        "creativeWorkStatus": "Retracted" if story.retracted_at else "",
        "correction": [_correction(correction) for correction in page["corrections"]],
    }


def _type(story):
    # What somebody has paid for says so first.
    if story.sponsor:
        return "AdvertiserContentArticle"
    return TYPES.get(story.kind, "NewsArticle")


def _person(author):
    address = absolute(reverse("articles:author", args=[author["slug"]]))
    person = {"@type": "Person", "name": author["name"], "url": address}
    return person | ({"jobTitle": author["role"]} if author["role"] else {})


def _publisher(paper):
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": paper.shown_name,
        "url": f"{settings.SITE_URL}/",
    }
    return publisher | ({"logo": _image(paper.shown_logo)} if paper.shown_logo else {})


def _image(picture):
    width = card_width(picture.widths)
    # A credit may hide who made it, and then the page does not say so either.
    is_named = picture.creator and picture.creator in picture.credit
    described = {
        "caption": picture.alt,
        "creditText": picture.credit,
        "creator": {"@type": "Person", "name": picture.creator} if is_named else None,
        "copyrightNotice": picture.copyright,
        "license": _licence_url(picture.licence),
        "digitalSourceType": picture.source and f"{SOURCE_TYPES}{picture.source}",
    }
    return {
        "@type": "ImageObject",
        "url": absolute(picture.address(width, "jpg")),
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
        "datePublished": _iso(correction.published_at),
    }


def _iso(at):
    """ISO 8601, to the second, with the offset of the paper's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")
