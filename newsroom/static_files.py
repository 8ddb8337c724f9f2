"""Static files as they are served: style sheets bundled and minified, names hashed, gzipped."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEETS = re.compile(r"css/[\w-]+\.css")
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n')
# Strings first: what stands in quotation marks is text, whatever it looks like. Space before
# a colon stays, because it may be part of a selector, and so does space around operators. The
# nought of 0.5 means nothing.
MINIFIABLE = re.compile(
    r"""(?P<string>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s*;?\s*(?P<end>})\s*"""
    r"""|\s*(?P<mark>[{;,>])\s*|(?<=:)\s+|(?<![\w.])0(?=\.\d)|(?P<gap>\s+)""",
    re.DOTALL,
)


def minified(css):
    """The same CSS without comments, and without white space that means nothing."""

    def kept(found):
        return found["string"] or found["end"] or found["mark"] or (found["gap"] and " ") or ""

    return MINIFIABLE.sub(kept, css).strip()


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundles what our style sheets @import into them, so that a page asks for one or two.

    Without collectstatic browsers follow the imports themselves: same rules, more requests.
    """

    def post_process(self, paths, dry_run=False, **options):
        """As Django's hook of collectstatic, after writing the bundles."""
        for sheet in [name for name in paths if STYLE_SHEETS.fullmatch(name) and not dry_run]:
            storage, name = paths[sheet]
            with storage.open(name) as file:
                bundled = IMPORT.sub(
                    lambda match: self._imported(match, paths), file.read().decode()
                )
            self.delete(sheet)
            self._save(sheet, ContentFile(minified(bundled).encode()))
            paths[sheet] = (self, sheet)
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, match, paths):
        storage, name = paths[f"css/{match['name']}"]
        with storage.open(name) as file:
            # Deeper folders hold no addresses, so "../fonts/" means the same in the bundle.
            text = file.read().decode()
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text
