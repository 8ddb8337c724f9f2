"""The pages of an account that allauth does not have."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import NameForm, ReauthenticateForm
from accounts.models import User
from accounts.pages import account_page
from newsroom import mail


@account_page
@login_required
def profile(request):
    """The name beside one's views, and the ways to everything else."""
    # A copy: the masthead names the visitor, and must not show a name that was refused.
    form = NameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your name has been changed."))
        return redirect("accounts:profile")
    return TemplateResponse(request, "accounts/profile.html", {"form": form})


@sensitive_post_parameters("password")
@account_page
@login_required
def delete(request):
    """Delete one's account. The views one has shared stay, under the name they were given.

    Whoever works at the desk asks an administrator: their account belongs to the newsroom.
    """
    if request.user.is_staff:
        raise PermissionDenied
    form = ReauthenticateForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        mail.post("account_deleted", user.email)
        user.delete()
        return TemplateResponse(request, "accounts/deleted.html")
    return TemplateResponse(request, "accounts/delete.html", {"form": form})
