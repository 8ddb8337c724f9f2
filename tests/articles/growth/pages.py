"""An example of each page that readers have, of a paper whose stories were loaded."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from articles.distribution.sitemaps import MAPS
from articles.models import Author, Correction, Quote, Section, Story, Topic
from articles.writing import share_links
from tests.canary.asking.routes import all_routes
from tests.canary.needs import ACCOUNTS

# Pages that ask nothing of stories, whatever the paper has.
OTHERS = {
    *ACCOUNTS,
    *("account_confirm_email", "account_reset_password_from_key", "accounts:stop-letters"),
    "invited",
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("healthz", "readyz", "metrics", "security-txt", "change-password", "security-reports"),
    *(
        f"articles:{name}"
        for name in (
            *("favicon", "icon", "touch-icon", "touch-icon-precomposed", "icon-of-size"),
            *("paper-card", "manifest", "robots", "style", "policy", "reading", "theme"),
            *("gallery", "galleries", "gallery-picture", "rendition", "sound", "read"),
        )
    ),
    *("comments:thanks", "comments:report", "comments:reported"),
}


def routes():
    """The names of the routes of readers' pages."""
    return {route.name for route in all_routes() if not route.is_of_the_desk}


def pages():
    """(name, address): by the route, and by what of it makes a difference."""
    newest = Story.objects.published().newest_first().filter(topics__gte=0, live__number=1)
    story, old = newest[30], newest.last()
    often, seldom = _most_and_least(Topic)
    busy, idle = _most_and_least(Author)
    section, _ = _most_and_least(Section)
    day, changed = (
        timezone.localdate(story.published_at),
        Correction.objects.published().filter(before__number__gte=1, after__number__gte=1).first(),
    )
    of_story = [story.section.slug, story.pk]
    of_changed = [changed.story.section.slug, changed.story_id, changed.after.number]
    quote = Quote.objects.published().first()
    yield from (
        (name, reverse(f"articles:{name}"))
        for name in (
            *("front", "latest-feed", "sitemap", "corrections", "updates", "corrections-feed"),
            *("quotes", "archive", "text-front"),
        )
    )
    for name, args in {
        "sitemap-part": [[each] for each in MAPS],
        "quote": [[quote.pk]],
        "speaker": [[quote.speaker_slug]],
        "archive-year": [[day.year]],
        "archive-month": [[day.year, day.month]],
        "archive-day": [[day.year, day.month, day.day]],
        "text-section": [[section.slug]],
        "text-story": [[*of_story, story.slug]],
        "section": [[section.slug]],
        "section-feed": [[section.slug]],
        "story-version": [of_changed],
        "story-version-changes": [of_changed],
    }.items():
        for each in args:
            kind = f"{name} {each[0]}" if name == "sitemap-part" else name
            yield kind, reverse(f"articles:{name}", args=each)
    for which, topic, author in (("often", often, busy), ("seldom", seldom, idle)):
        for name, row in (("topic", topic), ("author", author)):
            yield f"{name} {which}", reverse(f"articles:{name}", args=[row.slug])
            yield f"{name}-feed {which}", reverse(f"articles:{name}-feed", args=[row.slug])
    for which, one in (("new", story), ("old", old)):
        args = [one.section.slug, one.pk, one.slug]
        yield f"story {which}", reverse("articles:story", args=args)
        yield f"share {which}", reverse("comments:share", args=args)
    draft = Story.objects.filter(status=Story.Status.DRAFT).first()
    _, secret = share_links.make(draft, by=None, for_whom="Ms Ito", lasts=share_links.LONGEST)
    yield "shared", reverse("articles:shared", args=[secret])
    search = reverse("articles:search")
    for kind, query in {
        "often": "?q=council",
        "newest": "?q=council&order=newest",
        "never": "?q=zyzzyva",
        "phrase": "?q=%22the council%22",
        "order": "?q=%22council ferry%22",
        "section": f"?q=council&section={section.slug}",
    }.items():
        yield f"search {kind}", search + query


def pages_of_the_desk(somebody):
    """(name, address) of the desk's pages but for lists; by what makes a difference."""
    find = reverse("desk-find")
    yield from {
        "find often": f"{find}?q=council ",
        "find a beginning": f"{find}?q=cou",
        "find two": f"{find}?q=council ferr",
        "find never": f"{find}?q=zyzzyva",
        "find for a link": f"{find}?q=harbour&for=link",
        "find own": find,
        "home": reverse("admin:index"),
        "waiting": reverse("desk-waiting"),
        "form new": reverse("admin:articles_story_add"),
    }.items()
    if somebody.has_perm("articles.publish_story"):
        newest = Story.objects.published().newest_first()[0]
        yield "form", reverse("admin:articles_story_change", args=[newest.pk])
        yield "history", reverse("admin:articles_story_history", args=[newest.pk])


def lists_of_the_desk():
    """(name, address) of the list of stories, by what it is asked for."""
    section, _ = _most_and_least(Section)
    path = reverse("admin:articles_story_changelist")
    for kind, query in {
        "": "",
        "often": "?q=council",
        "never": "?q=zyzzyva",
        "order": "?q=%22council ferry%22",
        "drafts": "?q=council&state=draft",
        "section": f"?q=council&section__id__exact={section.pk}",
    }.items():
        yield f"desk {kind}".strip(), path + query


def _most_and_least(model):
    by_size = model.objects.annotate(size=Count("stories")).filter(size__gte=1).order_by("size")
    return by_size.last(), by_size.first()
