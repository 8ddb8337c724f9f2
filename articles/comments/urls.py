"""Readers' comments ("Share your views"), below the address of each story."""

from django.urls import path

from . import views

app_name = "comments"
urlpatterns = [
    path("<section:section>/<id:pk>/<word:slug>/views/", views.share, name="share"),
    path("<section:section>/<id:pk>/<word:slug>/views/thanks/", views.thanks, name="thanks"),
    path(
        "<section:section>/<id:pk>/<word:slug>/views/<id:comment>/report/",
        views.report,
        name="report",
    ),
    path("<section:section>/<id:pk>/<word:slug>/views/reported/", views.reported, name="reported"),
]
