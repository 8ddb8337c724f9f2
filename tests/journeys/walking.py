"""Going through a page as somebody with a keyboard does, and seeing what moves on the way."""

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

# Before the page: adds up how far things jump that nobody has touched.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) shifted += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
# One screen further; false at the end.
SCROLL = """
() => {
  scrollBy(0, innerHeight);
  return scrollY + innerHeight + 1 < document.documentElement.scrollHeight;
}
"""
# What has the focus, where on the page it is, and whether somebody can see so.
FOCUSED = """
() => {
  const element = document.activeElement;
  if (element === document.body || element.dataset.visited) return null;
  element.dataset.visited = "yes";
  // A link around a picture begins with an empty line; the ring goes around all of it.
  const boxes = [element, ...element.querySelectorAll("*")].flatMap(e => [...e.getClientRects()]);
  const box = boxes.find(box => box.width > 1 && box.height > 1) ?? boxes[0];
  const style = getComputedStyle(element);
  const there = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), box.top + box.height / 2);
  return {
    what: element.outerHTML.slice(0, 120),
    left: box.left + scrollX, right: box.right + scrollX,
    top: box.top + scrollY, bottom: box.bottom + scrollY,
    is_seen: box.width > 1 && box.height > 1 && !!there &&
      (element.contains(there) || there.contains(element)),
    has_ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}
"""
# What can have the focus and did not get it: a trap sends one back before that.
NOT_VISITED = """
[...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
  .filter(element => element.checkVisibility() && !element.disabled && element.tabIndex >= 0)
  .filter(element => !element.dataset.visited && element.type !== "radio")
  .map(element => element.outerHTML.slice(0, 120))
"""
LONGEST_WAY = 400  # steps; a page that has not let go by then never does


def scroll_to_the_end(page):
    while page.evaluate(SCROLL):
        page.wait_for_timeout(50)


def walk(page):
    """Press Tab until the page lets go, or comes back to where one was; what was met, in order.

    A page that holds on to the focus fails.
    """
    steps = []
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step is None:
            left_behind = page.evaluate(NOT_VISITED)
            assert left_behind == []
            return steps
        steps.append(step)
    raise AssertionError(f"No way out after {LONGEST_WAY} steps, at {steps[-1]['what']}")
