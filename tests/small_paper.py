"""A small paper with one of everything, for tests that open every kind of page."""

from urllib.parse import unquote, urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse

from accounts.letters import stop_link
from accounts.tasks import password_link
from articles import colleagues
from articles.models import Policy
from articles.publishing import Change
from newsroom import errors
from tests.accounts.second_steps import set_up
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    administrator,
    editor,
)
from tests.factories.people import PASSWORD

BODY = """<p>The council voted <a href="https://example.org/">on Tuesday</a>.</p><h2>What next</h2>
<ul><li>Books</li><li>A van</li></ul><blockquote><p>“It is warm here.”</p></blockquote>
<table><thead><tr><th>Group</th><th>For</th></tr></thead><tbody><tr><td>Civic List</td><td>14</td>
</tr></tbody></table>{picture}{gallery}{quote}<p>The end.</p>"""


# Addresses that show no page of their own: they speak to machines, or send a visitor on.
NO_PAGES = {
    # A challenge, a file, and what only a real passkey opens.
    *("mfa_login_webauthn", "mfa_download_recovery_codes", "mfa_reauthenticate_webauthn"),
    *("desk-waiting", "desk-find", "desk-keys", "desk-no-way"),  # of the desk
    *(
        "healthz",
        "readyz",
        "metrics",
        *("security-txt", "change-password", "security-reports"),
        "articles:rendition",
        "articles:sound",
        "articles:read",
        "articles:paper-card",
        "articles:theme",
        "articles:robots",
    ),
    *("articles:sitemap", "articles:sitemap-part", "articles:latest-feed"),
    *("articles:section-feed", "articles:topic-feed", "articles:author-feed"),
    *("articles:corrections-feed", "articles:manifest", "articles:favicon", "articles:icon"),
    *("articles:icon-of-size", "articles:touch-icon", "articles:touch-icon-precomposed"),
    "articles:shared",  # opened by a secret, with tests of its own
    *("accounts:start", "account_confirm_login_code"),
}


def embed(kind, thing, size="column"):
    attributes = f'data-kind="{kind}" data-id="{thing.pk}" data-size="{size}"'
    return f"<story-embed {attributes}></story-embed>"


def paper():
    """A small paper with one of everything; its pages by name."""
    section, topic, author = SectionFactory(), TopicFactory(), AuthorFactory(bio="Nine years here.")
    large = {"width": 900, "height": 600}
    lead = PictureFactory(**large)
    gallery = GalleryFactory(published=True, pictures=[PictureFactory(**large) for _ in range(3)])
    quote = QuoteFactory()
    body = BODY.format(
        picture=embed("picture", PictureFactory(**large), "wide"),
        gallery=embed("gallery", gallery),
        quote=embed("quote", quote),
    )
    for kind in ("news", "opinion", "news"):
        StoryFactory(published=True, section=section, topics=[topic], kind=kind, authors=[author],
                     lead_picture=lead)  # fmt: skip
    StoryFactory(published=True, section=section, prominence=0, headline="In a word: open")
    opening = {"headline": "افتتاح الجسر", "body": "<p>افتتح الجسر يوم الاثنين.</p>"}
    arabic = StoryFactory(published=True, section=section, language="ar", **opening)
    story = StoryFactory(
        published=True, section=section, topics=[topic], authors=[author], body=body, prominence=2,
        lead_picture=lead, kicker="Libraries", dateline="Portside",
    )  # fmt: skip
    quote.story = story
    quote.save()
    story.write(by=None, standfirst="Eleven of them, and a van.")
    story.update(by=None, change=Change("correction", "There are eleven.", wrong="Ten."))
    view = CommentFactory(story=story)
    CommentFactory(parent=view, story=story)
    gone = StoryFactory(taken_down="The court has asked for it.")
    policy = Policy.objects.create(
        title="Ethics", slug="ethics", body="<h2>Gifts</h2><p>We take none.</p>"
    )
    of_story = [section.slug, story.pk, story.slug]
    return {
        "front": "/",
        "section": section.get_absolute_url(),
        "story": story.get_absolute_url(),
        "version": reverse("articles:story-version", args=[section.slug, story.pk, 1]),
        "changes": reverse("articles:story-version-changes", args=[section.slug, story.pk, 2]),
        "arabic story": arabic.get_absolute_url(),
        "taken down": gone.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "author": author.get_absolute_url(),
        "galleries": "/galleries/",
        "gallery": gallery.get_absolute_url(),
        "gallery grid": gallery.get_absolute_url() + "?view=grid",
        "gallery picture": gallery.placements.first().get_absolute_url(),
        "quotes": "/quotes/",
        "quote": quote.get_absolute_url(),
        "speaker": reverse("articles:speaker", args=["mirela-okafor"]),
        "policy": policy.get_absolute_url(),
        "reading": "/reading/",
        "share views": reverse("comments:share", args=of_story),
        "thanks for a view": reverse("comments:thanks", args=of_story),
        "report a view": reverse("comments:report", args=[*of_story, view.pk]),
        "a view reported": reverse("comments:reported", args=of_story),
        "archive": "/archive/",
        "archive year": "/archive/2026/",
        "archive month": "/archive/2026/11/",
        "archive day": "/archive/2026/11/22/",
        "search": "/search/?q=bridge",
        "search among all kinds": "/search/?q=ana+OR+market+OR+books+OR+mirela",
        "search for photographs": "/search/?q=market&what=galleries",
        "search for quotes": "/search/?q=books&what=quotes",
        "search for people": "/search/?q=ana+OR+mirela&what=people",
        "search refused": "/search/?q=bridge&from=soon&to=2026-13-01",
        "search without answer": "/search/?q=zeppelin",
        "text front": "/text/",
        "text section": f"/text/{section.slug}/",
        "text story": f"/text{story.get_absolute_url()}",
        "arabic text story": f"/text{arabic.get_absolute_url()}",
        "corrections": "/corrections/",
        "updates": "/corrections/updates/",
        "not found": "/nowhere/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
        "reset": "/accounts/password/reset/",
    }


