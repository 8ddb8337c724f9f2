"""Every verb of every noun, found in the code itself, and an example of each."""

import ast
import inspect
import textwrap
from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from articles.comments.models import Comment, Report
from articles.models import Embargo, Paper, Picture
from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    TopicFactory,
    reporter,
)

# What writes to the database, by the name of the method that is called.
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "set", "add", "remove", "clear", "_verb",
}  # fmt: skip
# Django calls these itself, for whoever saves a row.
OF_DJANGO = {"save", "delete", "clean"}
NOT_VERBS = {
    "Story.settle": "the clock has done it already; nobody has",
    "Story.follow_embargo": "a part of Embargo.move and Embargo.lift",
    "Gallery.follow_embargo": "a part of Embargo.move and Embargo.lift",
    "Quote.follow_embargo": "a part of Embargo.move and Embargo.lift",
    "Gallery.choose_cover": "follows from whatever arranges a gallery",
    "Comment.share": "a reader's own; the log keeps what the newsroom does",
    "Announcement.plan": "a part of what is announced; the verb asks and records",
    "FormerName.keep": "follows from another slug, which the log tells",
    "FormerName.hand_on": "a part of merge_into",
    **{
        f"{noun}.update": "Django's own, which refuses to change a slug here"
        for noun in ("Section", "Topic", "Author", "Policy", "Quote")
    },
    "Record.keep": "the log itself",
    "Record.line": "the log itself",
}


def nouns():
    return [
        model
        for label in ("articles", "comments")
        for model in apps.get_app_config(label).get_models()
        if not model._meta.proxy
    ]


def _methods(model):
    """Public methods of a model and of its queryset that we have written, by name."""
    found = {}
    for owner in (type(model._default_manager.all()), model):
        for name in dir(owner):
            method = inspect.getattr_static(owner, name)
            if inspect.isfunction(method) and method.__module__.startswith("articles."):
                found[name] = (owner, method)
    return found


def _calls(method):
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def _changes_something(owner, method, seen=()):
    calls = set(_calls(method))
    if calls & WRITES:
        return True
    parts = {name: inspect.getattr_static(owner, name, None) for name in calls if name[0] == "_"}
    return any(
        _changes_something(owner, part, (*seen, method))
        for part in parts.values()
        if inspect.isfunction(part) and part not in (*seen, method)
    )


def verbs():
    """ "Story.publish" → the method, for all that changes something and is no part of it."""
    return {
        f"{model.__name__}.{name}": method
        for model in nouns()
        for name, (owner, method) in sorted(_methods(model).items())
        if name[0] != "_" and name not in OF_DJANGO and f"{model.__name__}.{name}" not in NOT_VERBS
        if "by" in inspect.signature(method).parameters or _changes_something(owner, method)
    }


# Examples are used twice: what they name is the same then.
TOMORROW = timezone.now() + timedelta(days=1)


def budget():
    return Embargo.objects.get_or_create(name="Budget", until=TOMORROW)[0]


def out(**fields):
    return StoryFactory(published=True, **fields)


def _rewritten(story):
    story.write(by=None, headline="Bridge closes again")
    return story


def _submitted():
    story = StoryFactory()
    story.submit(by=None)
    return story


def _taken_down():
    return StoryFactory(taken_down="The photographer asked.")


def _with_an_update():
    story = _rewritten(out())
    story.update(by=None, at=TOMORROW)
    return story


def _withdrawn():
    picture = PictureFactory()
    picture.withdraw(by=None, reason="Wrong man")
    return picture


def _one(**fields):
    return Comment.objects.filter(pk=CommentFactory(**fields).pk)


def _reports():
    comment = CommentFactory()
    comment.reports.create(reason=Report.Reason.OTHER)
    return comment.reports.all()


def _with_breaking_news():
    paper = Paper.objects.get()
    paper.break_news("Storm closes the port", by=None, hours=1)
    return paper


def _with_a_cover():
    gallery = GalleryFactory()
    gallery.choose_cover()
    return gallery


def _and_another_picture():
    PictureFactory()
    return GalleryFactory()


def _newest_first(gallery, by):
    gallery.put_in_order(list(gallery.placements.order_by("-picture_id")), by=by)


