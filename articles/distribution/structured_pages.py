"""Structured data of the pages that are no stories: lists, galleries, quotes, people, the paper."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.characters import as_title

from .origin import absolute
from .structured_data import article_id, breadcrumbs, image, iso, publisher, script

# The list that a page belongs to, by the name of its address.
PARENTS = {
    "articles:archive": _("Archive"),
    "articles:galleries": _("Photographs"),
    "articles:quotes": _("Quotes"),
}
# Of a NewsMediaOrganization, by the slug of the policy that says it.
POLICIES = {
    "ethics": "ethicsPolicy",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "diversity": "diversityPolicy",
    "ownership": "ownershipFundingInfo",
    "sources": "unnamedSourcesPolicy",
    "verification": "verificationFactCheckingPolicy",
    "feedback": "actionableFeedbackPolicy",
    "principles": "publishingPrinciples",
}


def of_site(paper):
    """The front page: the web site, and who answers for it."""
    policies = {
        POLICIES[policy.slug]: absolute(policy.address)
        for policy in paper.policies
        if policy.slug in POLICIES
    }
    corrections = {"correctionsPolicy": absolute(reverse("articles:corrections"))}
    owner = publisher(paper) | {"slogan": paper.shown_motto} | corrections | policies
    site = {
        "@type": "WebSite",
        "name": paper.shown_name,
        "url": f"{settings.SITE_URL}/",
        "inLanguage": get_language(),
    }
    return script(site, owner)


def of_list(paper, *, kind, name, path, description="", parent="", things=()):
    """A page of `things` that each have an address, or of text where there are none."""
    page = _page(kind, name, path) | {"description": description}
    if things:
        page["mainEntity"] = {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": absolute(thing.get_absolute_url())}
                for place, thing in enumerate(things, 1)
            ],
        }
    return script(page, breadcrumbs(paper, [*_above(parent), (name, path)]))


def of_author(paper, author, things=()):
    """The page of somebody who writes, with the latest that they wrote."""
    person = {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.get_absolute_url()),
        "jobTitle": author.role,
        "description": author.bio,
        "image": image(author.shown_portrait) if author.shown_portrait else None,
        "knowsAbout": author.areas,
        "knowsLanguage": author.languages,
        "email": author.contact,
        "worksFor": {"@type": "NewsMediaOrganization", "name": paper.shown_name},
    }
    path = author.get_absolute_url()
    page = _page("ProfilePage", author.name, path) | {
        "mainEntity": {name: value for name, value in person.items() if value},
        "hasPart": [
            {
                "@type": "NewsArticle",
                "@id": article_id(story),
                "headline": as_title(story.text.headline),
            }
            for story in things
        ],
    }
    return script(page, breadcrumbs(paper, [(author.name, path)]))


def of_gallery(paper, gallery, placements):
    """A gallery with the pictures that stand on this page of it."""
    path = gallery.get_absolute_url()
    page = _page("ImageGallery", gallery.title, path) | {
        "description": gallery.standfirst,
        "datePublished": iso(gallery.published_at) if gallery.published_at else None,
        "publisher": publisher(paper),
        "image": [_placed(placement) for placement in placements],
    }
    return script(page, breadcrumbs(paper, [*_above("articles:galleries"), (gallery.title, path)]))


def of_gallery_picture(paper, placement):
    """One picture of a gallery on a page of its own."""
    gallery, path = placement.gallery, placement.get_absolute_url()
    owner = {"@type": "ImageGallery", "name": gallery.title}
    owner["url"] = absolute(gallery.get_absolute_url())
    picture = _placed(placement) | {"mainEntityOfPage": absolute(path), "isPartOf": owner}
    way = [(gallery.title, gallery.get_absolute_url()), (placement.picture.alt or "1", path)]
    return script(picture, breadcrumbs(paper, [*_above("articles:galleries"), *way]))


def of_quote(paper, quote):
    """Somebody's words, and the story that they are from while that is public."""
    path = quote.get_absolute_url()
    speaker = {"@type": "Person", "name": quote.speaker}
    speaker |= {"jobTitle": quote.role} if quote.role else {}
    if quote.speaker_slug:
        speaker["url"] = absolute(reverse("articles:speaker", args=[quote.speaker_slug]))
    said = {
        "@type": "Quotation",
        "@id": absolute(f"{path}#quote"),
        "url": absolute(path),
        "text": quote.text,
        "spokenByCharacter": speaker,
        "creator": speaker,
        "citation": quote.source,
        "inLanguage": quote.story.language if quote.story else get_language(),
    }
    if story := quote.story:
        said["isPartOf"] = {
            "@type": "NewsArticle",
            "@id": article_id(story),
            "url": absolute(story.get_absolute_url()),
            "headline": as_title(story.text.headline),
        }
    return script(said, breadcrumbs(paper, [*_above("articles:quotes"), (quote.speaker, path)]))


def _page(kind, name, path):
    return {
        "@type": kind,
        "name": name,
        "url": absolute(path),
        "inLanguage": get_language(),
        "isPartOf": {"@type": "WebSite", "url": f"{settings.SITE_URL}/"},
    }


def _placed(placement):
    return image(placement.picture, placement.shown_caption)


def _above(parent):
    return [(str(PARENTS[parent]), reverse(parent))] if parent else []
