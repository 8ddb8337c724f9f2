"""What people have typed into the forms of stories and not saved yet: theirs alone, and no version.

Kept while they write, until the form is saved, they throw it away, or KEPT_FOR has passed.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles import body
from articles.models import WorkingCopy
from articles.models.working_copy import LONGEST_HEADLINE, LONGEST_NAME

KEPT_FOR = timedelta(days=30)
# A form that is over is remembered until no request of it can still be under way.
OVER_FOR = timedelta(days=1)
MOST = 100  # of one person
# What is no text of theirs, and must not come back.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "working_copy"})
WORDS_IN = (
    *("headline", "standfirst", "body", "kicker", "dateline", "lead_caption"),
    *("note", "sponsor"),
)


class Over(Exception):
    """The form was saved, or its words were thrown away: nothing more is kept of it."""


def all_of(person):
    """Their copies that are not over, newest first."""
    own = WorkingCopy.objects.filter(person=person, is_over=False)
    return own.order_by("-kept_at", "-pk")


def with_words(copies):
    """Those in which anything is written: an empty form that was sent is no text of anybody's."""
    return copies.filter(words__gt=0)


def of(person, story):
    """Those of this story; of new stories where it is None."""
    return all_of(person).filter(story=story)


def keep(person, form, fields, story=None):
    """Keep the `fields` ({name: values}) of the form of this name, in place of what was kept.

    Returns the copy. Raises Over.
    """
    with transaction.atomic():
        # Two requests of one form may arrive at once.
        get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
        copy = WorkingCopy.objects.filter(person=person, form=form).first()
        if copy is None:
            _make_room(person)
            copy = WorkingCopy(person=person, form=form)
        if copy.is_over:
            raise Over
        copy.story = story
        for name, value in _columns(fields).items():
            setattr(copy, name, value)
        copy.save()
    return copy


def keep_again(person, form, fields, story_id):
    """The same for a form of which something is kept, with one query.

    False, and nothing is done, if nothing is, or nothing more may be.
    """
    kept = WorkingCopy.objects.filter(person=person, form=form, story=story_id, is_over=False)
    return bool(kept.update(**_columns(fields)))


def end(person, form):
    """The form was saved, or thrown away: forget its words, and take no more of it."""
    if form and len(form) <= LONGEST_NAME:
        over = {"is_over": True, "fields": {}, "words": 0, "headline": ""}
        over["kept_at"] = timezone.now()
        WorkingCopy.objects.update_or_create(person=person, form=form, defaults=over)


def delete_old():
    """For the worker."""
    now = timezone.now()
    WorkingCopy.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    WorkingCopy.objects.filter(is_over=True, kept_at__lt=now - OVER_FOR).delete()


def _make_room(person):
    too_many = WorkingCopy.objects.filter(person=person).order_by("-kept_at", "-pk")[MOST - 1 :]
    WorkingCopy.objects.filter(pk__in=list(too_many.values_list("pk", flat=True))).delete()


def _words(text):
    return len(body.plain_text(text, with_notes=True).split())


def _columns(fields):
    fields = {
        name: values
        for name, values in fields.items()
        if name not in NOT_KEPT and not name.startswith("_")
    }
    texts = {name: next(iter(fields.get(name, [])), "") for name in WORDS_IN}
    return {
        "fields": fields,
        "headline": " ".join(texts["headline"].split())[:LONGEST_HEADLINE],
        "words": sum(map(_words, texts.values())),
        "kept_at": timezone.now(),
    }
