"""The site with a page whose one statement takes some seconds, to be frozen over."""

from importlib import import_module

from django.db import connection
from django.http import HttpResponse
from django.urls import path

from newsroom.wsgi import application

__all__ = ["application"]


def sleeping(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.9)")
    return HttpResponse("awake")


# Once the applications are loaded, which newsroom.wsgi sees to.
import_module("newsroom.urls").urlpatterns.insert(0, path("sleeping", sleeping))
