"""The whole site on one page."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter

from articles.admin import finding, inbox
from articles.admin.base import no_way_by_number
from articles.converters import SectionConverter
from articles.views import invited
from newsroom import errors, numbers, reports, security, slugs, well_known
from newsroom.machine import views as machine

register_converter(slugs.SlugConverter, "word")
register_converter(numbers.IdConverter, "id")
register_converter(SectionConverter, "section")

# One way in: the desk sends people to the same page with the same limits.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("healthz", machine.healthz, name="healthz"),
    path("readyz", machine.readyz, name="readyz"),
    path("metrics", machine.metrics_page, name="metrics"),
    path(security.REPORTS.lstrip("/"), reports.report, name="security-reports"),
    *well_known.urlpatterns,
    path("accounts/invited/<str:key>/", invited, name="invited"),
    path("accounts/", include("accounts.urls")),
    path(
        f"{settings.DESK_PATH}waiting/", admin.site.admin_view(inbox.waiting), name="desk-waiting"
    ),
    path(f"{settings.DESK_PATH}find/", admin.site.admin_view(finding.find), name="desk-find"),
    path(f"{settings.DESK_PATH}keys/", admin.site.admin_view(finding.keys), name="desk-keys"),
    path(
        f"{settings.DESK_PATH}r/<path:rest>",
        admin.site.admin_view(no_way_by_number),
        name="desk-no-way",
    ),
    path(settings.DESK_PATH, admin.site.urls),
    path("", include("articles.comments.urls")),
    path("", include("articles.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = "articles.views.not_found"
handler429 = "accounts.rate_limits.rate_limited"  # asked by allauth
handler500 = errors.server_error
