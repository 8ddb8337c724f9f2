"""Security headers: the content security policy (CSP), and three that Django does not set."""

from django.conf import settings
from django.utils.csp import CSP, build_policy
from django.utils.deprecation import MiddlewareMixin

# Where browsers say what a policy has kept them from (newsroom.reports).
REPORTS, REPORTS_NAME = "/security-reports/", "policy"
CONTENT_SECURITY_POLICY = {
    "default-src": [CSP.NONE],
    # The nonce is added only where a template asks for it (the desk's import map).
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # No script of ours makes HTML or scripts of text: whoever gets text into one gets no further.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
    # The first for browsers that know Reporting-Endpoints, the second for all others.
    "report-to": [REPORTS_NAME],
    "report-uri": [REPORTS],
}

# The editor of the desk and Django's own widgets make HTML of text, cleaned by the server.
NOT_AT_THE_DESK = ("require-trusted-types-for", "trusted-types")

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def let_ask(response, hosts):
    """The answer, whose page alone may show frames and play sounds of these hosts.

    `hosts` has their names as `frames` and `sounds`, and in `plays` whether there are sounds, be
    they the site's own. It stands in the answer's own header, which whoever keeps the page keeps
    with it; newsroom.caching tells it in a 304 as well.
    """
    if hosts:
        played = [CSP.SELF, *_over_https(hosts.sounds)] if hosts.plays else []
        policy = {"frame-src": _over_https(hosts.frames), "media-src": played}
        response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(settings.SECURE_CSP | policy)
    return response


def _over_https(hosts):
    return [f"https://{host}" for host in hosts]


# Django sets the last four, but for who asks for a host that is not ours.
HEADERS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class HeadersMiddleware(MiddlewareMixin):
    """Permissions-Policy, Cross-Origin-Resource-Policy, where reports go … on every answer."""

    def process_response(self, request, response):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if REPORTS in response.headers.get(CSP.HEADER_ENFORCE, ""):
            response.headers["Reporting-Endpoints"] = f'{REPORTS_NAME}="{REPORTS}"'
        return response


class DeskPolicyMiddleware(MiddlewareMixin):
    """The desk's policy lacks what its editor cannot do without. Stands within Django's for CSP."""

    def process_response(self, request, response):
        if request.path_info.startswith(f"/{settings.DESK_PATH}"):
            policy = getattr(response, "_csp_config", settings.SECURE_CSP)
            response._csp_config = {
                name: values for name, values in policy.items() if name not in NOT_AT_THE_DESK
            }
        return response
