"""Performance budgets: a page's bytes and requests, its layout shift, its largest paint (LCP).

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

from benchmarks.sites.demo import demo_site, longest_story

KB = 1024
VISITS = 5
# The most a page may have. `html` and `css` are bytes of the compressed body, `bytes` of all that
# is transferred, `shift` is the cumulative layout shift (CLS), `paint` the LCP in milliseconds.
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
LABELS = {
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
SLOW_NETWORK = {
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
    """Where Chromium or Chrome is installed, or None."""
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
    """The figures of one page, by the names in BUDGETS."""
    with visit(browser) as (page, files):
        page.goto(address)  # which warms the site up: the first answer is slower than any other
    with visit(browser) as (page, files):
        page.goto(address, wait_until="networkidle")
        figures = transferred(files)
        figures["scripts"] += page.locator("script:not([src], [type*=json])").count()
        while page.evaluate(f"(() => {{ {SCROLL} }})()"):
            page.wait_for_timeout(50)
        shifts = [page.evaluate("seen.shift")]
    paints = []
    for _ in range(VISITS):
        with visit(browser, slow=True) as (page, _):
            page.goto(address, wait_until="networkidle")
            seen = reported_metrics(page)
            paints.append(seen["paint"])
            shifts.append(seen["shift"])
    return figures | {"shift": max(shifts), "paint": statistics.median(paints)}


def reported_metrics(page):
    """Layout shift and largest paint (ms), which the browser reports a little later."""
    for _ in range(100):
        page.wait_for_timeout(200)
        seen = page.evaluate("seen")
        if seen["paint"]:
            return seen
    raise SystemExit(f"{page.url}: the browser has painted nothing.")


class visit:  # noqa: N801 a context manager
    """A first visit with an empty cache; gives the page and a dict of the files it requests."""

    def __init__(self, browser, slow=False):
        self.context, self.slow = browser.new_context(**PHONE), slow

    def __enter__(self):
        page, self.files = self.context.new_page(), {}
        page.add_init_script(OBSERVE)
        devtools = self.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._began)
        devtools.on("Network.loadingFinished", self._ended)
        if self.slow:
            devtools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        return page, self.files

    def __exit__(self, *_):
        self.context.close()

    def _began(self, event):
        response = event["response"]
        self.files[event["requestId"]] = {
            "kind": event["type"],
            "address": response["url"],
            "head": response["encodedDataLength"],
            "size": 0,
        }

    def _ended(self, event):
        if event["requestId"] in self.files:
            self.files[event["requestId"]]["size"] = event["encodedDataLength"]


def transferred(files):
    """Bytes and numbers of the files of a visit; prints a list of them."""
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
        for name, limit in budget.items():
            figure = found[page][name]
            exceeded += figure > limit
            figures = f"{formatted(name, figure):>10}{formatted(name, limit):>10}"
            print(
                f"{page:<7}{LABELS[name]:<36}{figures}" + ("   EXCEEDED" if figure > limit else "")
            )
    return 1 if exceeded else 0


def formatted(name, figure):
    if name in ("html", "css", "bytes"):
        return f"{figure / KB:.1f} KB"
    if name == "paint":
        return f"{figure:.0f} ms"
    return f"{figure:.3f}" if name == "shift" else f"{figure}"


if __name__ == "__main__":
    sys.exit(main())
