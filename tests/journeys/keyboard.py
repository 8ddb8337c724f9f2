"""A hand at the keyboard: along a page, and in the text of the desk."""

from tests.factories.people import PASSWORD

EDITOR = ".ProseMirror[contenteditable=true]"
FOCUSED = "selector => document.activeElement.matches(selector)"
# What the link, button or field with the focus is called.
NAME = """() => {
  const e = document.activeElement;
  const words = e.ariaLabel || (e.labels && e.labels.length ? e.labels[0] : e).textContent;
  return words.replace(/\\s+/g, " ").trim().replace(/:$/, "");
}"""
LONGEST_WAY = 90  # steps of the Tab key
# Browsers tell of a selection with the next frame, and hands are slower than that.
A_FRAME = """() => new Promise((done) => requestAnimationFrame(
  () => requestAnimationFrame(() => setTimeout(done, 50))))"""
AT_END = """() => {
  const { isCollapsed, anchorNode, anchorOffset } = getSelection();
  const text = anchorNode?.nodeType === Node.TEXT_NODE;
  return isCollapsed && text && anchorOffset === anchorNode.length;
}"""


def wait_a_frame(page):
    """However long this machine takes to draw one."""
    page.evaluate(A_FRAME)


def back_in_text(page):
    """Until the text has the focus again. The editor sets its selection 20 ms after that once more:
    a key that was pressed before would be undone."""
    page.wait_for_function(FOCUSED, arg=EDITOR)
    wait_a_frame(page)


def caret_to_end(page):
    """To the end of the line that was clicked into. The editor sets its selection once more a
    moment after a click: on a busy machine that is after End was pressed."""
    for _ in range(20):
        wait_a_frame(page)
        page.keyboard.press("End")
        wait_a_frame(page)
        if page.evaluate(AT_END):
            return
    raise AssertionError("End does not lead to the end of the line.")


def tab_to(page, selector, key="Tab"):
    for _ in range(LONGEST_WAY):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}.")


def tab_to_name(page, name):
    """Tab until the link, button or field of this name has the focus."""
    met = []
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        met.append(page.evaluate(NAME))
        if met[-1] == name:
            return
    met = ", ".join(name[:40] for name in met)
    raise AssertionError(f"Tab does not lead to “{name}”. It leads to: {met}")


def enter(page, name):
    """Follow the link or press the button of this name, and wait for the page it opens."""
    tab_to_name(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, label, words):
    """Write into the field of this name, in place of what stands there."""
    tab_to_name(page, label)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)


def choose(page, name):
    """Along a group of round boxes, one of which has the focus, with the arrow."""
    for _ in range(LONGEST_WAY):
        if page.evaluate(NAME) == name:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrow does not lead to “{name}”.")


def log_in(page, user):
    """At the form that asks who one is."""
    write(page, "E-mail address", user.email)
    write(page, "Password", PASSWORD)
    enter(page, "Log in")


def press_in_toolbar(page, label):
    """From the text back to its toolbar, along with the arrow, behind "More" if it is there."""
    tab_to(page, ".prose-menubar button", "Shift+Tab")
    if page.locator(f".desk-tools__more button[aria-label='{label}']").count():
        _press_along(page, "[data-name=more]")
    _press_along(page, f"[aria-label='{label}']")


def _press_along(page, selector):
    for _ in range(30):
        if page.evaluate(FOCUSED, selector):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"The toolbar has no {selector}.")
