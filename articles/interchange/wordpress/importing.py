"""The order of an import: read it all, download pictures, then import everything or nothing."""

from django.db import transaction

from articles import log, publishing
from articles.models import Announcement, Story
from newsroom import clock
from newsroom.page_store.forgetting import all_at_once

from .addresses import Addresses
from .comments import Comments
from .id_map import IdMap
from .people import People
from .pictures import Pictures
from .reading import Export
from .report import Report
from .sections import Sections
from .stories import Stories


def import_site(path, *, fetch_pictures=False, dry_run=False, progress=None):
    """Import the WordPress export at `path`; return the Report.

    Idempotent: what is here already is compared, and only what differs is changed. With
    `fetch_pictures` they are downloaded from the old site. With `dry_run` everything is done and
    rolled back, and no picture is downloaded. `progress(items, total, doing)` wraps an iterable of
    items to show how far it is; `doing` names the step. Raises Unreadable, with nothing imported,
    for what is no whole WordPress export.
    """
    progress = progress or (lambda items, total, doing: items)
    export = Export(path)
    site = export.survey()
    total = site.items.total()
    report, id_map = Report(site), IdMap(site.address)
    pictures = Pictures(id_map, report)
    # One piece of news for all, not one for each story.
    with publishing.quietly(), log.quietly(), all_at_once(), pictures.all_or_nothing():
        if fetch_pictures and not dry_run:
            pictures.fetch(progress(export.items(), total, "Fetching pictures"))
        with transaction.atomic():
            stories = _stories(site, id_map, report, pictures)
            for item in progress(export.items(), total, "Finding places"):
                stories.place(item)
            for item in progress(export.items(), total, "Writing stories"):
                stories.write(item)
            log.keep_import(f"WordPress: {site.address}", {"items": total}, by=None)
            _finish(stories, dry_run)
    if stories.newest and not dry_run:
        Announcement.objects.plan(Story.objects.get(pk=stories.newest[1]), "published", clock.now())
    return report


def _stories(site, id_map, report, pictures):
    people, sections = People(site, id_map, report), Sections(site, id_map, report)
    return Stories(
        site,
        id_map,
        report,
        people=people,
        sections=sections,
        pictures=pictures,
        addresses=Addresses(site, id_map, report, sections, people),
        comments=Comments(id_map, report),
    )


def _finish(stories, dry_run):
    stories.people.account_for_the_rest()
    stories.sections.account_for_the_rest()
    if stories.addresses.lost:
        stories.report.created["links that still lead to the old site"] = stories.addresses.lost
    if dry_run:
        transaction.set_rollback(True)
