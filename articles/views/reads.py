"""The pixel that counts reads."""

import base64
import logging

from django.conf import settings
from django.http import HttpResponse

from articles import reads
from newsroom.methods import require_safe
from newsroom.throttling import visitor_address

logger = logging.getLogger(__name__)

# A GIF of one transparent pixel, 43 bytes.
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
MAX_AGE = 3 * 60 * 60  # seconds; whoever comes back within them is not counted again


@require_safe
def read_mark(request, pk):
    """The pixel at the end of a story's text: whoever loads it has read so far.

    Always the same answer, counted or not, so that it tells nothing of hidden stories, and
    a reader never sees a broken picture because something of ours is.
    """
    try:
        if _is_a_reader(request):
            reads.count(pk, visitor_address(request))
    except Exception:
        # Of somebody with a session the database is asked, which may be down: it has many names,
        # and none may reach the page.
        logger.warning("A read could not be counted.", exc_info=True)
    return HttpResponse(
        PIXEL,
        content_type="image/gif",
        headers={
            "Cache-Control": f"private, max-age={MAX_AGE}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _is_a_reader(request):
    """Not a machine that looks, another site that shows our pixel, or the newsroom."""
    if request.method != "GET":
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    # Whoever has no session is nobody's colleague, and needs no `Vary` on the answer.
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_staff
