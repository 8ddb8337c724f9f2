"""The pages of readers' comments, below the address of each story; none is ever cached."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from articles.context import paper_for
from articles.models import Story
from newsroom import redirects
from newsroom.methods import OF_A_FORM, require_methods, require_safe
from newsroom.paging import page_of
from newsroom.throttling import seconds_to_wait, visitor_address

from .conversation import Conversation, parent_for_reply_to
from .forms import ReportForm, ShareForm
from .models import Comment, Report

# The rate limit: comments, and likewise reports, of one person in so many seconds.
TIMES, SECONDS = 5, 10 * 60
GUIDELINES = "guidelines"  # the policy, if the paper has one, that says what may be shared


@require_methods(*OF_A_FORM)
@never_cache
def share(request, section, pk, slug):
    """Where readers say something, and where all that was said stands.

    Only `pk` identifies the story: a comment that was typed while the headline changed arrives.
    403 to who may not, 422 to what cannot be kept, 429 to who is over the rate limit; the text
    comes back with each.
    """
    story = _public_story(pk)
    conversation = Conversation(story)
    if request.method != "POST" and (section, slug) != (story.section.slug, story.slug):
        return redirects.permanent(request, conversation.address)
    replies_to = _comment_replied_to(request, conversation)
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
            return _see_other(_address("thanks", story))
        elif wait := _seconds_to_wait(request, person, form):
            status = 429
        else:
            parent = replies_to and parent_for_reply_to(replies_to)
            Comment.objects.share(
                story=story, author=person, parent=parent, **form.comment_fields()
            )
            return _see_other(_address("thanks", story))
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
    """The page after a comment was sent."""
    return _closing_page(request, "thanks", section, pk, slug)


@require_methods(*OF_A_FORM)
@never_cache
def report(request, section, pk, slug, comment):
    """Where a reader tells the editors that a comment should not stand. No account is needed."""
    story = _public_story(pk)
    conversation = Conversation(story)
    comment = conversation.find(str(comment))
    if comment is None:
        raise Http404
    if request.method != "POST" and (section, slug) != (story.section.slug, story.slug):
        return redirects.permanent(request, f"{conversation.address}{comment.pk}/report/")
    form = ReportForm(request.POST if request.method == "POST" else None)
    status, wait = 200, 0
    if request.method == "POST":
        visitor = visitor_address(request)
        if not form.is_valid():
            status = 422
        elif form.is_from_a_robot:
            return _see_other(_address("reported", story))
        elif wait := seconds_to_wait("report-views", visitor, times=TIMES, seconds=SECONDS):
            status = 429
        else:
            if not _was_sent_before(form, comment, visitor):
                Report.objects.create(comment=comment, **form.report_fields())
            return _see_other(_address("reported", story))
    context = {"story": story, "comment": comment, "form": form}
    return _form_page(request, "comments/report.html", context, status=status, wait=wait)


@require_safe
@never_cache
def reported(request, section, pk, slug):
    """The page after a report was sent."""
    return _closing_page(request, "reported", section, pk, slug)


def _closing_page(request, name, section, pk, slug):
    story = _public_story(pk)
    if (section, slug) != (story.section.slug, story.slug):
        return redirects.permanent(request, _address(name, story))
    return render(request, f"comments/{name}.html", {"story": story, "section": story.section})


def _form_page(request, template, context, *, status, wait):
    """A form about a story, with the guidelines, and the `wait` (seconds) of a rate limit or 0."""
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


def _was_sent_before(form, comment, visitor):
    """Whether the same visitor has just sent the same report (idempotency); counts this one."""
    reason, words = form.cleaned_data["reason"], form.cleaned_data["words"]
    key = hashlib.sha256(f"{visitor}:{comment.pk}:{reason}:{words}".encode()).hexdigest()
    return seconds_to_wait("same-report", key, times=1, seconds=SECONDS) > 0


def _public_story(pk):
    stories = Story.objects.published().with_hours().select_related("section", "live")
    return get_object_or_404(stories.defer("live__body"), pk=pk)


def _comment_replied_to(request, conversation):
    """The comment that `?reply_to=` names, None without it; Http404 unless readers can see it."""
    if "reply_to" not in request.GET:
        return None
    comment = conversation.find(request.GET["reply_to"])
    if comment is None:
        raise Http404
    return comment


def _seconds_to_wait(request, person, form):
    if person:
        who = f"account-{person.pk}"
    else:
        # An address as typed is no key for every cache.
        who = "guest-" + hashlib.sha256(form.cleaned_data["email"].encode()).hexdigest()
    return max(
        seconds_to_wait("share-views", key, times=TIMES, seconds=SECONDS)
        for key in (who, f"address-{visitor_address(request)}")
    )


def _address(name, story):
    return reverse(f"comments:{name}", args=[story.section.slug, story.pk, story.slug])


def _see_other(address):
    # 303 See Other: the next page is fetched with GET, so that reloading it sends nothing.
    return HttpResponseRedirect(address, status=303)
