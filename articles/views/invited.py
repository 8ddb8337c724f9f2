"""Where a letter leads that invites somebody to work at the desk."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accounts import second_factor, sessions
from accounts.forms import JoinForm
from accounts.pages import account_page
from accounts.second_factor import Standing
from articles import colleagues
from newsroom import typed


@sensitive_post_parameters("password1")
@account_page
def invited(request, key):
    """Name and password of somebody new; who has an account logs in and says yes.

    Then on to the second step, where the desk asks for one. 410 for a link that opens nothing.
    """
    invitation = colleagues.opened_by(key)
    if invitation is None:
        return _page(request, token_fail=True)
    person, is_theirs = colleagues.account_of(invitation)
    context = {"invitation": invitation, "is_known": is_theirs, "key": key}
    if request.user.is_authenticated and (not is_theirs or request.user.pk != person.pk):
        return _page(request, is_somebody_else=True, **context)
    if is_theirs:
        if request.method == "POST" and request.user.is_authenticated:
            return _welcome_back(request, invitation)
        return _page(request, **context)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data, email=invitation.email)
    if data is None or not form.is_valid():
        return _page(request, form=form, **context)
    name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
    joined = colleagues.join(invitation, name=name, password=password)
    return _log_in(request, joined) if joined else _page(request, token_fail=True)


def _log_in(request, person):
    # They have chosen it a moment ago: nothing that follows need ask for it.
    known = {"email": person.email, "reauthenticated": True}
    record_authentication(request, person, method="password", **known)
    return perform_login(request, Login(user=person, redirect_url=_next(request, person)))


def _welcome_back(request, invitation):
    person = colleagues.join(invitation)
    if person is None:
        return _page(request, token_fail=True)
    update_session_auth_hash(request, person)
    sessions.begin(request.session, person)
    return HttpResponseRedirect(_next(request, person))


def _next(request, person):
    asked = second_factor.standing_of(person, request)
    is_asked = asked in (Standing.DUE, Standing.OWED)
    return reverse("mfa_index" if is_asked else "admin:index")


def _page(request, **context):
    context |= {"life": colleagues.life(), "typed": typed.given_back(request)}
    return TemplateResponse(request, "accounts/invited.html", context)
