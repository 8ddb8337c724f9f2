"""What each route needs to be asked. One that says nothing here fails the build."""

from articles.distribution.sitemaps import MAPS

from .asking import desk
from .asking.asks import (
    NOWHERE,
    Galleries,
    Named,
    PicturesInGalleries,
    Quotes,
    Speakers,
    days,
    given,
    given_two,
    hidden_comments,
    hidden_in_galleries,
    hidden_rows,
    hidden_stories,
    hidden_versions,
    nothing,
    of_public,
    of_sections,
    of_stories,
    old_addresses,
    paper_card,
    plain,
    read_marks,
    replies,
    theme_sheet,
    versions,
)
from .asking.files import hidden_pictures, hidden_sounds, public_pictures, public_sounds
from .asking.routes import all_routes
from .asking.searches import searches

FIXED = (plain(), nothing)
SECOND_PAGE = "?page=2"
LOOKING = "?q=bridge"

# By name: addresses of what is public, which must say the same whatever is hidden; and
# addresses of what is hidden.
NEEDS = {
    "healthz": FIXED,
    "readyz": (nothing, nothing),  # says how full a disk is, and how long a query took
    "metrics": FIXED,
    "security-txt": FIXED,
    "change-password": FIXED,
    "security-reports": FIXED,
    "articles:front": (plain(), old_addresses),
    "articles:latest-feed": FIXED,
    "articles:sitemap": FIXED,
    "articles:sitemap-part": (given(*MAPS), nothing),
    "articles:robots": FIXED,
    "articles:favicon": FIXED,
    "articles:icon": FIXED,
    "articles:touch-icon": FIXED,
    "articles:touch-icon-precomposed": FIXED,
    "articles:icon-of-size": (given(192, 512), nothing),
    "articles:manifest": FIXED,
    "articles:paper-card": (paper_card, nothing),
    "articles:search": (
        plain(
            LOOKING, f"{LOOKING}&section=city", f"{LOOKING}&order=newest", "?q=brigde",
            *(f"{LOOKING}&what={what}" for what in ("stories", "galleries", "quotes", "people")),
        ),
        searches,
    ),
    "articles:style": FIXED,
    "articles:corrections": (plain(SECOND_PAGE), nothing),
    "articles:updates": (plain(SECOND_PAGE), nothing),
    "articles:corrections-feed": FIXED,
    "articles:policy": (given("ethics"), nothing),
    "articles:reading": FIXED,
    "articles:theme": (theme_sheet, nothing),
    "articles:topic": (given("bridges", "harbour"), hidden_rows(Named("topic"))),
    "articles:topic-feed": (given("bridges", "harbour"), hidden_rows(Named("topic"))),
    "articles:author": (given("ana-petrov"), hidden_rows(Named("author"))),
    "articles:author-feed": (given("ana-petrov"), hidden_rows(Named("author"))),
    "articles:shared": (given(NOWHERE), nothing),  # a secret of its own opens it
    "articles:galleries": (plain(SECOND_PAGE), nothing),
    "articles:gallery": (of_public(Galleries, "?view=grid"), hidden_rows(Galleries)),
    "articles:gallery-picture": (of_public(PicturesInGalleries), hidden_in_galleries),
    "articles:quotes": (plain(SECOND_PAGE), nothing),
    "articles:quote": (of_public(Quotes), hidden_rows(Quotes)),
    "articles:speaker": (of_public(Speakers), hidden_rows(Speakers)),
    "articles:archive": FIXED,
    "articles:archive-year": (days, nothing),
    "articles:archive-month": (days, nothing),
    "articles:archive-day": (days, nothing),
    "articles:rendition": (public_pictures, hidden_pictures),
    "articles:sound": (public_sounds, hidden_sounds),
    "articles:read": (nothing, read_marks),
    "articles:text-front": FIXED,
    "articles:text-section": (of_sections(SECOND_PAGE), nothing),
    "articles:text-story": (of_stories(), hidden_stories()),
    "articles:section": (of_sections(SECOND_PAGE), nothing),
    "articles:section-feed": (of_sections(), nothing),
    "articles:story": (of_stories(), hidden_stories()),
    "articles:story-version": (versions, hidden_versions),
    "articles:story-version-changes": (versions, hidden_versions),
    "comments:share": (of_stories(), replies),
    "comments:thanks": (of_stories(), hidden_stories(is_page_of_story=False)),
    "comments:reported": (of_stories(), hidden_stories(is_page_of_story=False)),
    "comments:report": (nothing, hidden_comments),
}  # fmt: skip
SECOND_STEP = (
    *("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    "mfa_login_webauthn",
)
ACCOUNTS = (
    *("accounts:start", "accounts:profile", "accounts:sessions", "accounts:delete"),
    "accounts:data",
    *SECOND_STEP,
    *(
        f"account_{page}"
        for page in (
            *("login", "logout", "inactive", "signup", "reauthenticate", "email"),
            *("email_verification_sent", "change_password", "set_password", "reset_password"),
            *("confirm_login_code", "reset_password_from_key_done", "reset_password_done"),
        )
    ),
)
NEEDS |= dict.fromkeys(ACCOUNTS, FIXED)
NEEDS |= {
    "accounts:stop-letters": (given(NOWHERE), nothing),
    "invited": (given(NOWHERE), nothing),
    "account_confirm_email": (given(NOWHERE), nothing),
    "mfa_edit_webauthn": (given(1), nothing),
    "mfa_remove_webauthn": (given(1), nothing),
    "account_reset_password_from_key": (given_two(NOWHERE, NOWHERE), nothing),
}


def unanswered():
    """Routes of which nobody has said how to ask them."""
    return [
        route.name
        for route in all_routes()
        if not (desk.is_understood(route) if route.is_of_the_desk else route.name in NEEDS)
    ]


def left_over():
    """Names that no route has any more."""
    return sorted(NEEDS.keys() - {route.name for route in all_routes()})


def public_addresses(paper, names=None):
    """(route's name, address) of what readers get, whatever is hidden."""
    for name, (public, _) in _known(names):
        yield from ((name, path) for path in public(paper, name))


def hidden_addresses(paper, names=None):
    for name, (_, hidden) in _known(names):
        yield from hidden(paper, name)


def _known(names):
    there = {route.name for route in all_routes()}
    return [(n, needs) for n, needs in NEEDS.items() if n in there and (not names or n in names)]
