import hashlib

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.context import paper_for
from articles.models import Story
from newsroom.paging import page_of
from newsroom.throttling import seconds_to_wait, visitor_address

from .conversation import Conversation, parent_for_reply_to
from .forms import ReportForm, ShareForm
from .models import Comment, Report

# Views, and likewise reports, that one person may send within so many seconds.
VIEWS, SECONDS = 5, 10 * 60
GUIDELINES = "guidelines"  # the policy, if the paper has one, that says what may be shared


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def share(request, section, pk, slug):
    """Where readers say something, and where all that was said stands.

    Only `pk` identifies the story: a view that was typed while the headline changed arrives.
    """
    story = _public_story(pk)
    conversation = Conversation(story)
    if request.method != "POST" and (section, slug) != (story.section.slug, story.slug):
        query = request.META["QUERY_STRING"]
        return redirect(conversation.address + (query and f"?{query}"), permanent=True)
    replies_to = _view_replied_to(request, conversation)
    person = request.user if request.user.is_authenticated else None
    form = ShareForm(request.POST if request.method == "POST" else None, person=person)
    status, wait = 200, 0
    may_share = story.comments_open and (person or settings.GUEST_COMMENTS)
    if request.method == "POST":
        if not may_share:
            status = 403
        elif not form.is_valid():
            status = 422
        elif form.is_from_a_robot:
            return _to_thanks(story)
        elif wait := _seconds_to_wait(request, person, form):
            status = 429
        else:
            parent = replies_to and parent_for_reply_to(replies_to)
            Comment.objects.share(story=story, author=person, parent=parent, **form.view())
            return _to_thanks(story)
    context = {
        "story": story,
        "conversation": conversation,
        "page": page_of(conversation.pages, request, per_page=1),
        "replies_to": replies_to,
        "form": form,
        "may_share": may_share,
    }
    return _form_page(request, "comments/share.html", context, status=status, wait=wait)


@require_safe
@never_cache
def thanks(request, section, pk, slug):
    story = _public_story(pk)
    if (section, slug) != (story.section.slug, story.slug):
        return redirect(_thanks_address(story), permanent=True)
    return render(request, "comments/thanks.html", {"story": story, "section": story.section})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request, section, pk, slug, view):
    """Where a reader tells the editors that a view should not stand. No account is needed."""
    story = _public_story(pk)
    conversation = Conversation(story)
    comment = conversation.find(str(view))
    if comment is None:
        raise Http404
    if request.method != "POST" and (section, slug) != (story.section.slug, story.slug):
        return redirect(f"{conversation.address}{view}/report/", permanent=True)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status, wait = 200, 0
    if request.method == "POST":
        visitor = visitor_address(request)
        if not form.is_valid():
            status = 422
        elif form.is_from_a_robot:
            return _see(conversation.address + "reported/")
        elif wait := seconds_to_wait("report-views", visitor, times=VIEWS, seconds=SECONDS):
            status = 429
        else:
            if not _pressed_twice(form, view, visitor):
                Report.objects.create(comment=comment, **form.report())
            return _see(conversation.address + "reported/")
    context = {"story": story, "comment": comment, "form": form}
    return _form_page(request, "comments/report.html", context, status=status, wait=wait)


@require_safe
@never_cache
def reported(request, section, pk, slug):
    story = _public_story(pk)
    if (section, slug) != (story.section.slug, story.slug):
        address = reverse("comments:reported", args=[story.section.slug, story.pk, story.slug])
        return redirect(address, permanent=True)
    return render(request, "comments/reported.html", {"story": story, "section": story.section})


def _form_page(request, template, context, *, status, wait):
    """A form about a story, with what may stand there and how long to `wait` (seconds), if so."""
    policies = paper_for(request).policies
    context |= {
        "section": context["story"].section,
        "guidelines": next((page for page in policies if page.slug == GUIDELINES), None),
        "minutes": -(-wait // 60),
    }
    response = render(request, template, context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _pressed_twice(form, view, visitor):
    """Whether the same visitor says the same of the same view again; counts this time."""
    said = f"{visitor}:{view}:{form.cleaned_data['reason']}:{form.cleaned_data['words']}"
    who_and_what = hashlib.sha256(said.encode()).hexdigest()
    return seconds_to_wait("same-report", who_and_what, times=1, seconds=SECONDS) > 0


def _public_story(pk):
    stories = Story.objects.published().with_hours().select_related("section", "live")
    return get_object_or_404(stories.defer("live__body"), pk=pk)


def _view_replied_to(request, conversation):
    """The view that `?reply_to=` names, None without it; Http404 unless readers can see it."""
    if "reply_to" not in request.GET:
        return None
    view = conversation.find(request.GET["reply_to"])
    if view is None:
        raise Http404
    return view


def _seconds_to_wait(request, person, form):
    if person:
        who = f"account-{person.pk}"
    else:
        # An address as typed is no key for every cache.
        who = "guest-" + hashlib.sha256(form.cleaned_data["email"].encode()).hexdigest()
    return max(
        seconds_to_wait("share-views", key, times=VIEWS, seconds=SECONDS)
        for key in (who, f"address-{visitor_address(request)}")
    )


def _thanks_address(story):
    return reverse("comments:thanks", args=[story.section.slug, story.pk, story.slug])


def _to_thanks(story):
    return _see(_thanks_address(story))


def _see(address):
    # 303: the answer to a form is another page, fetched with GET, so reloading sends nothing.
    return HttpResponseRedirect(address, status=303)
