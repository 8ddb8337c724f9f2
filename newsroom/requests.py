"""Malformed requests, answered before a view sees them."""

import codecs

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.deprecation import MiddlewareMixin

MAX_QUERY_STRING = 8192  # bytes


class CleanRequestMiddleware(MiddlewareMixin):
    """Refuses what PostgreSQL cannot store.

    A NUL in the path is an unknown address (404); a NUL in the query, a query of more than
    8,192 bytes, or a request in another encoding than UTF-8 is a bad request (400).
    """

    def process_request(self, request):
        # Django would read the query in that encoding too, and UTF-7 can write half a
        # surrogate pair, which breaks the database and the answer.
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            request.encoding = "utf-8"  # for the answer, which gives back what was typed
            raise BadRequest("The request is not in UTF-8.")
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_STRING:
            raise BadRequest("The address is too long.")
        if "%00" in query or "\x00" in query:
            raise BadRequest("The address contains a NUL character.")
        if "\x00" in request.path:
            raise Http404
