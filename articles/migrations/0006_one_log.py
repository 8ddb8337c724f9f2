from django.db import migrations

# An older event told what happened, not who had which text when: versions that were live are
# known only as far as the events name them.
SHOWN = ("published", "scheduled")
HIDDEN = ("taken down", "unscheduled")


def into_the_log(apps, schema_editor):
    record = apps.get_model("articles", "Record")
    lines = []
    events = apps.get_model("articles", "StoryEvent").objects.order_by("at", "pk")
    events = events.select_related("by", "version", "story__latest")
    for event in events.iterator(chunk_size=500):
        title = event.story.latest.headline if event.story.latest else "Untitled"
        lines.append(
            record(
                at=event.at,
                by=event.by,
                by_name=(event.by.name or event.by.email) if event.by else "",
                action=event.action,
                kind="story",
                object_id=event.story_id,
                title=title[:250],
                note=event.note,
                details={"version": event.version.number} if event.version else {},
            )
        )
        if len(lines) == 500:
            record.objects.bulk_create(lines)
            lines = []
    record.objects.bulk_create(lines)


def who_had_what(apps, schema_editor):
    """One appearance for each stretch of time that the events and the story itself tell of."""
    appearance = apps.get_model("articles", "Appearance")
    story_model = apps.get_model("articles", "Story")
    for story in story_model.objects.exclude(published_at=None).iterator(chunk_size=500):
        turns = []
        for event in story.events.order_by("at", "pk"):
            if event.action in HIDDEN:
                turns.append((event.at, None))
            elif event.action in SHOWN and event.version_id:
                turns.append((event.at, event.version_id))
        if not turns and story.live_id and story.status != "draft":
            turns = [(story.published_at, story.live_id)]
        elif turns:
            turns[0] = (story.published_at, turns[0][1])
        if story.status == "taken_down" and turns and turns[-1][1]:
            turns.append((story.taken_down_at, None))
        ends = [at for at, _ in turns[1:]] + [None]
        appearance.objects.bulk_create(
            appearance(story=story, version_id=version, since=since, until=end)
            for (since, version), end in zip(turns, ends)
            if version and (end is None or end > since)
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_publishing_core")]

    operations = [
        migrations.RunPython(into_the_log, migrations.RunPython.noop),
        migrations.RunPython(who_had_what, migrations.RunPython.noop),
        migrations.DeleteModel("StoryEvent"),
    ]
