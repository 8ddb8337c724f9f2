"""Static files as they go out: one style sheet, hashed names, compressed."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n')


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Write the imports of css/site.css into it, so that a page asks for one style sheet.

    Without collectstatic browsers follow the imports themselves: same rules, more requests.
    """

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            storage, name = paths[BUNDLE]
            with storage.open(name) as file:
                bundled = IMPORT.sub(
                    lambda match: self._imported(match, paths), file.read().decode()
                )
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(bundled.encode()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)

    def _imported(self, match, paths):
        storage, name = paths[f"css/{match['name']}"]
        with storage.open(name) as file:
            # Deeper folders hold no addresses, so "../fonts/" means the same in the bundle.
            text = file.read().decode()
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text
