"""Numbered pages with addresses of their own."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

PER_PAGE = 20


def page_of(things, request, *, per_page=PER_PAGE):
    """The page that `?page=` names, the first without it.

    Raises Http404 for anything but a number of an existing page: a wrong address must not
    be a second copy of another page.
    """
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and number[0] != "0"):
        raise Http404
    try:
        page = Paginator(things, per_page).page(int(number))
    except InvalidPage as error:
        raise Http404 from error
    page.numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return page
