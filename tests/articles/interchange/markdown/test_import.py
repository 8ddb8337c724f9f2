"""Markdown files brought in: front matter of each program, who sees what, pictures, addresses."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from articles.models import Author, OldAddress, Picture, Section, Story
from tests.factories import picture_file

from .sites import SITE, text, write, yaml, zipped

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2019, 5, 15, 8, tzinfo=UTC)

HUGO = """+++
title = "The ferry left"
date = 2019-05-15T10:00:00+02:00
description = "At six."
categories = ["Harbour & sea", "News"]
tags = ["Ferries"]
authors = ["Ana Petrov", "Bo Li"]
aliases = ["/old/ferry.html"]
slug = "ferry-left"
draft = false
weight = 7
+++

The ferry **left**.
"""
JEKYLL = """---
layout: post
title: "The ferry left"
date: 2019-05-15 10:00:00 +0200
excerpt: >
  At
  six.
category: Harbour & sea
categories: [Other]
tags: [Ferries, News]
author: {name: Ana Petrov}
redirect_from:
  - /old/ferry.html
---

The ferry __left__.
"""
ASTRO = """---
title: The ferry left
pubDate: May 15 2019
description: At six.
author: Ana Petrov
tags: ["Ferries"]
updatedDate: "2020-01-01"
---
import Box from '../box.astro'