WRONG = Change(kind="correction", text="The vote was 23 to 19.")
# Each verb: what it needs, and how it is used on that.
EXAMPLES = {
    "Story.write": (StoryFactory, lambda s, by: s.write(by=by, headline="Bridge closes again")),
    "Story.write_again": (
        lambda: _rewritten(StoryFactory()), lambda s, by: s.write_again(1, by=by)
    ),
    "Story.submit": (StoryFactory, lambda s, by: s.submit(by=by)),
    "Story.add_note": (StoryFactory, lambda s, by: s.add_note("Legal has seen it.", by=by)),
    "Story.return_to": (
        _submitted, lambda s, by: s.return_to(reporter(), by=by, note="Ask the council, too.")
    ),
    "Story.approve": (_submitted, lambda s, by: s.approve(by=by)),
    "Story.publish": (StoryFactory, lambda s, by: s.publish(by=by)),
    "Story.schedule": (StoryFactory, lambda s, by: s.schedule(by=by, at=TOMORROW)),
    "Story.unschedule": (lambda: StoryFactory(at=TOMORROW), lambda s, by: s.unschedule(by=by)),
    "Story.update": (lambda: _rewritten(out()), lambda s, by: s.update(by=by, change=WRONG)),
    "Story.cancel_update": (_with_an_update, lambda s, by: s.cancel_update(by=by)),
    "Story.expire": (out, lambda s, by: s.expire(by=by, at=TOMORROW)),
    "Story.put_under": (StoryFactory, lambda s, by: s.put_under(budget(), by=by)),
    "Story.take_down": (out, lambda s, by: s.take_down(by=by, reason="The photographer asked.")),
    "Story.restore": (_taken_down, lambda s, by: s.restore(by=by)),
    "Story.retract": (out, lambda s, by: s.retract(by=by, reason="The source has lied to us.")),
    "Story.merge_into": (out, lambda s, by: s.merge_into(out(), by=by)),
    "Story.delete_for_good": (out, lambda s, by: s.delete_for_good(by=by, reason="A court.")),
    "Gallery.put_in": (_and_another_picture, lambda g, by: g.put_in(Picture.objects.all(), by=by)),
    "Gallery.put_in_order": (GalleryFactory, _newest_first),
    "Gallery.publish": (_with_a_cover, lambda g, by: g.publish(by=by)),
    "Gallery.withdraw": (lambda: GalleryFactory(published=True), lambda g, by: g.withdraw(by=by)),
    "Gallery.put_under": (GalleryFactory, lambda g, by: g.put_under(budget(), by=by)),
    "Quote.put_under": (
        lambda: QuoteFactory(runs_on=None), lambda q, by: q.put_under(budget(), by=by)
    ),
    "Picture.withdraw": (PictureFactory, lambda p, by: p.withdraw(by=by, reason="Wrong man")),
    "Picture.allow_again": (_withdrawn, lambda p, by: p.allow_again(by=by)),
    "Topic.merge_into": (TopicFactory, lambda t, by: t.merge_into(TopicFactory(), by=by)),
    "Author.merge_into": (AuthorFactory, lambda a, by: a.merge_into(AuthorFactory(), by=by)),
    "Embargo.move": (budget, lambda e, by: e.move(TOMORROW + timedelta(days=1), by=by)),
    "Embargo.lift": (budget, lambda e, by: e.lift(by=by)),
    "Paper.break_news": (
        Paper.objects.get, lambda p, by: p.break_news("Storm closes the port", by=by, hours=1)
    ),
    "Paper.end_breaking_news": (_with_breaking_news, lambda p, by: p.end_breaking_news(by=by)),
    "Comment.approve": (lambda: _one(status="waiting"), lambda views, by: views.approve(by=by)),
    "Comment.refuse": (lambda: _one(status="waiting"), lambda views, by: views.refuse(by=by)),
    "Comment.pick": (lambda: _one(status="approved"), lambda views, by: views.pick(by=by)),
    "Comment.unpick": (
        lambda: _one(status="approved", is_pick=True), lambda views, by: views.unpick(by=by)
    ),
    "Report.deal_with": (_reports, lambda reports, by: reports.deal_with(by=by)),
}  # fmt: skip


def about(found):
    """Kind and number under which the log tells of what an example is about."""
    row = found if hasattr(found, "pk") else found.get()
    row = row.comment if isinstance(row, Report) else row
    return {"kind": row._meta.model_name, "object_id": row.pk}
