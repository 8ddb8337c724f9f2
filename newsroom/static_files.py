"""Static files as they are served: style sheets bundled and minified, scripts without comments,
names hashed, gzipped; and which of them are nobody's to read."""

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
OUR_SCRIPTS = re.compile(r"js/[\w/-]+\.js")
# What has lines of its own: behind code, "//" may stand in a string.
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/[ \t]*)\n", re.DOTALL | re.MULTILINE)


def without_comments(script):
    """The same script without comments that have lines of their own.

    No text in backquotes of ours goes over a line's end: a test looks.
    """
    return COMMENT.sub("", script)


def minified(css):
    """The same CSS without comments, and without white space that means nothing."""

    def kept(found):
        return found["string"] or found["end"] or found["mark"] or (found["gap"] and " ") or ""

    return MINIFIABLE.sub(kept, css).strip()


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundles what our style sheets @import into them, so that a page asks for one or two; and
    leaves out of scripts what only their next author reads.

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
            self._put(sheet, minified(bundled), paths)
        for script in [name for name in paths if OUR_SCRIPTS.fullmatch(name) and not dry_run]:
            storage, name = paths[script]
            with storage.open(name) as file:
                self._put(script, without_comments(file.read().decode()), paths)
        yield from super().post_process(paths, dry_run, **options)

    def _put(self, name, text, paths):
        self.delete(name)
        self._save(name, ContentFile(text.encode()))
        paths[name] = (self, name)

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
