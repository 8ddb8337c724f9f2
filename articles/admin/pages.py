"""The desk's own pages beside Django's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import path


def _as_it_is(view):
    return view


@dataclass(frozen=True)
class Page:
    """A page of one table of the desk.

    `view(desk, request, …)` answers at `route`, below the address of the table's list; `desk` is
    the table's ModelAdmin. Its name is `admin:<app>_<table>_<name>`. `decorated` is what Django
    offers for views, for instance require_safe.
    """

    route: str
    name: str
    view: Callable
    decorated: Callable = _as_it_is

    def url(self, desk):
        view = desk.admin_site.admin_view(self.decorated(partial(self.view, desk)))
        table = f"{desk.opts.app_label}_{desk.opts.model_name}"
        return path(self.route, view, name=f"{table}_{self.name}")


def sent(request):
    """What a form was sent with, or None when its page was only opened.

    Never `request.POST or None`: a form of which nothing is filled in would count as not sent.
    """
    return request.POST if request.method == "POST" else None
