"""Small sites of Markdown files, written for the tests."""

import io
import zipfile
from pathlib import Path

SITE = "https://lantern.example"


def text(*, body="The ferry left at six.", **differs):
    """A public text with YAML before it; a key that is None is left out."""
    said = {"title": "The ferry left", "date": "2019-05-15T10:00:00+02:00"} | differs
    return yaml("\n".join(f"{key}: {each}" for key, each in said.items() if each is not None), body)


def yaml(before, body="The ferry left at six."):
    return f"---\n{before}\n---\n\n{body}\n"


def write(folder, files):
    """The folder with these files: {path: text or bytes}."""
    for name, content in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(files):
    """A zip of these files, as bytes; a name may be a ZipInfo."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()
