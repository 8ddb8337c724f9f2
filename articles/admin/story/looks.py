"""How a story's page looks elsewhere than in one's own window, before anybody has it.

The page stands in a frame of the width of a telephone, a tablet or a screen, by day or in the dark,
or in an edition written from right to left; or what is shown is what others make of it: its text
edition, its card where somebody shares it, its line among the results of a search.
"""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string

from articles import paper_card
from articles.context import paper_for
from articles.distribution import sharing
from articles.views.story_context import page_context, shared_context
from articles.views.text import text_of
from newsroom.reading_preferences import Preferences

WIDTHS = {"390": "Telephone", "768": "Tablet", "1280": "Screen"}  # CSS pixels
LOOKS = {
    "light": "Light",
    "dark": "Dark",
    "rtl": "Right to left",
    "text": "Text edition",
    "card": "Share card",
    "search": "Search result",
}
# What others draw; all else is a page of ours, in a frame.
NO_PAGE = frozenset({"card", "search"})
# Links of the page would lead the frame to pages that stand in none.
BASE = '<head><base target="_blank">'


@dataclass(frozen=True)
class Choice:
    value: str
    name: str
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Group:
    """What is chosen together; `name` is for who hears the page."""

    name: str
    choices: list


def is_asked_for(request):
    return "look" in request.GET


def response(desk, request, story, version):
    """The page with a bar above it, in which another look is chosen.

    What the form sent comes along in hidden fields, so that nothing has to be saved for it. A look
    or width that there is not counts as the first.
    """
    width = _one_of(WIDTHS, request.GET.get("width"), "1280")
    look = _one_of(LOOKS, request.GET.get("look"), "light")
    context = desk.page_context(request, story, title="Preview") | {
        "is_popup": True,
        "version": version,
        "width": width,
        "look": look,
        "looks_and_widths": [
            Group("Look", _choices(LOOKS, look, f"?width={width}&look={{}}")),
            *(
                []
                if look in NO_PAGE
                else [
                    Group("Width", _choices(WIDTHS, width, f"?look={look}&width={{}}")),
                ]
            ),
        ],
        "sent": _sent(request),
    }
    if look in NO_PAGE:
        context |= _for_others(request, story, version)
    else:
        context["page"] = _page(request, story, version, look).replace("<head>", BASE, 1)
    return render(request, "admin/articles/story/look.html", context)


def _one_of(choices, asked, otherwise):
    return asked if asked in choices else otherwise


def _choices(choices, chosen, address):
    return [
        Choice(value, name, value == chosen, address.format(value))
        for value, name in choices.items()
    ]


def _sent(request):
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def _page(request, story, version, look):
    if look == "text":
        context = shared_context(story, version) | {"body": text_of(story, version)}
        return render_to_string("text/story.html", context, request)
    context = page_context(story, version) | {"preview": True}
    context["reading"] = Preferences("dark" if look == "dark" else "light")
    if look == "rtl":
        context["page_direction"] = "rtl"
    return render_to_string("articles/story.html", context, request)


def _for_others(request, story, version):
    picture = version.shown_picture
    address = picture.card_address if picture else paper_card.of(paper_for(request)).address
    return {
        "shared_title": sharing.title_of(story, version),
        "shared_description": sharing.description_of(story, version),
        "card_address": address,
        "host": settings.SITE_URL.partition("://")[2],
    }
