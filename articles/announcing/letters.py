"""E-mail to the newsroom: a story waits for you, came back, is approved, is out.

Letters are enqueued in the transaction that marks the announcement as delivered, so that each is
sent once, and only if it is still true by then. Nobody gets one about a story that they may not
read.
"""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation

from accounts.letters import stop_link
from articles import publishing, rights
from articles.models import Announcement, Story
from newsroom import mail, wording
from newsroom.templatetags.times import zone

MOST_LETTERS = 20
# Actions in the log that make a story appear. Whoever did it gets no letter that it is out.
PUBLISHING_ACTIONS = ("published", "scheduled", "restored")


def listen():
    """Connect the letters to `publishing.announced`; idempotent."""
    publishing.announced.connect(_post_letters, dispatch_uid="articles.announcing.letters")


def _post_letters(sender, announcement, **kwargs):
    post_about = {
        Announcement.What.SUBMITTED: _submitted,
        Announcement.What.RETURNED: _returned,
        Announcement.What.APPROVED: _approved,
        Announcement.What.PUBLISHED: _published,
    }.get(announcement.what)
    story = announcement.story
    # What was deleted, or was never written, is nobody's work any more.
    if post_about and story and story.latest:
        post_about(story)


def _submitted(story):
    if story.stage != Story.Stage.REVIEW:
        return
    people = editors_of(story).exclude(pk=story.submitted_by_id)
    if story.sensitive:
        people = people.exclude(pk=story.latest.created_by_id)
    _post(
        "story_submitted",
        [person for person in people[:MOST_LETTERS] if rights.may(person, "approve", story)],
        story,
        by=_name(story.submitted_by),
        note=_last_note(story, "submitted"),
        sensitive=story.sensitive,
    )


def _returned(story):
    if story.stage != Story.Stage.DRAFT or not story.returned_note or not story.returned_to_id:
        return
    event = story.events.filter(action="returned").first()
    people = _staff(story.returned_to_id)
    by = event.by_name if event else ""
    _post("story_returned", people, story, by=by, note=story.returned_note)


def _approved(story):
    if story.stage != Story.Stage.READY:
        return
    people = _staff(story.latest.created_by_id, story.submitted_by_id)
    _post(
        "story_approved",
        people.exclude(pk=story.approved_by_id),
        story,
        by=_name(story.approved_by),
        note=_last_note(story, "approved"),
    )


def _published(story):
    event = story.events.filter(action__in=PUBLISHING_ACTIONS).first()
    # Back after it was gone is not the news that it is out.
    if event is None or event.action == "restored" or not story.is_public:
        return
    in_the_byline = story.authors.values_list("user", flat=True)
    people = _staff(*in_the_byline, story.created_by_id, story.submitted_by_id)
    with translation.override(settings.LANGUAGE_CODE):
        at = f"{wording.written(story.published_at, 'moment')} {zone(story.published_at)}"
    address = settings.SITE_URL + story.get_absolute_url()
    _post(
        "story_published", people.exclude(pk=event.by_id), story, headline=story.headline,
        link=address, when=at,
    )  # fmt: skip


def editors_of(story):
    """A queryset of whoever may publish in the story's section, those named for it first."""
    named = story.section.editors.through.objects.filter(user=OuterRef("pk"))
    here = named.filter(section=story.section_id)
    may_publish, everywhere = _holding("publish_story"), _holding("publish_everywhere_story")
    editors = _staff().annotate(is_named_here=Exists(here)).filter(may_publish)
    works_here = Q(is_named_here=True) | (~Exists(named) & everywhere) | Q(is_superuser=True)
    return editors.filter(works_here).order_by("-is_named_here", "pk")


def _holding(right):
    holding = Q(is_superuser=True)
    for of_theirs in ("groups__permissions", "user_permissions"):
        given = get_user_model().objects.filter(
            **{f"{of_theirs}__codename": right},
            **{f"{of_theirs}__content_type__app_label": "articles"},
            pk=OuterRef("pk"),
        )
        holding |= Q(Exists(given))
    return holding


def _staff(*pks):
    """Who works here, has shown that their address is theirs, and wants letters about stories.

    Of `pks`, if there are any.
    """
    confirmed = EmailAddress.objects.filter(
        user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True
    )
    people = get_user_model().objects.filter(
        Exists(confirmed), is_active=True, is_staff=True, story_letters=True
    )
    return people.filter(pk__in={*pks} - {None}) if pks else people


def _post(name, people, story, **context):
    """Enqueue the letter `name` for those of the first MOST_LETTERS who may read the story."""
    desk = settings.SITE_URL + reverse("admin:articles_story_change", args=[story.pk])
    context = {
        "headline": story.latest.headline,
        "section": story.section.name,
        "link": desk,
    } | context
    # A headline that was pasted may be several lines long.
    context |= {key: " ".join(context[key].split()) for key in ("headline", "section")}
    for person in people[:MOST_LETTERS]:
        if _may_read(person, story):
            mail.post(name, person.email, stop=stop_link(person), **context)


def _may_read(person, story):
    if person.is_superuser or person.has_perm("articles.publish_story"):
        return True
    return story.is_public or rights.is_own(person, story)


def _last_note(story, action):
    event = story.events.filter(action=action).first()
    return event.note if event else ""


def _name(person):
    return str(person) if person else ""
