"""The pages of readers' comments, below the address of each story; none is ever cached."""

import hashlib
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from articles.context import policy_for
from articles.models import Story
from articles.views.endings import ending
from newsroom import drafts, redirects, typed
from newsroom.errors import refuse
from newsroom.methods import OF_A_FORM, require_methods, require_safe
from newsroom.paging import page_of
from newsroom.throttling import seconds_to_wait, visitor_address

from . import readers
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
    Whatever became of the story, of what is answered or of the log-in meanwhile, the text comes
    back: 403 to who may not, 404 where the view that is answered is not there, 409 where the story
    has become part of the one that is shown, 422 to what cannot be kept, 429 over the rate limit;
    410 or 451 where the story's own page says so.
    """
    story, was_merged = _public_story(pk), False
    if story is None and (story := _what_it_was_merged_into(pk)):
        was_merged = True
        drafts.move(request, _draft_about(pk), to=_draft_about(story.pk))
    if story is None:
        return _ending(request, pk)
    conversation = Conversation(story)
    if request.method != "POST" and (section, slug) != (story.section.slug, story.slug):
        # What is answered stays behind with the story that it is about.
        without = {"reply_to"} if was_merged else frozenset()
        return redirects.permanent(request, conversation.address, without=without)
    asked = None if was_merged else request.GET.get("reply_to")
    context = {
        "story": story,
        "conversation": conversation,
        "replies_to": asked and conversation.find(asked),
        "was_merged": was_merged,
        "muted": request.user if getattr(request.user, "is_muted", False) else None,
    }
    context["answers_nobody"] = asked is not None and not context["replies_to"]
    return _send(request, context) if request.method == "POST" else _share_page(request, context)


def _share_page(request, context):
    waiting = drafts.of(request, _draft_about(context["story"].pk))
    context |= {
        "form": ShareForm(person=_person(request), initial=waiting),
        "has_waited": bool(waiting),
        "typed": typed.given_back(request),
    }
    return _page_with_views(request, context, status=404 if context["answers_nobody"] else 200)


def _send(request, context):
    """Keep what was sent and thank for it, or show the form again with the reason."""
    story, person, wait = context["story"], _person(request), 0
    form = ShareForm(request.POST, person=person)
    context |= {"form": form, "is_sent": True, "typed": typed.fields(request)}
    if context["muted"]:
        status = 403
    elif not _may_share(request, story):
        status = 403
        context["is_kept"] = story.comments_open and _keep(request, context)
    elif context["was_merged"]:
        status = 409
    elif context["answers_nobody"]:
        status = 404
    elif not form.is_valid():
        status = 422
    elif form.is_from_a_robot:
        return _see_other(_address("thanks", story))
    else:
        parent = context["replies_to"] and parent_for_reply_to(context["replies_to"])
        comment = {"story": story, "author": person, "parent": parent, **form.comment_fields()}
        # Whoever presses twice is not told that the second was one too many.
        if not Comment.objects.was_shared(**comment):
            wait = _seconds_to_wait(request, person, form)
        if not wait:
            readers.refuse_if_muted(Comment.objects.share(**comment))
            drafts.drop(request, _draft_about(story.pk))
            return _see_other(_address("thanks", story))
        status = 429
    return _page_with_views(request, context, status=status, wait=wait)


def _page_with_views(request, context, *, status, wait=0):
    context["may_share"] = _may_share(request, context["story"])
    context["page"] = page_of(context["conversation"].pages, request, per_page=1)
    return _form_page(request, "comments/share.html", context, status=status, wait=wait)


def _may_share(request, story):
    return story.comments_open and (request.user.is_authenticated or settings.GUEST_COMMENTS)


def _person(request):
    return request.user if request.user.is_authenticated else None


@require_safe
@never_cache
def thanks(request, section, pk, slug):
    """The page after a comment was sent."""
    return _closing_page(request, "thanks", section, pk, slug)


@require_methods(*OF_A_FORM)
@never_cache
def report(request, section, pk, slug, comment):
    """Where a reader tells the editors that a comment should not stand. No account is needed.

    404 where the comment is not (any more); what was written comes back.
    """
    story = _public_story(pk)
    if story is None:
        return _ending(request, pk)
    conversation = Conversation(story)
    comment = conversation.find(str(comment))
    if comment is None:
        return refuse(request, "comments/not_there.html", {"story": story}, status=404)
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
    if story is None:
        raise Http404
    if (section, slug) != (story.section.slug, story.slug):
        return redirects.permanent(request, _address(name, story))
    return render(request, f"comments/{name}.html", {"story": story, "section": story.section})


def _form_page(request, template, context, *, status, wait):
    """A form about a story, with the guidelines, and the `wait` (seconds) of a rate limit or 0."""
    context |= {
        "section": context["story"].section,
        "guidelines": policy_for(request, GUIDELINES),
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
    return stories.defer("live__body").filter(pk=pk).first()


def _what_it_was_merged_into(pk):
    """The story that readers find where the story `pk` was, or None."""
    merged = Story.objects.with_an_answer(AnonymousUser()).filter(pk=pk, status="merged")
    into = merged.values_list("merged_into", flat=True).first()
    return into and _public_story(into)


def _ending(request, pk):
    """What the page of a story that readers have no more says (410, 451); Http404 otherwise."""
    stories = Story.objects.with_an_answer(AnonymousUser()).with_hours().select_related("section")
    answer = ending(request, stories.filter(pk=pk).first(), pk)
    if answer is None or answer.status_code < HTTPStatus.BAD_REQUEST:
        raise Http404
    return answer


def _draft_about(pk):
    return f"a view on story {pk}"


def _keep(request, context):
    """Keep what was sent until its reader has logged in; return whether that could be done."""
    address = context["conversation"].address
    if context["replies_to"]:
        address += f"?reply_to={context['replies_to'].pk}"
    subject = _draft_about(context["story"].pk)
    return drafts.keep(request, context["typed"], subject=subject, address=address)


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
