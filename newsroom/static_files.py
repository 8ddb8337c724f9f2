"""Static files as they go out: small style sheets, hashed names, compressed."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = re.compile(r"css/[\w-]+\.css")
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n')
# Strings first: what stands in quotation marks is text, whatever it looks like. Space before
# a colon stays, because it may be part of a selector, and so does space around operators. The
# nought of 0.5 means nothing.
NOTHING_TO_READ = re.compile(
    r"""(?P<string>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s*;?\s*(?P<end>})\s*"""
    r"""|\s*(?P<mark>[{;,>])\s*|(?<=:)\s+|(?<![\w.])0(?=\.\d)|(?P<gap>\s+)""",
    re.DOTALL,
)


def without_gaps(css):
    """The same rules without comments and without space that only people need."""

    def kept(found):
        return found["string"] or found["end"] or found["mark"] or (found["gap"] and " ") or ""

    return NOTHING_TO_READ.sub(kept, css).strip()


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Write the imports of our style sheets into them, so that a page asks for one or two.

    Without collectstatic browsers follow the imports themselves: same rules, more requests.
    """

    def post_process(self, paths, dry_run=False, **options):
        for sheet in [name for name in paths if OURS.fullmatch(name) and not dry_run]:
            storage, name = paths[sheet]
            with storage.open(name) as file:
                bundled = IMPORT.sub(
                    lambda match: self._imported(match, paths), file.read().decode()
                )
            self.delete(sheet)
            self._save(sheet, ContentFile(without_gaps(bundled).encode()))
            paths[sheet] = (self, sheet)
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, match, paths):
        storage, name = paths[f"css/{match['name']}"]
        with storage.open(name) as file:
            # Deeper folders hold no addresses, so "../fonts/" means the same in the bundle.
            text = file.read().decode()
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text
