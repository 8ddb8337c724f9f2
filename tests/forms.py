"""Forms of a page, filled in and sent as a browser would: by name, whatever they are for."""

from urllib.parse import urlencode

import tinyhtml5

FORM = "application/x-www-form-urlencoded"


def tree_of(response):
    return tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)


def fields_of(form):
    """What a browser would send of a <form> that nobody has touched, and which are texts."""
    sent, texts = [], []
    for control in form.iter():
        if control.tag not in ("input", "textarea", "select"):
            continue
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.get("disabled") is not None:
            continue
        if control.tag == "select":
            chosen = [o for o in control.iter("option") if o.get("selected") is not None]
            sent += [(name, o.get("value", "")) for o in chosen or list(control.iter("option"))[:1]]
        elif control.tag == "textarea":
            sent.append((name, control.text or ""))
            texts.append(name)
        elif kind in ("checkbox", "radio"):
            if control.get("checked") is not None:
                sent.append((name, control.get("value", "on")))
        elif kind not in ("submit", "button", "file", "image", "reset"):
            sent.append((name, control.get("value", "")))
            if kind in ("text", "search"):
                texts.append(name)
    return sent, texts


def form_with(tree, name):
    """The <form> of a page that has a control of this name."""
    return next(
        form
        for form in tree.iter("form")
        if any(control.get("name") == name for control in form.iter())
    )


def encoded(fields):
    """The fields as bytes; half a surrogate pair travels as the three bytes that it would be."""
    return urlencode(fields, encoding="utf-8", errors="surrogatepass")


def send(client, path, fields):
    return client.post(path, encoded(fields), content_type=FORM)
