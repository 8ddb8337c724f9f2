"""Django's admin, opened as the newsroom's desk."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "articles.desk_site.Desk"
