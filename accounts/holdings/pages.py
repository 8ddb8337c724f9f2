"""The pages by which somebody takes their data with them, or deletes their account."""

import time

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters

from accounts import holdings, second_factor
from accounts.forms import DeleteAccountForm
from accounts.holdings import file
from accounts.models import User
from accounts.pages import account_page
from newsroom import errors, mail
from newsroom.throttling import seconds_to_wait

# The rate limit of the file with one's data: so many of one account in so many seconds.
TIMES, SECONDS = 5, 60 * 60


@account_page
@login_required
@reauthentication_required(allow_get=True)
def data(request):
    """What the account holds, as a file, to who has just shown that it is theirs. By POST."""
    if request.method != "POST":
        return TemplateResponse(request, "accounts/data.html")
    if wait := seconds_to_wait("own-data", request.user.pk, times=TIMES, seconds=SECONDS):
        return errors.too_many_requests(request, retry_after=wait)
    day = timezone.localdate().isoformat()
    return HttpResponse(
        file.archive_of(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="my-data-{day}.zip"'},
    )


@sensitive_post_parameters("password")
@account_page
@login_required
def delete(request):
    """Delete one's account; the reader chooses whether the views they shared stay.

    The password is asked for, and before it the second step of who has one. The newsroom's last
    administrator stays.
    """
    user = request.user
    if second_factor.is_set_up(user) and not _has_just_shown_second_step(request):
        return _to_second_step(user)
    is_last = user.is_superuser and not _other_administrators(user).exists()
    form = None
    if not is_last:
        form = DeleteAccountForm(request.POST if request.method == "POST" else None, user=user)
        if request.method == "POST" and form.is_valid():
            _delete(request, user, views_stay=form.cleaned_data["views"] == form.STAY)
            return TemplateResponse(request, "accounts/deleted.html")
    context = {"form": form, "staying": holdings.what_stays(user)}
    status = 403 if is_last and request.method == "POST" else 200
    return TemplateResponse(request, "accounts/delete.html", context, status=status)


def _delete(request, user, *, views_stay):
    user = User.objects.get(pk=user.pk)  # no lazy object, which the log-out makes a stranger of
    with transaction.atomic():
        # The letter says what was done, or nothing was.
        mail.post("account_deleted", user.email, views_stay=views_stay)
        holdings.delete(user, views_stay=views_stay)
    logout(request)


def _other_administrators(user):
    return User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)


def _has_just_shown_second_step(request):
    since = time.time() - REAUTHENTICATION_TIMEOUT
    return any(
        record.get("method") == "mfa" and record.get("at", 0) > since
        for record in get_authentication_records(request, request.user)
    )


def _to_second_step(user):
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    page = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    way_back = urlencode({"next": reverse("accounts:delete")})
    return HttpResponseRedirect(f"{reverse(page)}?{way_back}")
