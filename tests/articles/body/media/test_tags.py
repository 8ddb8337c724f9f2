"""An embed or a sound in a text: what is kept of it, and what readers and others get."""

import pytest

from articles import body
from articles.body import media
from articles.body.comparing import compare_bodies
from tests.articles.body.hostile import documents
from tests.articles.body.test_allow_list import attributes_of

VIDEO = (
    '<story-media data-kind="frame" data-address="https://vimeo.com/22439234" '
    'data-title="The last ferry"></story-media>'
)
SOUND = (
    '<story-media data-kind="audio" data-address="https://upload.wikimedia.org/a/gulls.ogg" '
    'data-title="Gulls" data-transcript="One gull.\n\nTwo &lt;gulls&gt;."></story-media>'
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"<p>a {VIDEO} b</p>", f"<p>a  b</p>{VIDEO}"),
        (f'<aside data-box="fact"><p>a</p>{SOUND}</aside>',
         f'<aside data-box="fact"><p>a</p></aside>{SOUND}'),
        (VIDEO.replace("></", "><p>inside</p></"), f"{VIDEO}<p>inside</p>"),
        ('<h2>x<story-media data-kind=frame data-title="A &lt;b&gt;" '
         'data-address="https://evil.example/?a=1&amp;b=2"></story-media></h2>',
         '<h2>x</h2><p><a href="https://evil.example/?a=1&amp;b=2">A &lt;b&gt;</a></p>'),
        ("<story-media data-kind=frame data-address='http://vimeo.com/22439234'>", ""),
        ('<story-media data-kind=frame data-address="javascript:alert(1)" data-title=x>', ""),
        ("<story-media data-kind=audio data-address=https://evil.example/a.mp3></story-media>",
         '<p><a href="https://evil.example/a.mp3">https://evil.example/a.mp3</a></p>'),
        ("<story-media data-kind=script data-sound=3></story-media>", ""),
        ("<story-media data-kind=audio data-sound='3 onclick'></story-media>", ""),
        (SOUND.replace("One gull.\n\nTwo", "\n  One   gull. \n\n\n\n Two"), SOUND),
    ],
)  # fmt: skip
def test_it_stands_on_the_top_level_or_becomes_a_link(written, kept):
    assert body.clean(written) == kept
    assert body.clean(kept) == kept


def test_nothing_hostile_gets_in_by_its_attributes():
    cleaned = [body.clean(text) for text in documents(600, seed=3)]

    assert cleaned == [body.clean(text) for text in cleaned]
    assert sum(bool(media.among(text)) for text in cleaned) > 10
    for text in cleaned:
        assert "evil" not in " ".join(media.hosts(text).frames + media.hosts(text).sounds)
        for name, attributes in attributes_of(body.render(text, {}, plays=True)):
            assert name != "script"
            assert not [each for each in attributes if each.startswith("on")]


def test_it_is_told_in_words_where_nothing_can_be_played():
    told = body.render(VIDEO + SOUND, {})

    assert '<a href="https://vimeo.com/22439234">The last ferry (Vimeo)</a>' in told
    assert '<a href="https://upload.wikimedia.org/a/gulls.ogg">Gulls</a>' in told
    assert "<p>Two &lt;gulls&gt;.</p>" in told
    assert "player.vimeo" not in told


def test_what_it_says_is_found_and_compared():
    assert body.plain_text(f"<p>a</p>{VIDEO}{SOUND}") == "a"
    found = body.plain_text(f"<p>a</p>{VIDEO}{SOUND}", with_notes=True)
    assert found == "a The last ferry Gulls One gull. Two <gulls>."
    difference = compare_bodies(SOUND, SOUND.replace("One", "No"), {})
    assert ">No<" in difference
    assert "upload.wikimedia.org" in difference


def test_what_is_not_allowed_any_more_leaves_a_link(monkeypatch):
    monkeypatch.delitem(media.PROVIDERS, "Vimeo")

    link = '<p><a href="https://vimeo.com/22439234">The last ferry</a></p>'
    assert body.render(VIDEO, {}, plays=True) == link
    assert not media.hosts(VIDEO)
