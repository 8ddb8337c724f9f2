"""While the database is known to be away, nobody waits for it."""

from newsroom.errors import service_unavailable

IS_AWAY = "page_store.is_away"
# Whoever asks these wants to know just that.
ASKS_ITSELF = {"/healthz", "/readyz", "/metrics"}


class Middleware:
    """Answers 503 to what the page store has marked, with what was typed.

    Without it whoever asks for a page that nobody has seen would hold a thread until the database
    is given up, and those who ask for kept pages would wait behind them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get(IS_AWAY) and request.path not in ASKS_ITSELF:
            return service_unavailable(request)
        return self.get_response(request)
