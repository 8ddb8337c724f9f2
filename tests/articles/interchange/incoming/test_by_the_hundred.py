"""Stories that are stored together are those that the verbs would have made one by one."""

import pytest

from articles.interchange.incoming.new_stories import NewStories
from articles.models import Story
from tests.articles.interchange.wordpress.exports import SITE, category, comment, post

from .papers import afterwards

pytestmark = [pytest.mark.database, pytest.mark.django_db]

QUOTE = '<blockquote class="wp-block-quote"><p>We sail.</p><cite>Ana</cite></blockquote>'
POSTS = [
    post(1, excerpt="It took eight months.", comments=comment(1) + comment(2, parent=1)),
    post(2, status="draft", content=f'See <a href="{SITE}/2012/03/15/story-1/">it</a>.'),
    post(3, content=f"Before.\n\n{QUOTE}\n\nAfter. <em>Café</em> &amp; co’s harbour"),
    post(4, status="private", comments=comment(3)),
    post(5, content=""),
    post(6, type="page", terms="", link=f"{SITE}/about/"),
    post(7, status="future", date_gmt="2199-01-01 10:00:00"),
    post(8, terms=category("news", "News") + category("tide", "Tide tables", "post_tag")),
    post(9, title="A\ufdd0B\u2029C", date_gmt="0000-00-00 00:00:00", date="0000-00-00 00:00:00"),
    post(10, sticky="1", creator="bo", status="publish", password="x"),
]


def test_each_row_is_as_the_verbs_leave_it(import_site, monkeypatch):
    together = afterwards(lambda: import_site(*POSTS))
    monkeypatch.setattr(NewStories, "takes", staticmethod(lambda story, visibility: False))
    one_by_one = afterwards(lambda: import_site(*POSTS))

    assert together == one_by_one
    assert len(together["SearchEntry"]) > len(together["Quote"]) == 1


def test_what_the_desk_has_begun_to_plan_is_left_to_the_verbs(import_site):
    import_site(post(1))

    story = Story.objects.get()
    assert story.state == "Published"
    assert [(v.since, v.until) for v in story.appearances.all()] == [
        (story.appearances.get().since, None)
    ]
    assert story.events.get().action == "published"
