"""Stands before everything that asks who somebody is, or for which host."""

from django.http import Http404

from . import doing, views


class MachineMiddleware:
    """Answers load balancers, supervisors and Prometheus, who ask by the machine's own address.

    And notes the route of every other request, for its line in the log.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = views.OF_THE_MACHINE.get(request.path_info)
        if view:
            self._note(request.path_info.strip("/"))
            try:
                return view(request)
            except Http404:
                pass  # answered like every address that there is not
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        self._note(request.resolver_match.view_name)

    def _note(self, route):
        if now := doing.now():
            now.route = route
