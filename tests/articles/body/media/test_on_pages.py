"""Another site's page, or a sound, in a story: what each kind of reader gets, and who is asked."""

import json
import re

import pytest
from django.urls import reverse

from newsroom.page_store import release
from tests.factories import StoryFactory
from tests.newsroom.page_store.conftest import Reader, a_store

pytestmark = pytest.mark.django_db

BODY = (
    "<p>Words.</p>"
    '<story-media data-kind="frame" data-address="https://youtu.be/aqz-KE-bpKQ" '
    'data-title="The last ferry"></story-media>'
    '<story-media data-kind="audio" data-address="https://upload.wikimedia.org/a/gulls.ogg" '
    'data-title="Gulls" data-transcript="One gull."></story-media>'
)


def policy(answer):
    return answer["Content-Security-Policy"]


def test_nothing_is_asked_of_another_site_before_a_reader_wants_it(client):
    page = client.get(StoryFactory(published=True, body=BODY).get_absolute_url()).text

    loaded = re.findall(
        r'<(?:iframe|img|script|link|source|embed|object)\b[^>]*"https?:[^>]*>', page
    )
    assert [each for each in loaded if "http://testserver" not in each] == []
    assert '<audio controls preload="none"' in page
    assert "Loads from <bdi>www.youtube-nocookie.com</bdi>" in page
    link = 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ">The last ferry <span class="credit">'
    assert f"{link}Video · YouTube</span></a>" in page
    assert "js/framed.js" in page
    assert re.search(r"<details.*One gull\..*</details>", page, re.DOTALL)


def test_a_page_may_ask_those_whose_things_stand_in_it_and_no_other_page_may(client):
    with_embeds = StoryFactory(published=True, body=BODY)
    without = StoryFactory(published=True)

    said = policy(client.get(with_embeds.get_absolute_url()))
    assert "frame-src https://www.youtube-nocookie.com;" in said
    assert "media-src 'self' https://upload.wikimedia.org" in said
    assert said.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    version = reverse("articles:story-version", args=[with_embeds.section.slug, with_embeds.pk, 1])
    assert policy(client.get(version)) == said
    for address in (without.get_absolute_url(), "/", f"/text{with_embeds.get_absolute_url()}"):
        answer = client.get(address)
        assert "youtube" not in policy(answer) + answer.text.replace("www.youtube.com/watch", "")
        assert "media-src" not in policy(answer)
        assert "framed" not in answer.text


def test_the_policy_stays_with_the_page_however_it_is_given_out(client, settings):
    def site(environ, start_response):
        answer = client.get(environ["PATH_INFO"])
        start_response("200 OK", list(answer.items()))
        return [answer.content]

    settings.PAGE_STORE_MB = 8
    address = StoryFactory(published=True, body=BODY).get_absolute_url()
    django, reader = client.get(address), Reader(a_store(site))
    unchanged = client.get(address, headers={"if-none-match": django["ETag"]})
    made, hit = reader.get(address), reader.get(address)
    again = reader.get(address, HTTP_IF_NONE_MATCH=hit.headers["etag"])

    assert (made.how, hit.how) == ("made", "hit")
    assert unchanged.status_code == again.status == 304
    assert policy(unchanged) == policy(django)
    for answer in (made, hit, again):
        assert answer.headers["content-security-policy"] == policy(django)


def test_pages_on_disk_go_when_the_list_changes(settings):
    before = release.digest()
    settings.EMBED_MASTODON_HOSTS = ["social.news.example"]

    assert release.digest() != before


def test_the_preview_lets_an_editor_try_it(client, ana):
    story = StoryFactory(body=BODY)
    client.force_login(ana)

    shown = client.get(reverse("admin:articles_story_preview", args=[story.pk]))
    assert "frame-src https://www.youtube-nocookie.com;" in policy(shown)


def test_machines_and_the_text_edition_are_told_in_words(client):
    story = StoryFactory(published=True, body=BODY)
    link = '<a href="https://www.youtube.com/watch?v=aqz-KE-bpKQ">The last ferry (YouTube)</a>'

    text = client.get(f"/text{story.get_absolute_url()}").text
    assert link in text
    assert "One gull." in text
    feed = client.get("/latest.rss").text
    assert "The last ferry (YouTube)" in feed
    assert "nocookie" not in feed
    page = client.get(story.get_absolute_url()).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["@graph"][0]["associatedMedia"] == [
        {
            "@type": "MediaObject",
            "name": "The last ferry",
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        },
        {
            "@type": "AudioObject",
            "name": "Gulls",
            "contentUrl": "https://upload.wikimedia.org/a/gulls.ogg",
            "transcript": "One gull.",
        },
    ]
