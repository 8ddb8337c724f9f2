"""Pagination: numbered pages, each with a URL of its own."""

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from newsroom.numbers import whole_number

PER_PAGE = 20
MOST_PAGES = 100


class Pages(Paginator):
    """Pages of a list that may be endless: the first 100, then it `is_cut_off`.

    Counting twenty years, or leafing to their end, would take the database longer than all
    the rest of a page.
    """

    is_cut_off = False

    @property
    def most(self):
        return MOST_PAGES * self.per_page

    @cached_property
    def count(self):
        most, items = self.most, self.object_list
        if isinstance(items, QuerySet):
            found = items[: most + 1].count()
        elif count_to := getattr(items, "count_to", None):
            found = count_to(most + 1)
        else:
            found = super().count
        self.is_cut_off = found > most
        return min(found, most)


class Counted:
    """Rows whose number is known without a query, for `page_of`."""

    def __init__(self, rows, number):
        self.rows, self.number = rows, number

    def count(self):
        return self.number

    def __getitem__(self, piece):
        return self.rows[piece]


def page_of(items, request, *, per_page=PER_PAGE):
    """The page that `?page=` names, the first without it.

    Raises Http404 for anything but a number of an existing page: a wrong address must not
    be a second copy of another page.
    """
    number = whole_number(request.GET.get("page", "1"))
    if number is None:
        raise Http404
    try:
        page = Pages(items, per_page).page(number)
    except InvalidPage as error:
        raise Http404 from error
    page.numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return page
