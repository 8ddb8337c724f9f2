"""What the checks say of a story, beside its form: as it is saved, and while it is written.

The script (js/desk/checks.js) sends the form here after a pause and puts the answer in its place.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles import body, checks, publishing, rights
from articles.admin.pages import Page
from articles.checks import Draft
from articles.models import AcceptedFinding, Author, Picture, Section
from articles.writing import working_copies as copies
from newsroom.methods import require_POST
from newsroom.numbers import LARGEST_INTEGER, whole_number

from .working_copies import name_that_was_sent

ACCEPT = "accept"  # the button's, with the finding's key
MOST_SHOWN = 40


@dataclass(frozen=True)
class Shown:
    """A finding with who let it stand, if somebody did, and whether one may."""

    finding: checks.Finding
    accepted: AcceptedFinding | None
    may_be_accepted: bool


def around_the_form(draft, user):
    """What the template of the panel is given: what is open, what was accepted."""
    story = draft.story
    is_saved = story is not None and story.pk is not None
    accepted = checks.accepted(story) if is_saved else {}
    may_write = is_saved and rights.may(user, "write", story)
    shown = [
        Shown(
            each, accepted.get((each.check, each.key)), may_write and checks.may_be_overridden(each)
        )
        for each in checks.findings(draft)
    ]
    unsettled = [each for each in shown if each.accepted is None]
    missing = publishing.problems_of(draft)
    return {
        "missing": missing,
        "stops": bool(missing) or any(each.finding.blocks for each in unsettled),
        "open": unsettled[:MOST_SHOWN],
        "more": len(unsettled[MOST_SHOWN:]),
        "accepted": [each for each in shown if each.accepted],
        "at": _address(story, "check") if is_saved else reverse("admin:articles_story_check-new"),
        "accept_at": _address(story, "accept") if is_saved else "",
    }


def for_a_new_story():
    """The panel before anything is written."""
    return {"at": reverse("admin:articles_story_check-new"), "is_untouched": True}


def _address(story, page):
    return reverse(f"admin:articles_story_{page}", args=[story.pk])


def draft_of(post, user, story=None):
    """The Draft that a form sends, whatever is wrong or missing in it."""
    try:
        text = body.clean(post.get("body", ""))
    except ValueError:
        text = ""  # too long: saving says so
    authors = [_number(value) for name, value in post.items()
               if name.startswith("bylines-") and name.endswith("-author")]  # fmt: skip
    picture, section = _number(post.get("lead_picture")), _number(post.get("section"))
    return Draft(
        headline=" ".join(post.get("headline", "").split()),
        standfirst=post.get("standfirst", ""),
        body=text,
        kicker=post.get("kicker", ""),
        lead_picture=Picture.objects.visible_to(user).filter(pk=picture).first()
        if picture
        else None,
        authors=[author.name for author in Author.objects.filter(pk__in=filter(None, authors))],
        section=Section.objects.filter(pk=section).first() if section else None,
        slug=post.get("slug", ""),
        language=post.get("language", ""),
        story=story,
    )


def _number(written):
    return whole_number(written or "", most=LARGEST_INTEGER)


def check(desk, request, pk=None):
    """The panel for what stands in the form this moment."""
    if pk is None:
        if not desk.has_add_permission(request):
            raise PermissionDenied
        story = None
    else:
        story = desk.story_for(request, pk, "write")
    draft = draft_of(request.POST, request.user, story)
    return _panel(request, draft)


def _panel(request, draft, problem=""):
    context = {"checks": around_the_form(draft, request.user), "problem": problem}
    return render(request, "admin/articles/story/_checks.html", context)


def accept(desk, request, pk):
    """Let one finding stand: a panel for the script, else back to the form, which is kept."""
    story = desk.story_for(request, pk, "write")
    draft = draft_of(request.POST, request.user, story)
    key, problem = request.POST.get(ACCEPT, ""), ""
    finding = next((each for each in checks.findings(draft) if each.key == key), None)
    if finding is None:
        problem = "That is not there any more."
    else:
        try:
            reason = request.POST.get(f"reason-{key}", "")[: checks.LONGEST_REASON]
            checks.accept(story, finding, request.user, reason)
            checks.keep_count(story)
        except publishing.NotReady as refused:
            problem = " ".join(refused.problems)
    if request.headers.get("Accept") == "text/html-fragment":
        return _panel(request, draft, problem)
    if form := name_that_was_sent(request):
        copies.keep(request.user, form, dict(request.POST.lists()), story)
    desk.message_user(request, problem or "It may stay.")
    return HttpResponseRedirect(desk.page_of(story))


PAGES = [
    Page("check/", "check-new", check, require_POST),
    Page("<id:pk>/check/", "check", check, require_POST),
    Page("<id:pk>/accept/", "accept", accept, require_POST),
]