The ferry *left*.
"""
OF_JSON = (
    json.dumps(
        {"title": "The ferry left", "date": "2019-05-15T08:00:00Z", "tags": [1, None, {"a": "b"}]},
        indent=1,
    )
    + "\n\nThe ferry left.\n"
)


@pytest.mark.parametrize(
    ("name", "content", "old"),
    [
        ("content/posts/2019-ferry.md", HUGO,
         ["/posts/ferry-left/", "/posts/2019-ferry/", "/old/ferry.html"]),
        ("_posts/2019-05-15-ferry.md", JEKYLL,
         ["/2019/05/15/ferry.html", "/2019/05/15/ferry/", "/old/ferry.html"]),
        ("src/content/blog/ferry.mdx", ASTRO, ["/blog/ferry/", "/blog/ferry"]),
        ("ferry/index.md", OF_JSON, ["/ferry/", "/ferry"]),
    ],
    ids=["Hugo", "Jekyll", "Astro", "JSON"],
)  # fmt: skip
def test_a_file_of_each_program_becomes_a_story(bring_in, client, name, content, old):
    bring_in({name: content})

    story = Story.objects.published().get()
    assert story.headline == "The ferry left"
    assert story.published_at.date() in {AT.date(), (AT - timedelta(days=1)).date()}
    assert "import" not in story.live.body
    assert story.live.body.startswith("<p>The ferry ")
    for path in old:
        assert (client.get(path).status_code, client.get(path).url) == (
            301, story.get_absolute_url(),
        ), path  # fmt: skip


def test_front_matter_says_who_wrote_it_what_it_is_of_and_what_it_is_about(bring_in):
    bring_in({"content/posts/a.md": HUGO})

    story = Story.objects.get()
    assert (story.live.standfirst, story.slug, story.section.name) == (
        "At six.", "ferry-left", "Harbour & sea",
    )  # fmt: skip
    assert [str(byline.author) for byline in story.bylines.all()] == ["Ana Petrov", "Bo Li"]
    assert {topic.name for topic in story.topics.all()} == {"News", "Ferries"}
    assert not Author.objects.exclude(user=None).exists()


def test_values_stay_what_was_written_whatever_yaml_would_make_of_them(bring_in):
    bring_in({"a.md": text(title="No", slug="0123", tags="[yes, 3.10, !!python/name:os.system x]")})

    story = Story.objects.get()
    assert (story.headline, story.slug) == ("No", "0123")
    assert {topic.name for topic in story.topics.all()} == {"yes", "3.10", "x"}


# Texts


def test_without_a_title_the_first_heading_is_it_or_the_name_of_the_file(bring_in):
    bring_in({
        "a.md": text(title=None, body="# From the *text*\n\nWords"),
        "2019-05-15-from-the-name.md": text(title=None, date=None),
    })  # fmt: skip

    assert {s.headline: s.latest.body for s in Story.objects.all()} == {
        "From the *text*": "<p>Words</p>",
        "From the name": "<p>The ferry left at six.</p>",
    }
    assert Story.objects.get(slug="from-the-name").published_at.year == 2019


def test_shortcodes_and_liquid_are_read_where_they_are_known_and_named_where_not(bring_in):
    report = bring_in({"a.md": text(body=(
        '{{< figure src="/x.jpg" alt="A boat" caption="At dawn" >}}\n\n'
        "{{< youtube dQw4w9WgXcQ >}}\n\n[pier]({{< ref \"pier.md\" >}})\n\n"
        "![]({{ site.baseurl }}/y.jpg)\n\n{% highlight ruby %}\nx < 1\n{% endhighlight %}\n\n"
        '{{< hologram >}} {% include box.html %}'
    )), "pier.md": text(title="The pier")})  # fmt: skip

    body = Story.objects.get(slug="a").latest.body
    assert "<p><em>At dawn</em></p>" in body
    assert "dQw4w9WgXcQ" in body
    assert f'href="{Story.objects.get(slug="pier").get_absolute_url()}"' in body
    assert "<pre>" in body
    assert any("program stand in the text: hologram, include" in note for note in report.notes)


def test_links_between_files_lead_to_their_stories(bring_in):
    link = f"[a](../news/two.md) [b](/news/two/) [c]({SITE}/news/two/#x) [d](/news/two.md)"
    link += " [e](javascript:alert(1))"
    bring_in({"content/posts/one.md": text(body=link), "content/news/two.md": text()})

    one, two = (Story.objects.get(slug=slug) for slug in ("one", "two"))
    assert one.latest.body.count(f'href="{two.get_absolute_url()}') == 4
    assert "javascript" not in one.latest.body


# Pictures


def test_pictures_beside_the_text_come_in_with_what_is_written_of_them(bring_in):
    files = {
        "content/posts/a/index.md": text(
            cover='{image: lead.jpg, alt: "A pier", caption: "At <dawn>"}',
            body='![A boat](boat.JPG "Far out")\n\nWords ![x](/shared.png)',
        ),
        "content/posts/a/lead.jpg": picture_file().read(),
        "content/posts/a/boat.jpg": picture_file(900, 700, "navy").read(),
        "static/shared.png": picture_file(500, 300, "green").read(),
        "static/unshown.jpg": picture_file(400, 300).read(),
    }
    report = bring_in(files)

    story = Story.objects.published().get()
    assert (story.live.lead_picture.alt, story.live.lead_picture.caption) == ("A pier", "At <dawn>")
    assert story.live.body.count("<story-embed") == 2
    assert "<em>Far out</em>" in story.live.body
    assert Picture.objects.count() == 3
    assert any("pictures that no text shows stay out: 1" in note for note in report.notes)
    assert report.accounted_items == report.total_items == 4

    assert bring_in(files).counts["attachment"] == {"unchanged": 3}
    assert Picture.objects.count() == 3


def test_a_dry_run_says_of_pictures_beside_the_text_what_becomes_of_them(bring_in):
    files = {"a.md": text(body="![A](a.jpg) ![B](b.jpg)"), "a.jpg": picture_file().read(),
             "b.jpg": "no picture"}  # fmt: skip
    report = bring_in(files, dry_run=True)

    assert report.counts["attachment"] == {"imported": 1, "left out": 1}
    assert report.created["places in texts where a picture is missing"] == 1
    assert not Picture.objects.exists()


def test_a_picture_that_is_nowhere_is_accounted_for(bring_in):
    report = bring_in({"a.md": text(image="/gone.jpg")})

    [(_, reason)] = [key for key in report.left_out if key[0] == "attachment"]
    assert "--media" in reason


# Again, and accounted for


def test_a_zip_is_read_as_the_folder_in_it_is(bring_in):
    bring_in(zipped({"lantern-main/content/a.md": text(), "lantern-main/README.md": "# Lantern"}))

    assert OldAddress.objects.filter(path="/a/").exists()
    assert Story.objects.get(latest__headline="Lantern").status == Story.Status.DRAFT


def test_nothing_is_doubled_and_a_dry_run_changes_nothing(bring_in):
    assert bring_in({"a.md": text()}, dry_run=True).counts["post"] == {"imported": 1}
    assert not Story.objects.exists()

    bring_in({"a.md": text()})
    report = bring_in({"a.md": text(title="New"), "b.md": text()}, section="Archive")
    assert report.counts["post"] == {"changed": 1, "imported": 1}
    assert Section.objects.filter(name="Archive").exists()


def test_what_is_not_read_is_named(bring_in):
    report = bring_in({
        "a.md": text(weight=3), "config.toml": "", "themes/x/y.md": text(), "content/_index.md": "",
        "broken.md": yaml("title: [x"), "tabs.md": yaml("\tx: 1"), "list.md": yaml("- x"),
        "never.md": "---\ntitle: x\n", "latin.md": "Caf\xe9".encode("latin-1"),
        "bomb.md": yaml("a: &a [x, x]\nb: [*a, *a]"), "pit.md": yaml("a: " + "[" * 5000),
        "deep.md": yaml("a: " + "[" * 30 + "]" * 30), "long.md": yaml("a: " + "x" * 70_000),
        "toml.md": "+++\nx = \n+++\n",
    })  # fmt: skip

    said = "\n".join(report.lines())
    for words in (
        "keys that are not read: weight (1)",
        "neither Markdown nor pictures, and not read: .toml (1)",
        "files of designs and programs, and not read: 1",
        "the paper makes its lists of stories itself: 1",
        "is no YAML: line 2",
        "is no YAML: it names no keys",
        "never ends: 1",
        "is not in UTF-8: 1",
        "is no plain YAML: it has an alias",
        "is nested too deeply: 2",
        "is longer than 64 KB",
        "is no TOML",
        "post broken.md",
    ):
        assert words in said, words
    assert report.accounted_items == report.total_items == 12
    assert Story.objects.count() == 1


def test_the_command_tells_the_whole_report(tmp_path, capsys):
    write(tmp_path / "site", {"a.md": text(), "b.md": text(draft="true")})
    call_command("import_markdown", str(tmp_path / "site"), site=SITE)

    said = capsys.readouterr().out
    assert "The file holds 2 items" in said
    assert "was a draft: 1" in said
    assert "post b.md “The ferry left”" in said
    assert "The import is complete." in said
