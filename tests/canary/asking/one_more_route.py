"""The site with two routes more, of which nobody has said what they need."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from newsroom import urls

urlpatterns = [
    path("leak/<id:pk>/", HttpResponse, name="leak"),
    path(f"{settings.DESK_PATH}articles/story/<str:whose>/leak/", HttpResponse, name="desk-leak"),
    *urls.urlpatterns,
]
