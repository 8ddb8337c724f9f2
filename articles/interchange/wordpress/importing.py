"""The order of things: read it all, fetch pictures, then bring everything in or nothing."""

from django.db import transaction

from articles import log, publishing
from articles.models import Announcement, Story
from newsroom import clock

from .addresses import Addresses
from .comments import Views
from .ledger import Ledger
from .people import People
from .pictures import Pictures
from .reading import Export
from .report import Report
from .sections import Sections
from .stories import Stories


def bring_in(path, *, fetch_pictures=False, dry_run=False, progress=None):
    """Bring the WordPress export at `path` in; return the Report.

    May be run again: what is here already is compared, and only what differs is changed.
    With `dry_run` everything is done and then undone, and no picture is fetched.
    `progress` wraps an iterable of `total` things, called `doing`, to show how far it is.
    Raises Unreadable, with nothing imported, for what is no whole WordPress export.
    """
    progress = progress or (lambda things, total, doing: things)
    export = Export(path)
    site = export.survey()
    total = site.items.total()
    report, ledger = Report(site), Ledger(site.address)
    pictures = Pictures(ledger, report)
    # One purge for all, not one for each story.
    with publishing.quietly(), log.quietly(), pictures.kept_together():
        if fetch_pictures and not dry_run:
            pictures.fetch(progress(export.items(), total, "Fetching pictures"))
        with transaction.atomic():
            stories = _desk(site, ledger, report, pictures)
            for item in progress(export.items(), total, "Finding places"):
                stories.place(item)
            for item in progress(export.items(), total, "Writing stories"):
                stories.write(item)
            log.keep_import(f"WordPress: {site.address}", {"items": total}, by=None)
            _close(stories, dry_run)
    if stories.newest and not dry_run:
        Announcement.objects.plan(Story.objects.get(pk=stories.newest[1]), "published", clock.now())
    return report


def _desk(site, ledger, report, pictures):
    people, sections = People(site, ledger, report), Sections(site, ledger, report)
    return Stories(
        site,
        ledger,
        report,
        people=people,
        sections=sections,
        pictures=pictures,
        addresses=Addresses(site, ledger, report, sections, people),
        views=Views(ledger, report),
    )


def _close(stories, dry_run):
    stories.people.account_for_the_rest()
    stories.sections.account_for_the_rest()
    if stories.addresses.lost:
        stories.report.made["links that still lead to the old site"] = stories.addresses.lost
    if dry_run:
        transaction.set_rollback(True)
