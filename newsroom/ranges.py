"""A file in parts: what somebody asks for who listens from the middle (RFC 9110, section 14)."""

import re

from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class NotThere(Exception):
    """A range behind the end of the file."""


def answer(request, file, *, size, etag, content_type):
    """The response with an open file of `size` bytes, or with the one range of it that is asked.

    200, 206, 304, or 416. Of several ranges at a time the whole is given. The file is closed.
    """
    headers = {"ETag": etag, "Accept-Ranges": "bytes"}
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            asked = _asked(request, size, etag)
        except NotThere:
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            is_part, (first, last) = asked is not None, asked or (0, size - 1)
            response = _part(request, file, first, last)
            response["Content-Type"] = content_type
            response["Content-Length"] = str(last - first + 1)
            if is_part:
                response.status_code = 206
                response["Content-Range"] = f"bytes {first}-{last}/{size}"
    if not isinstance(response, FileResponse):
        file.close()
    for name, value in headers.items():
        response[name] = value
    return response


def _asked(request, size, etag):
    """The first and the last byte that are wanted; None for the whole. Raises NotThere."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", etag) != etag or request.method != "GET":
        return None
    first, last = asked.groups()
    if not first:
        if not last:
            return None
        if not int(last):
            raise NotThere
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NotThere
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(request, file, first, last):
    if request.method == "HEAD":
        return HttpResponse()
    file.seek(first)
    return FileResponse(_Part(file, last - first + 1))


class _Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, file, left):
        self.file, self.left = file, left

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        data = self.file.read(size)
        self.left -= len(data)
        return data

    def close(self):
        self.file.close()
