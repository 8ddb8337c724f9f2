"""Words that nobody has saved yet: kept while they are written, offered to whoever comes back.

The script of the form (js/desk/keeping.js) sends all of it here two seconds after a change.
"""

import contextlib
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import body
from articles.admin.pages import Page
from articles.body import comparing
from articles.models import Picture, Story, StoryVersion
from articles.writing import working_copies as copies
from newsroom import drafts, moments
from newsroom.methods import require_POST, require_safe
from newsroom.numbers import LARGEST_INTEGER, whole_number

from .form import TEXT
from .history import embedded_in

FORM = "working_copy"  # the hidden field with a form's name
RESTORE = "_restore_copy"  # the button's, with the copy's number
OFFERED = 5  # at once; the others follow when these are dealt with


def name_of_form(request):
    """The name of the form that was sent, or a new one for a page that is opened."""
    return name_that_was_sent(request) or str(uuid.uuid4())


def name_that_was_sent(request):
    """The name of the form that was sent; "" if none was, or nothing like one."""
    try:
        return str(uuid.UUID(request.POST.get(FORM, "")))
    except ValueError:
        return ""


def offered(user, story, form):
    """What this person has not saved of this story, or of new ones, in other forms than this."""
    others = copies.with_words(copies.of(user, story)).exclude(form=form)
    return list(others.defer("fields")[:OFFERED])  # a megabyte each, perhaps


def around_the_form(desk, request, story):
    """What the template of the form needs to keep it, and to offer what was kept of others."""
    form = name_of_form(request)
    keep = desk.page_of(story, "keep") if story else reverse("admin:articles_story_keep-new")
    return {
        "working_copy": form,
        "working_copies": offered(request.user, story, form),
        "keep_at": keep,
        "restored": _the_restored(request, story, form),
    }


def _the_restored(request, story, form):
    if not getattr(request, "is_restored", False):
        return None
    return copies.of(request.user, story).filter(form=form).defer("fields").first()


def restored(request, story):
    """The fields of the copy whose button was pressed, as a form sends them.

    Its number may be anybody's: only their own are found. Raises Http404.

    The form gets a name of its own. The window that had the old one may still be open, on another
    computer perhaps, or have words that never got here: what it sends is kept beside this.
    """
    number = whole_number(request.POST[RESTORE], most=LARGEST_INTEGER) or 0
    copy = get_object_or_404(copies.of(request.user, story), pk=number)
    copy.form = str(uuid.uuid4())
    copy.save(update_fields=["form"])
    sent = QueryDict(mutable=True)
    sent["csrfmiddlewaretoken"] = request.POST.get("csrfmiddlewaretoken", "")
    for name, values in copy.fields.items():
        sent.setlist(name, values)
    sent[FORM] = copy.form
    return sent


def take_over_draft(request, story, names):
    """What was sent after the log-in had ended becomes a working copy of theirs."""
    kept = drafts.of(request)
    if not kept:
        return
    fields = {name: [text] for name, text in kept.items() if name in names or "-" in name}
    copies.keep(request.user, str(uuid.uuid4()), fields, story)
    drafts.drop(request)


def keep(desk, request, pk=None):
    """Keep what is in the form; 409 with words where that may not be."""
    if request.POST.get("_person") != str(request.user.pk):
        return JsonResponse({"person": str(request.user)}, status=409)
    form, fields = name_of_form(request), dict(request.POST.lists())
    # Whether they may write the story was asked when the first words were kept; they are theirs.
    if not copies.keep_again(request.user, form, fields, pk):
        story = _story_of(desk, request, pk)
        try:
            copies.keep(request.user, form, fields, story)
        except copies.Over:
            return JsonResponse({"over": True}, status=409)
    return JsonResponse({"at": moments.hour_in_words(timezone.now())} | _newer(request, pk))


def here(desk, request):
    """Who is logged in, and with which token their forms are taken; for a form that was refused."""
    return JsonResponse({"person": str(request.user.pk), "token": get_token(request)})


def discard(desk, request, pk):
    """Throw a copy away."""
    copy = get_object_or_404(copies.all_of(request.user), pk=pk)
    story = copy.story
    copies.end(request.user, copy.form)
    desk.message_user(request, "The words that were not saved are thrown away.", messages.SUCCESS)
    return HttpResponseRedirect(_form_of(desk, story))


def compare(desk, request, pk):
    """A copy beside the latest version, word by word; of a new story, all it says."""
    copy = get_object_or_404(copies.all_of(request.user), pk=pk)
    story = copy.story
    after = _as_version(copy, request.user)
    before = story.latest if story and story.latest else StoryVersion(headline="", body="")
    pictures = embedded_in(before, before) if before.pk else {}
    return desk.answer(
        request,
        "working_copy",
        story,
        title="What you have not saved",
        copy=copy,
        form_at=_form_of(desk, story),
        before=before,
        difference=comparing.compare(before, after, pictures),
    )


def _form_of(desk, story):
    return desk.page_of(story) if story else reverse("admin:articles_story_add")


def _story_of(desk, request, pk):
    if pk is None:
        if not desk.has_add_permission(request):
            raise PermissionDenied
        return None
    story = get_object_or_404(Story.objects.visible_to(request.user), pk=pk)
    if not desk.has_change_permission(request, story):
        raise PermissionDenied
    return story


def _newer(request, pk):
    """Which version somebody has saved since the form was opened, if somebody has."""
    based_on = whole_number(request.POST.get("based_on", ""), most=LARGEST_INTEGER)
    if pk is None or based_on is None:
        return {}
    versions = StoryVersion.objects.filter(story=pk, number__gt=based_on).order_by("-number")
    latest = versions.select_related("created_by").only("number", "created_by").first()
    return {"newer": latest.number, "by": str(latest.created_by or "Somebody")} if latest else {}


def _as_version(copy, user):
    texts = {name: copy.text(name) for name in TEXT if name != "lead_picture"}
    with contextlib.suppress(ValueError):  # then it is compared as words alone
        texts["body"] = body.clean(texts["body"])
    number = whole_number(copy.text("lead_picture"), most=LARGEST_INTEGER)
    pictures = Picture.objects.visible_to(user)
    picture = pictures.filter(pk=number).first() if number is not None else None
    return StoryVersion(story=copy.story, lead_picture=picture, **texts)


PAGES = [
    Page("working-copy/", "keep-new", keep, require_POST),
    Page("working-copy/here/", "here", here, require_safe),
    Page("working-copy/<id:pk>/discard/", "discard-copy", discard, require_POST),
    Page("working-copy/<id:pk>/", "compare-copy", compare, require_safe),
    Page("<id:pk>/working-copy/", "keep", keep, require_POST),
]
