"""The order of an import: read it all, fetch pictures, then import it batch by batch."""

from contextlib import nullcontext

from django.db import transaction

from articles import log, publishing
from articles.models import Announcement, Story
from newsroom import clock
from newsroom.bulk_insert import analyze
from newsroom.page_store.forgetting import all_at_once

from .comments import Comments
from .id_map import IdMap
from .pictures import Pictures
from .places import Places
from .report import Report
from .source import Unreadable
from .spool import Spool, batches
from .stories import Stories

UNFINISHED = "import", "unfinished"  # a kind and id of the id map
FEW = 4  # batches, of which a database plans nothing wrong


def import_from(source, *, fetch_pictures=False, dry_run=False, progress=None, pages="stories"):
    """Import what a `Source` has; return the Report.

    The whole file is read before the first row is written. Then each batch is a transaction: an
    import that was stopped, however hard, has done whole batches, and the next run goes on.
    Idempotent: what is here already is compared, and only what differs is changed. With
    `fetch_pictures` they are downloaded from the old site. With `dry_run` everything is done and
    rolled back, and no picture is downloaded. Public `pages` become "stories" or "policies".
    `progress(items, total, doing)` wraps an iterable of items to show how far it is; `doing` names
    the step, and `total` is None while nobody knows.
    Raises Unreadable, with nothing imported, for what cannot be read to its end.
    """
    progress = progress or (lambda items, total, doing: items)
    with Spool() as spool:
        _read(source, spool, progress)
        site = source.site()
        site.items, site.comments = spool.kinds, spool.comments
        with log.quietly(), all_at_once():
            report, id_map = Report(site), IdMap(site.address)
            for remark in source.remarks_on_file():
                report.note("the file", remark)
            pictures = Pictures(id_map, report, source.picture, may_fetch=fetch_pictures)
            if spool.kinds["attachment"]:
                total = spool.kinds.total()
                doing = "Looking through pictures" if dry_run else "Fetching pictures"
                take = pictures.look_through if dry_run else pictures.fetch
                take(progress(spool.items(), total, doing))
            places = Places(source, site, id_map, report, pictures, pages=pages)
            _import(places, spool, dry_run, progress)
    return report


def _read(source, spool, progress):
    try:
        _take(source, spool, progress)
    except OSError as problem:  # the source says by itself what is wrong with its own file
        reason = problem.strerror or problem
        raise Unreadable(f"A copy of the file cannot be kept meanwhile ({reason}).") from problem


def _take(source, spool, progress):
    try:
        spool.take(progress(source.items(), None, "Reading the file"))
    except Unreadable as problem:
        if not source.can_be_mended(problem):
            raise
        try:
            spool.take(progress(source.items(), None, "Reading it again"))
        except Unreadable:
            raise problem from None  # where it is broken by everybody's rules


def _import(places, spool, dry_run, progress):
    id_map, total = places.id_map, spool.kinds.total()
    with transaction.atomic() if dry_run else nullcontext():
        goes_on = id_map.find(*UNFINISHED) is not None
        id_map.add(*UNFINISHED, 0)
        stories = Stories(places, Comments(id_map, places.report))
        for doing, take in (("Finding places", places.take), ("Writing stories", stories.write)):
            for number, batch in enumerate(batches(progress(spool.items(), total, doing)), start=1):
                # One piece of news for all, not one for each story.
                with transaction.atomic(), publishing.quietly():
                    take(batch)
                if number >= FEW and number.bit_count() == 1:
                    # Tables have twice as many rows as when the database last looked.
                    analyze()
        with transaction.atomic():
            _finish(places, stories, total, goes_on=goes_on)
        if dry_run:
            transaction.set_rollback(True)


def _finish(places, stories, total, *, goes_on):
    site, report = places.site, places.report
    places.people.account_for_the_rest()
    places.sections.account_for_the_rest()
    places.addresses.keep_lists()
    if places.addresses.lost:
        report.created["links that still lead to the old site"] = places.addresses.lost
    log.keep_import(f"{site.program}: {site.address}", {"items": total}, by=None)
    if newest := stories.newest_of_all() if goes_on else stories.newest:
        Announcement.objects.plan(Story.objects.get(pk=newest[1]), "published", clock.now())
    places.id_map.remove(*UNFINISHED)
