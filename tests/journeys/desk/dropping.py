"""Files that an editor drops on a page of the desk, or pastes into it, and what comes of them."""

from base64 import b64encode

from tests.articles.pictures.library import another

BRING = """
({selector, kinds, files}) => {
  const data = new DataTransfer();
  for (const {name, type, bytes} of files)
    data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, {type}));
  const target = document.querySelector(selector);
  const {left, top} = target.getBoundingClientRect();
  const about = {dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true,
    clientX: left + 30, clientY: top + 30};
  for (const kind of kinds)
    target.dispatchEvent(new (kind === "paste" ? ClipboardEvent : DragEvent)(kind, about));
}"""
TWO_ROWS = "() => document.querySelectorAll('[data-rows] > [data-row]').length === 2"
DONE = "() => /uploaded.*\\.$/.test(document.querySelector('.uploads__status').textContent)"


def as_sent(name, data, kind="image/jpeg"):
    return {"name": name, "type": kind, "bytes": b64encode(data).decode()}


def picture(number):
    return as_sent(f"boat {number}.jpg", another(width=300, height=200))


def drop(page, files, selector="body", kinds=("dragover", "drop")):
    page.evaluate(BRING, {"selector": selector, "kinds": kinds, "files": files})


def rows(page):
    return page.locator("[data-rows] > [data-row]")