OF_A_SECOND_STEP = (
    *("mfa_index", "mfa_list_webauthn", "mfa_deactivate_totp", "mfa_reauthenticate"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
)


def account_pages():
    """The pages of an account by name, each with who has to be logged in (or nobody)."""
    member, newcomer = UserFactory(), UserFactory(confirmed=False)
    half_way, sure, keeper = UserFactory(), UserFactory(), UserFactory()
    set_up(half_way), set_up(keeper)
    data = {"name": "Telephone", "credential": {}}
    passkey = Authenticator.objects.create(user=keeper, type="webauthn", data=data)
    sure.is_sure = keeper.is_sure = True
    pages = {
        "accounts:sessions": member,
        "mfa_authenticate": half_way,
        **dict.fromkeys(("mfa_activate_totp", "mfa_add_webauthn"), sure),
        **dict.fromkeys(OF_A_SECOND_STEP, keeper),
        "accounts:profile": member,
        "accounts:data": member,
        "accounts:delete": member,
        "account_email": member,
        "account_change_password": member,
        "account_reauthenticate": member,
        "account_logout": member,
        "account_set_password": UserFactory(password=None),
        "articles:style": editor(),
        "account_inactive": None,
        "account_email_verification_sent": None,
        "account_reset_password_done": None,
        "account_reset_password_from_key_done": None,
    }
    pages = {name: (reverse(name), user) for name, user in pages.items()}
    key = EmailConfirmationHMAC(newcomer.emailaddress_set.get()).key
    invitation = colleagues.invite("new@example.org", "Reporter", by=administrator())
    link = password_link(member, default_token_generator.make_token(member))
    return pages | {
        **{
            name: (reverse(name, args=[passkey.pk]), keeper)
            for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
        },
        "account_confirm_email": (reverse("account_confirm_email", args=[key]), None),
        "accounts:stop-letters": (urlsplit(stop_link(member)).path, None),
        "invited": (reverse("invited", args=[colleagues.key_of(invitation)]), None),
        "account_reset_password_from_key": (urlsplit(link).path, None),
    }


def log_in(client, user):
    """Log in as somebody does, so that the site need not ask again; without a password by force."""
    if getattr(user, "is_sure", False):  # and has shown so a moment ago
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    elif user and user.has_usable_password():
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    elif user:
        client.force_login(user)


def pages_of_faults():
    """What readers get when something goes wrong, by name: HTML that no address leads to."""
    request = RequestFactory().post("/", {"text": "What I typed."})
    request.user = AnonymousUser()
    answers = {
        "bad request": errors.bad_request(request),
        "not allowed": errors.permission_denied(request),
        "form without its seal": errors.csrf_failure(request),
        "too many requests": errors.too_many_requests(request, retry_after=90),
        "limits away": errors.rate_limits_unavailable(request),
        "fault": errors.server_error(request),
        "out of service": errors.service_unavailable(),
    }
    return {name: answer.text for name, answer in answers.items()}


def names_of_pages():
    """The URL name of every page that readers can open; the desk has tests of its own."""
    return set(_names(get_resolver().url_patterns)) - NO_PAGES


def name_of(path):
    """The URL name of the page at this path."""
    return resolve(unquote(path.partition("?")[0])).view_name


def _names(patterns, prefix=""):
    for pattern in patterns:
        if not hasattr(pattern, "url_patterns"):
            yield prefix + pattern.name
        elif pattern.namespace != "admin":
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inside)
