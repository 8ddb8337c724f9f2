"""Who asks: nobody, once a log-in is over or its owner is banned; and nobody outside their account,
while staff owe a second factor."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts import second_factor, sessions
from accounts.second_factor import Standing
from newsroom import errors


class PersonMiddleware:
    """Stands right behind Django's AuthenticationMiddleware. Asks nothing until a page does.

    `request.standing` is a person's Standing once `request.user` was asked for, or None.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.standing, request.began = None, False
        found = request.user
        request.user = SimpleLazyObject(lambda: _let_in(request, found))
        response = _shut(request) if _is_of_desk(request) else None
        if response is None:
            response = self.get_response(request)
        if request.began and request.user.is_authenticated:
            # allauth gives every session the same time once somebody has logged in.
            sessions.begin(request.session, request.user)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            # Whatever its status: a page that is not there names the visitor too.
            patch_cache_control(response, private=True, no_store=True)
        return response


def _let_in(request, user):
    if not user.is_authenticated:
        return AnonymousUser()
    if user.is_banned or sessions.is_over(request.session, user):
        request.session.flush()
        return AnonymousUser()
    if sessions.note_use(request.session, user):
        _note(request)
    request.standing = second_factor.standing_of(user, request)
    if request.standing is Standing.OWED and not _is_of_account(request):
        return AnonymousUser()
    return _unwrapped(user)


def _unwrapped(user):
    return getattr(user, "_wrapped", user)


def _note(request):
    key = request.session.session_key
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def _is_of_account(request):
    return request.path_info.startswith(reverse("accounts:start"))


def _is_of_desk(request):
    return request.path_info.startswith(f"/{settings.DESK_PATH}")


def _shut(request):
    """To who owes a second factor, the way to set one up; to everybody else None."""
    if request.user.is_authenticated or request.standing is not Standing.OWED:
        return None
    address = f"{reverse('mfa_index')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"log_in": address}, status=401)
    if request.method == "POST":
        return errors.refuse(
            request, "accounts/second_step_first.html", {"way": address}, status=403
        )
    return HttpResponseRedirect(address)
