"""What a key costs in the form of a long story, and what its scripts weigh, in Chromium.

    .venv/bin/python -m benchmarks.typing [--words 10000] [--keys 200]

Writes into the middle of a story of the demo paper, key by key, and asks Chromium how much
processor time its main thread took for each: handling, styles, layout and paint, whatever is due by
the next frame. What asking costs is measured beside, without a key, and taken off. A plain
`contenteditable` with the same paragraphs, in the same browser, is the peer. Ends with 1 if a bar
is passed.
"""

import argparse
import statistics
from random import Random

from benchmarks.budgets import browser_path
from benchmarks.sites.demo import demo_site
from benchmarks.versions import in_paragraphs, sample_words

MOST_MS, MOST_KB = 16, 250  # at the 95th percentile of the keys; compressed
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
EDITOR = ".ProseMirror"
# Compressed bytes of the scripts that the form asks for, by their paths.
SCRIPTS = """Object.fromEntries(performance.getEntriesByType("resource")
  .filter(({name}) => name.endsWith(".js"))
  .map(({name, encodedBodySize}) => [new URL(name).pathname, encodedBodySize]))"""
OF_THE_EDITOR = ("/static/django_prose_editor/", "/static/js/desk/")
PLAIN = """html => {
  document.body.innerHTML = "<div contenteditable class=ProseMirror></div>"
  document.querySelector("div").innerHTML = html
}"""
INTO_THE_MIDDLE = """() => {
  const blocks = [...document.querySelectorAll(".ProseMirror > p")]
  const block = blocks[Math.floor(blocks.length / 2)]
  block.scrollIntoView()
  document.querySelector(".ProseMirror").focus()
  getSelection().collapse(block, 1)
}"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=200)
    chosen = parser.parse_args()
    if not browser_path():
        print("SKIPPED typing: there is no Chromium (on Debian: apt-get install chromium).")
        return 0
    from playwright.sync_api import sync_playwright

    text = in_paragraphs(sample_words(Random(8), chosen.words))
    with demo_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.context.add_cookies([session_of_an_editor(address)])
        page.goto(f"{address}/admin/articles/story/{story_of(text)}/change/")
        page.wait_for_selector(EDITOR)
        ours = keys_of(page, chosen.keys)
        scripts = page.evaluate(SCRIPTS)
        plain_page = browser.new_page()
        plain_page.evaluate(PLAIN, text)
        plain = keys_of(plain_page, chosen.keys)
        browser.close()
    print(f"{'ms a key':<28}{'median':>8}{'p95':>8}{'most':>8}")
    for name, times in (("the desk's form", ours), ("a plain contenteditable", plain)):
        figures = (statistics.median(times), percentile(times, 95), max(times))
        print(f"{name:<28}" + "".join(f"{each:>8.1f}" for each in figures))
    weight = sum(size for path, size in scripts.items() if path.startswith(OF_THE_EDITOR)) / 1000
    everything = sum(scripts.values()) / 1000
    print(f"scripts, compressed: {weight:.0f} KB of the editor, {everything:.0f} KB of the form")
    return int(percentile(ours, 95) > MOST_MS or weight > MOST_KB)


def session_of_an_editor(address):
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    chief = get_user_model().objects.create_superuser(email="typing@example.org", name="Typist")
    client.force_login(chief)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


def story_of(text):
    from articles.models import Section, Story

    story = Story(section=Section.objects.first(), slug="long")
    story.write(by=None, headline="A long story", body=text)
    return story.pk


def keys_of(page, number):
    """Milliseconds of the main thread's processor time for each of so many keys."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(INTO_THE_MIDDLE)
    asking = statistics.median(worked(chrome, page) for _ in range(20))
    words = iter(" ".join(sample_words(Random(9), number)))
    return [
        max(worked(chrome, page, key="Space" if (key := next(words)) == " " else key) - asking, 0)
        for _ in range(number)
    ]


def worked(chrome, page, key=None):
    before = main_thread(chrome)
    if key:
        page.keyboard.press(key)
    page.evaluate(NEXT_FRAME)
    return (main_thread(chrome) - before) * 1000


def main_thread(chrome):
    metrics = chrome.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def percentile(times, share):
    return sorted(times)[round((len(times) - 1) * share / 100)]


if __name__ == "__main__":
    raise SystemExit(main())
