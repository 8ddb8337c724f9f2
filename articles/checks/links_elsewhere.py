"""Links that leave the paper: what stands there is asked by the worker, never in a request.

A version that somebody saves has its links asked for once a day at the most; what the answers were
is known from then on to the check below. Only public addresses are asked (newsroom.downloads).
"""

import hashlib
import time
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone

from articles.models import LinkCheck, StoryVersion
from newsroom import moments
from newsroom.downloads import NotFetched, status
from newsroom.task_queue import SLOW, task

from .draft import Draft
from .registry import check

MOST = 50  # links of a story that are asked for
PATIENCE = 120  # seconds for the links of one version; what is left waits for the next
LONGEST = 2000  # characters of an address
FRESH_FOR = timedelta(days=1)  # an answer is not asked for again
TOLD_FOR = timedelta(days=30)  # what an older answer was says nothing today
# Somebody who is logged in may get more; many sites answer no program.
MAY_BE_THERE = frozenset({401, 402, 403, 405, 406, 407, 418, 429, 451, 999})


@check("link elsewhere")
def links_elsewhere_lead_somewhere(draft):
    links = dict(_links_elsewhere(draft.links))
    known = LinkCheck.objects.filter(
        digest__in=map(_digest, links), asked_at__gt=timezone.now() - TOLD_FOR
    )
    for row in known if links else ():
        if wrong := _what_is_wrong(row):
            words = links.get(row.address) or row.address
            at = moments.in_short(row.asked_at)
            yield f"The link “{words}” leads to {row.address}: {wrong} ({at}).", row.address


@task("Links that leave the paper", queue=SLOW)
def ask_links(version_pk):
    """Ask what stands where the links of this version lead, and keep it. Idempotent."""
    version = StoryVersion.objects.filter(pk=version_pk).first()
    if version is None:
        return
    links = {_digest(address): address for address, _ in _links_elsewhere(_links_of(version))}
    fresh = LinkCheck.objects.filter(
        digest__in=links, asked_at__gt=timezone.now() - FRESH_FOR
    ).values_list("digest", flat=True)
    silent, until = set(), time.monotonic() + PATIENCE
    for digest in sorted(links.keys() - {*fresh}):
        host = urlsplit(links[digest]).hostname
        if host in silent or time.monotonic() > until:
            continue
        answer = _answer(links[digest])
        if answer["status"] is None:
            silent.add(host)
        answer |= {"address": links[digest], "asked_at": timezone.now()}
        LinkCheck.objects.update_or_create(digest=digest, defaults=answer)


def delete_old():
    """For the worker."""
    LinkCheck.objects.filter(asked_at__lt=timezone.now() - TOLD_FOR).delete()


def listen():
    """Have the links of each version that somebody saves asked for."""
    post_save.connect(_saved, sender=StoryVersion, dispatch_uid="articles.checks.links_elsewhere")


def _saved(sender, instance, created, raw, **kwargs):
    # An import brings thousands, of which nobody waits for an answer.
    is_a_persons = created and not raw and instance.created_by_id
    if is_a_persons and settings.CHECK_LINKS_ELSEWHERE and _links_elsewhere(_links_of(instance)):
        transaction.on_commit(partial(ask_links.enqueue, instance.pk))


def _links_of(version):
    return Draft(body=version.body).links


def _links_elsewhere(links):
    """(address without its fragment, words) of those that leave the paper: MOST, once each."""
    own, found = urlsplit(settings.SITE_URL).netloc, {}
    for href, words in links:
        try:
            parts = urlsplit(href)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc not in ("", own):
            address = parts._replace(fragment="").geturl()
            if len(address) <= LONGEST:
                found.setdefault(address, words)
    return list(found.items())[:MOST]


def _digest(address):
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def _answer(address):
    try:
        return {"status": status(address), "trouble": ""}
    except NotFetched as trouble:
        return {"status": None, "trouble": str(trouble)[:200]}


def _what_is_wrong(row):
    if row.status is None:
        return row.trouble
    if row.status >= 400 and row.status not in MAY_BE_THERE:
        return f"its site answered {row.status}"
    return ""
