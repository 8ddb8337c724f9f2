"""The pages of an account that allauth does not have."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from accounts import letters
from accounts import sessions as log_ins
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.pages import account_page


@account_page
@login_required
def profile(request):
    """The name beside one's views, which letters one gets, and the ways to everything else."""
    # A copy: the masthead names the visitor, and must not show a name that was refused.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your account has been changed."))
        return redirect("accounts:profile")
    return TemplateResponse(request, "accounts/profile.html", {"form": form})


@account_page
@login_required
@reauthentication_required(allow_get=True)
def sessions(request):
    """Where one is logged in. POST: `session` is the number of the one to end, or "others"."""
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        if chosen == "others":
            log_ins.end_others(request)
            messages.success(request, gettext("You are logged out everywhere else."))
        else:
            _end(request.user, chosen)
            messages.success(request, gettext("That device is logged out."))
        return redirect("accounts:sessions")
    there = UserSession.objects.purge_and_list(request.user)
    there.sort(key=lambda session: (session.is_current(), session.last_seen_at), reverse=True)
    return TemplateResponse(request, "accounts/sessions.html", {"sessions": there})


@csrf_exempt  # mail programs press it too (RFC 8058), and the link shows whose letters they are
@account_page
def stop_letters(request, token):
    """No more letters about stories, by the link that each of them carries; 410 for a forged one.

    Opening it ends nothing, because mail scanners open links.
    """
    page = "accounts/stop_letters.html"
    person = User.objects.filter(pk=letters.owner_of(token), is_active=True)
    if not person.exists():
        return TemplateResponse(request, page, {"is_gone": True}, status=410)
    if request.method == "POST":
        person.update(story_letters=False)
    context = {"is_stopped": not person.get().story_letters, "address": request.path}
    return TemplateResponse(request, page, context)


def _end(user, number):
    """One that is not there any more has ended already."""
    if number.isascii() and number.isdigit() and len(number) < 19:
        for session in UserSession.objects.filter(user=user, pk=number):
            session.end()
