"""Static files as they are served: style sheets bundled and minified, names hashed, gzipped; and
which of them are nobody's to read."""

import re

from django.core.files.base import ContentFile
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The list of all files, and what leads from a script back to its source; compressed, too.
# deploy/nginx.conf says the same.
NOT_SERVED = re.compile(r"(?:/staticfiles\.json|\.map)(?:\.gz|\.br)?\Z", re.IGNORECASE)
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


def is_served(path):
    """Whether the file at this path, below any folder, is for browsers."""
    return NOT_SERVED.search(path) is None


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, which would serve everything that lies in the folder."""

    def add_file_to_dictionary(self, url, path, stat_cache=None):
        if is_served(url):
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)

    def candidate_paths_for_url(self, url):
        """With DEBUG, files are looked for at each request."""
        return super().candidate_paths_for_url(url) if is_served(url) else ()
