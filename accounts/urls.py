"""Accounts: our own pages, then allauth's at its own addresses and under its own names."""

from allauth.account.urls import urlpatterns as allauth_pages
from allauth.mfa.urls import urlpatterns as second_factor_pages
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import views
from accounts.holdings import pages as leaving
from accounts.pages import account_pages
from newsroom.methods import require_safe

start = RedirectView.as_view(pattern_name="accounts:profile", query_string=True)
ours = [
    path("", require_safe(start), name="start"),
    path("profile/", views.profile, name="profile"),
    path("sessions/", views.sessions, name="sessions"),
    path("data/", leaving.data, name="data"),
    path("delete/", leaving.delete, name="delete"),
    path("letters/<str:token>/", views.stop_letters, name="stop-letters"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path("second-step/", include(account_pages(second_factor_pages))),
    *account_pages(allauth_pages),
]
