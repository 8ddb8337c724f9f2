from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from tinyhtml5 import parse

from articles.comments.conversation import Conversation
from articles.comments.models import Comment
from articles.models import Story
from tests.factories import CommentFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]

UNDER_A_STORY = Template('{% include "comments/_views.html" with story=story only %}')

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</div></li></ol><h1>Taken over</h1>",
    "</textarea><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>here</a>",
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<!--<img src=x onerror=alert(1)>-->",
    "< area href=javascript:alert(1)>",
    "<blockquote cite='\n' onmouseover=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "' autofocus onfocus=alert(1) x='",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "\n\n<p>\n\n</p><script\n>alert(1)</script\n>",
]


def under(story):
    return UNDER_A_STORY.render(Context({"story": story}))


def loaded(story):
    return Story.objects.select_related("section", "live").get(pk=story.pk)


def create_comments(story, count):
    Comment.objects.bulk_create(
        Comment(story=story, name=f"Reader {n}", text=f"View {n}.", status="approved")
        for n in range(count)
    )


@pytest.mark.parametrize("count", [0, 1, 200])
def test_the_views_of_a_story_cost_one_query_however_many(django_assert_num_queries, count):
    story = StoryFactory(published=True)
    create_comments(story, count)
    story = loaded(story)
    if count:
        first = story.comments.first()
        CommentFactory(story=story, parent=first)

    with django_assert_num_queries(1):
        under(story)


def test_readers_see_what_was_approved_and_nothing_else():
    story = StoryFactory(published=True)
    shown = CommentFactory(story=story, text="Shown words.")
    for status in ("waiting", "refused"):
        CommentFactory(story=story, status=status, text=f"{status} words")
    CommentFactory(text="Words elsewhere.")

    assert Conversation(story).threads == [shown]
    assert Conversation(story).count == 1
    html = under(story)
    assert "Shown words." in html
    assert "Words elsewhere." not in html
    assert "waiting words" not in html
    assert "refused words" not in html


def test_replies_stand_at_one_level_and_go_with_what_they_answer():
    story = StoryFactory(published=True)
    comment = CommentFactory(story=story)
    reply = CommentFactory(story=story, parent=comment, name="Mirela")
    reply_to_reply = CommentFactory(story=story, parent=reply)
    hidden = CommentFactory(story=story, parent=comment, status="refused")
    below_hidden = CommentFactory(story=story, parent=hidden)
    CommentFactory(story=story, parent=below_hidden)

    conversation = Conversation(story)
    assert conversation.threads == [comment]
    assert conversation.threads[0].answers == [reply, reply_to_reply]
    assert conversation.count == 3
    assert " to <bdi>Mirela</bdi>" in under(story)


def test_the_oldest_view_stands_first_whenever_it_was_stored():
    story = StoryFactory(published=True)
    late = CommentFactory(story=story)
    early = CommentFactory(story=story, created_at=timezone.now() - timedelta(days=9))

    assert Conversation(story).threads == [early, late]


def test_two_hundred_views_stand_under_a_story_and_the_rest_on_their_own_page(client, address):
    story = StoryFactory(published=True)
    create_comments(story, 201)
    html = under(story)

    assert html.count('<article class="comment"') == 200
    assert "201 views" in html
    assert f"{address(story)}?page=2#views" in html
    rest = client.get(address(story), {"page": 2})
    assert rest.text.count('<article class="comment"') == 1
    assert "View 200." in rest.text
    assert client.get(address(story), {"page": 3}).status_code == 404
    assert client.get(address(story), {"page": "x"}).status_code == 404


def test_a_thread_is_not_torn_apart_between_two_pages():
    story = StoryFactory(published=True)
    create_comments(story, 199)
    last = CommentFactory(story=story)
    CommentFactory(story=story, parent=last)

    assert [len(page) for page in Conversation(story).pages] == [199, 1]


def test_the_empty_and_the_closed_state_are_written():
    assert "No views yet." in under(StoryFactory(published=True))
    closed = StoryFactory(published=True, comments_open=False)
    CommentFactory(story=closed)
    assert "This story is closed to new views." in under(closed)
    assert "reply_to" not in under(closed)


def test_the_story_page_carries_no_form_and_no_token():
    html = under(CommentFactory().story)

    assert "<form" not in html
    assert "csrf" not in html


def test_hostile_words_are_shown_as_words(client, address):
    story = StoryFactory(published=True)
    for words in HOSTILE:
        CommentFactory(story=story, text=words, name=words[:80])
    harmless = StoryFactory(published=True)
    for _ in HOSTILE:
        CommentFactory(story=harmless)

    for html, expected in (
        (under(story), under(harmless)),
        (client.get(address(story)).text, client.get(address(harmless)).text),
    ):
        page = parse(html, namespace_html_elements=False)
        tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}
        known = parse(expected, namespace_html_elements=False)
        usual = {element.tag for element in known.iter() if isinstance(element.tag, str)}
        assert tags == usual | {"br"}
        assert not [name for e in page.iter() for name in e.attrib if name.startswith("on")]
        shown = [e.itertext() for e in page.iter("div") if e.get("class") == "comment__text"]
        words = ["".join("".join(text).split()) for text in shown]
        assert words == ["".join(hostile.split()) for hostile in HOSTILE]


def test_words_of_any_direction_keep_to_themselves():
    html = under(CommentFactory(text="سلام", name="سارة").story)

    assert 'class="comment__text" dir="auto"' in html
    assert "<bdi>سارة</bdi>" in html
