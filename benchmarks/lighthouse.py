"""What Lighthouse says of the demo paper on a phone, page by page.

    .venv/bin/python -m benchmarks.lighthouse [page ...]

Runs Google's own Lighthouse (fetched into .venv/tools, needs Node.js) with its settings for
mobile and ends with 1 if a category of a page is below 98. What cost points is named below the
table. A page whose speed disappoints is asked twice more, and the median counts: neighbours on a
shared machine cost more points than the page.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.budgets import browser_path
from benchmarks.sites.demo import demo_site, longest_story
from tooling import tools

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MIN_SCORE = 98
MAX_TRIES = 3
# These have noindex on purpose, for which Lighthouse would take points.
NOINDEX = ("search", "login")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def main(wanted):
    try:
        command = tools.lighthouse()
    except tools.Missing as reason:
        print(f"SKIPPED Lighthouse: {reason}.")
        return 0
    if not browser_path():
        print("SKIPPED Lighthouse: there is no Chromium (on Debian: apt-get install chromium).")
        return 0
    with demo_site() as address:
        pages = pages_to_audit()
        print(f"{'page':<10}" + "".join(f"{category:>16}" for category in CATEGORIES), flush=True)
        found = {
            name: audit(command, name, address + path)
            for name, path in pages.items()
            if name in wanted or not wanted
        }
    for name, (_, costs) in found.items():
        for cost in costs:
            print(f"{name}: {cost}")
    lowest = min(min(scores.values()) for scores, _ in found.values())
    return 0 if lowest >= MIN_SCORE else 1


def pages_to_audit():
    from articles.models import Gallery

    story = longest_story()
    gallery = Gallery.objects.published().newest_first().first()
    return {
        "front": "/",
        "section": f"/{story.split('/')[1]}/",
        "story": story,
        "gallery": gallery.get_absolute_url(),
        "search": "/search/?q=library",
        "login": "/accounts/login/",
    }


def audit(command, name, address):
    """The scores of a page by category, and what cost points; prints the scores."""
    skipped = "is-crawlable" if name in NOINDEX else ""
    reports = [lighthouse(command, address, skipped)]
    if score(reports[0], "performance") < MIN_SCORE:
        reports += [lighthouse(command, address, skipped) for _ in range(2)]
    scores = {
        category: statistics.median(score(report, category) for report in reports)
        for category in CATEGORIES
    }
    print(
        f"{name:<10}" + "".join(f"{scores[category]:>16.0f}" for category in CATEGORIES), flush=True
    )
    return scores, list(deductions(reports[-1]))


def lighthouse(command, address, skipped=""):
    """One report. On a busy machine the browser now and then loses its trace: asked again."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}"]
        options += [f"--only-categories={','.join(CATEGORIES)}", f"--skip-audits={skipped}"]
        environment = {**os.environ, "CHROME_PATH": browser_path()}
        for _ in range(MAX_TRIES):
            done = subprocess.run(
                [*map(str, command), address, *options],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return json.loads(file.read_text())
    raise SystemExit(f"Lighthouse gave no report of {address}: {done.stderr.strip()[-500:]}")


def score(report, category):
    # What could not be measured counts as nothing.
    return round((report["categories"][category]["score"] or 0) * 100)


def deductions(report):
    """What Lighthouse took points for, in its own words."""
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                reason = audit.get("displayValue") or audit["title"]
                yield f"{category}: {part['id']} {round(audit['score'] * 100)} ({reason})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
