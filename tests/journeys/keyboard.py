"""A hand at the keyboard of the desk."""

EDITOR = ".ProseMirror[contenteditable=true]"
A_FRAME = 100  # milliseconds; browsers tell of a selection with the next frame, hands are slower
FOCUSED = "selector => document.activeElement.matches(selector)"


def tab_to(page, selector, key="Tab"):
    for _ in range(90):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED, selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}.")


def press_in_toolbar(page, label):
    """From the text back to its toolbar, along with the arrow, and press."""
    tab_to(page, ".prose-menubar button", "Shift+Tab")
    for _ in range(30):
        if page.evaluate(FOCUSED, f"[aria-label='{label}']"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"The toolbar has no {label}.")
