import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()
# Not before Django has begun: these know models.
from newsroom.page_store import given_out  # noqa: E402

if given_out.is_on():
    application = given_out.Keyed(application)
if settings.PAGE_STORE_MB:
    from newsroom.page_store.application import PageStore

    application = PageStore(application)

# What start-up made stays for ever: the collector need not look at it again. A page makes
# thousands of short-lived objects, which the default thresholds look through several times
# a page; this takes about a tenth off each answer.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
