import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom import background, metrics, patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()
patience.wait_as("web")
background.allow()
if settings.METRICS:
    metrics.start()
if settings.SURROGATE_KEYS or settings.PURGE_URLS:
    from newsroom.page_store.given_out import Keyed

    application = Keyed(application)
if settings.PAGE_STORE_MB:
    from newsroom.page_store.application import PageStore

    application = PageStore(application)
    metrics.watch("page_store", application.figures)
if settings.METRICS or settings.LOG_REQUESTS:
    from newsroom.machine.answers import Answers

    application = Answers(application)

# What start-up made stays for ever: the collector need not look at it again. A page makes
# thousands of short-lived objects, which the default thresholds look through several times
# a page; this takes about a tenth off each answer.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
