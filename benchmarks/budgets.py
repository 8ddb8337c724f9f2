"""What a page may weigh and how long a reader on a phone may wait, measured and enforced.

    .venv/bin/python -m benchmarks.budgets

Serves the demo paper, opens it in Chromium as a phone of 390 pixels and double density, and
ends with 1 if a budget is exceeded. Bytes are counted as they were transferred. Waiting is
measured on a slow line (1.6 Mbit/s, 150 ms) with a quarter of this machine's processor, the
median of five visits with an empty cache.
"""

import re
import shutil
import statistics
import sys
from urllib.parse import urlsplit

from benchmarks.demo_site import demo_site, longest_story

KB = 1024
VISITS = 5
# What a page may have at most. Bytes of `html` and `css` are of the compressed body.
BUDGETS = {
    "story": {
        "html": 14 * KB,
        "css": 8 * KB,
        "scripts": 0,
        "requests": 6,
        "bytes": 100 * KB,
        "shift": 0.02,
        "paint": 2000,
    },
    "front": {"scripts": 0, "bytes": 300 * KB, "shift": 0.02, "paint": 2500},
}
NAMES = {
    "html": "HTML, compressed",
    "css": "CSS, compressed",
    "scripts": "scripts",
    "requests": "requests",
    "bytes": "all that came, with headers",
    "shift": "layout shift, also when scrolling",
    "paint": "largest paint on a slow phone",
}
ICONS = re.compile(r"/(icon|apple-touch-icon)[.-]|/favicon\.ico|/manifest\.webmanifest")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
OBSERVE = """
window.seen = {shift: 0, paint: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) seen.shift += entry.value;
})).observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  seen.paint = entry.startTime;
})).observe({type: "largest-contentful-paint", buffered: true});
"""
SCROLL = (
    "window.scrollBy(0, 600); return window.scrollY + innerHeight + 1 < document.body.scrollHeight"
)


def browser_path():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((shutil.which(name) for name in names if shutil.which(name)), None)


def main():
    if not browser_path():
        print("SKIPPED the budgets: there is no Chromium (on Debian: apt-get install chromium).")
        return 0
    from playwright.sync_api import sync_playwright

    with demo_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        pages = {"story": address + longest_story(), "front": f"{address}/"}
        found = {name: measured(browser, pages[name]) for name in BUDGETS}
        browser.close()
    return report(found)


def measured(browser, address):
    """Everything a budget asks about one page."""
    with visit(browser) as (page, files):
        page.goto(address)  # which warms the site up: the first answer is slower than any other
    with visit(browser) as (page, files):
        page.goto(address, wait_until="networkidle")
        figures = weighed(files)
        figures["scripts"] += page.locator("script:not([src], [type*=json])").count()
        while page.evaluate(f"(() => {{ {SCROLL} }})()"):
            page.wait_for_timeout(50)
        shifts = [page.evaluate("seen.shift")]
    waits = []
    for _ in range(VISITS):
        with visit(browser, slow=True) as (page, _):
            page.goto(address, wait_until="networkidle")
            seen = seen_by_a_reader(page)
            waits.append(seen["paint"])
            shifts.append(seen["shift"])
    return figures | {"shift": max(shifts), "paint": statistics.median(waits)}


def seen_by_a_reader(page):
    """The shifts and the largest paint, which the browser reports a little later."""
    for _ in range(100):
        page.wait_for_timeout(200)
        seen = page.evaluate("seen")
        if seen["paint"]:
            return seen
    raise SystemExit(f"{page.url}: the browser has painted nothing.")


class visit:  # noqa: N801 a context manager
    """A first visit with an empty cache; gives the page and the list of files it asks for."""

    def __init__(self, browser, slow=False):
        self.context, self.slow = browser.new_context(**PHONE), slow

    def __enter__(self):
        page, self.files = self.context.new_page(), {}
        page.add_init_script(OBSERVE)
        wire = self.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._began)
        wire.on("Network.loadingFinished", self._ended)
        if self.slow:
            wire.send("Network.emulateNetworkConditions", SLOW_LINE)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        return page, self.files

    def __exit__(self, *_):
        self.context.close()

    def _began(self, event):
        answer = event["response"]
        self.files[event["requestId"]] = {
            "kind": event["type"],
            "address": answer["url"],
            "head": answer["encodedDataLength"],
            "size": 0,
        }

    def _ended(self, event):
        if event["requestId"] in self.files:
            self.files[event["requestId"]]["size"] = event["encodedDataLength"]


def weighed(files):
    """The bytes and numbers of a visit, after a list of what came."""
    # Not the icons and their manifest, which a browser asks for once in months.
    files = [file for file in files.values() if not ICONS.search(file["address"])]
    for file in files:
        print(f"{file['size']:>8}  {file['kind']:<12}{urlsplit(file['address']).path}")

    def bodies(kind):
        return sum(file["size"] - file["head"] for file in files if file["kind"] == kind)

    return {
        "html": bodies("Document"),
        "css": bodies("Stylesheet"),
        "scripts": sum(file["kind"] == "Script" for file in files),
        "requests": len(files),
        "bytes": sum(file["size"] for file in files),
    }


def report(found):
    """Print every figure beside its budget; 1 if one is exceeded, else 0."""
    exceeded = 0
    print(f"\n{'page':<7}{'what':<36}{'measured':>10}{'budget':>10}")
    for page, budget in BUDGETS.items():
        for name, most in budget.items():
            figure = found[page][name]
            exceeded += figure > most
            row = f"{page:<7}{NAMES[name]:<36}{worded(name, figure):>10}{worded(name, most):>10}"
            print(row + ("   EXCEEDED" if figure > most else ""))
    return 1 if exceeded else 0


def worded(name, figure):
    if name in ("html", "css", "bytes"):
        return f"{figure / KB:.1f} KB"
    if name == "paint":
        return f"{figure:.0f} ms"
    return f"{figure:.3f}" if name == "shift" else f"{figure}"


if __name__ == "__main__":
    sys.exit(main())
