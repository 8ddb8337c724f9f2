"""Who has the form of which story open at the moment, what colleagues ask of them, who takes over.

Nobody is kept from writing: what two save comes together (admin/story/together.py). An
open form says every HEARTBEAT that it is there; after GONE_AFTER without a word it counts as
closed.
"""

from datetime import timedelta

from django.utils import timezone

from articles.models import Editing

HEARTBEAT = timedelta(seconds=15)
GONE_AFTER = timedelta(seconds=60)
# A computer that slept is told on waking that its story was taken over.
KEPT_FOR = timedelta(days=1)


def at_it(person, form, story_id):
    """The form of this name is open. Returns its Editing, with what was said to it meanwhile."""
    now = timezone.now()
    of_form = Editing.objects.filter(person=person, form=form)
    if not of_form.filter(story=story_id).update(seen_at=now):
        Editing.objects.get_or_create(
            person=person, form=form, defaults={"story_id": story_id, "since": now, "seen_at": now}
        )
    return of_form.select_related("asked_by", "taken_by").get()


def left(person, form):
    """The form is closed, unless somebody has something to say to whoever opens it again."""
    Editing.objects.filter(person=person, form=form, taken_by=None).delete()


def opened_again(person, form):
    """What is in the form goes on, also if it was taken over or handed over before."""
    Editing.objects.filter(person=person, form=form).delete()


def others(story, person):
    """Who else writes at it: Editings, the first of each person, from the longest there on."""
    return of_stories([story], person).get(story.pk, [])


def of_stories(stories, person):
    """{story's primary key: such Editings} of many stories; one query."""
    found = {}
    for editing in _open().filter(story__in=stories).exclude(person=person):
        found.setdefault(editing.story_id, {}).setdefault(editing.person_id, editing)
    return {story: [*by_person.values()] for story, by_person in found.items()}


def open_by_others(story, person):
    """The forms of a story that others have open, and that nobody has taken over."""
    return _open().filter(story=story).exclude(person=person)


def _open():
    alive = Editing.objects.filter(seen_at__gt=timezone.now() - GONE_AFTER, taken_by=None)
    return alive.select_related("person").order_by("since", "pk")


def ask(story, by, words):
    """Say something to all who write at it; the number of them."""
    return open_by_others(story, by).update(asked_by=by, asked=words)


def take_over(story, by, reason):
    """Close the forms of all others, whose words stay theirs as working copies.

    Returns the people whose forms these were.
    """
    forms = list(open_by_others(story, by))
    Editing.objects.filter(pk__in=[editing.pk for editing in forms]).update(
        taken_by=by, taken_for=reason
    )
    return list({editing.person_id: editing.person for editing in forms}.values())


def hand_over(person, form):
    """Close one's own form, for whoever has asked for it; their name, or None if nobody has."""
    own = Editing.objects.filter(person=person, form=form).exclude(asked_by=None)
    editing = own.select_related("asked_by").first()
    if editing is None:
        return None
    own.update(taken_by=editing.asked_by, taken_for="")
    return editing.asked_by


def delete_old():
    """For the worker."""
    Editing.objects.filter(seen_at__lt=timezone.now() - KEPT_FOR).delete()
