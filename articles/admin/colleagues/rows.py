from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery

from accounts import roles, second_factor
from articles import colleagues
from articles.models import Colleague, Invitation, Section
from newsroom.moments import in_short

NEVER = "Never"
ALL, NONE = "All", "None"


def colleagues_for(user):
    """Everybody who works at the desk, those with the most rights first, as their list shows them.

    The same number of queries however many there are.
    """
    has_one = Authenticator.objects.filter(user=OuterRef("pk"), type__in=second_factor.IS_ONE)
    last = UserSession.objects.filter(user=OuterRef("pk")).order_by().values("user")
    people = Colleague.objects.annotate(
        has_second_step=Exists(has_one),
        seen_at=Subquery(last.annotate(last=Max("last_seen_at")).values("last")),
    ).prefetch_related("groups", _sections("edited_sections"))
    rows = [_row(person, user) for person in people.order_by("name", "email")]
    return sorted(rows, key=lambda row: -row["rank"])


def _sections(name):
    return Prefetch(name, Section.objects.only("name", "position"))


def _row(person, user):
    held = roles.roles_of(person)
    seen = max(filter(None, (person.seen_at, person.last_login)), default=None)
    return {
        "person": person,
        "role": " and ".join(held) or "None",
        "rank": roles.IN_ORDER.index(held[-1]) if held else -1,
        "sections": _where(held[-1] if held else "", person.edited_sections.all()),
        "seen": in_short(seen) if seen else NEVER,
        "has_second_step": person.has_second_step,
        "is_oneself": person.pk == user.pk,
        "may_change": colleagues.may_change(user, person),
    }


def _where(role, sections):
    """The sections in which somebody publishes, in words; "" for who publishes nothing."""
    named = ", ".join(section.name for section in sections)
    if role == colleagues.SECTIONS_ARE_NAMED:
        return named or NONE
    if role in ("Editor", "Chief editor"):
        return named or ALL
    return ALL if role == roles.ADMINISTRATOR else ""


def invitations_for(user):
    """Those that nobody has answered yet, the newest first."""
    pending = Invitation.objects.pending().select_related("invited_by")
    return [
        {
            "invitation": invitation,
            "sections": ", ".join(section.name for section in invitation.sections.all()),
            "sent": in_short(invitation.invited_at),
            "ends": in_short(invitation.ends_at),
            "may_change": roles.may_give(user, invitation.role),
        }
        for invitation in pending.prefetch_related(_sections("sections"))
    ]
