"""All that an import of another paper writes, to be compared."""

import re

KEY = re.compile(r"^/media/[^/]+/")  # of a picture: chosen by lot


def imported():
    """All that an import writes, without numbers and the moments at which it was written."""
    from django.core.files.storage import storages

    from articles.comments.models import Comment
    from articles.models import (
        Announcement,
        Author,
        Gallery,
        Imported,
        OldAddress,
        Picture,
        Record,
        SearchEntry,
        Section,
        Story,
        Topic,
    )
    from articles.search.marks import MARK

    def plain(text):
        """Without numbers, which PostgreSQL does not give again; of sections also in an index."""
        return re.sub(rf'data-id="\d+"|{MARK}s\d+', "", text)

    originals, of_stories = storages["originals"], Record.objects.exclude(kind="paper")
    return {
        "stories": sorted(
            [
                story.slug, story.status, story.section.slug, str(story.published_at),
                story.latest.headline, story.latest.standfirst, plain(story.latest.body),
                story.versions.count(), sorted(t.slug for t in story.topics.all()),
                sorted(str(byline.author) for byline in story.bylines.all()),
            ]
            for story in Story.objects.select_related("section", "latest")
        ),
        "old addresses": sorted(
            [old.path, KEY.sub("/media/key/", old.leads_to) or old.story.slug]
            for old in OldAddress.objects.select_related("story")
        ),
        "views": sorted([view.text, view.name, view.story.slug] for view in Comment.objects.all()),
        "pictures": sorted(
            [p.digest, p.alt, p.credit, originals.exists(p.original.name)]
            for p in Picture.objects.all()
        ),
        "galleries": sorted([g.title, g.placements.count()] for g in Gallery.objects.all()),
        "names": [
            sorted(model.objects.values_list("slug", flat=True))
            for model in (Section, Topic, Author)
        ],
        "imported": sorted(map(list, Imported.objects.values_list("kind", "external_id"))),
        "announced": sorted(Announcement.objects.values_list("what", flat=True)),
        "found by": sorted(map(plain, SearchEntry.objects.values_list("headline", flat=True))),
        # Each run of the command says that it was run.
        "log": sorted(map(list, of_stories.values_list("kind", "action"))),
    }  # fmt: skip
