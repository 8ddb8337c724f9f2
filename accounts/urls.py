"""Accounts: our own pages, then allauth's at its own addresses and under its own names."""

from allauth.account.urls import urlpatterns as allauth_pages
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import views
from accounts.pages import account_pages
from newsroom.methods import require_safe

start = RedirectView.as_view(pattern_name="accounts:profile", query_string=True)
ours = [
    path("", require_safe(start), name="start"),
    path("profile/", views.profile, name="profile"),
    path("delete/", views.delete, name="delete"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    *account_pages(allauth_pages),
]
