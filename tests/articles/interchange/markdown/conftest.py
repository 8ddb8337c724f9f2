import pytest

from articles.interchange import markdown

from .sites import SITE, write


@pytest.fixture
def bring_in(tmp_path):
    """bring_in({"a.md": text()}, …): the report of importing these files, or this zip."""

    def bring_in(files, **options):
        path = tmp_path / "site"
        if isinstance(files, bytes):
            path = tmp_path / "site.zip"
            path.write_bytes(files)
        else:
            write(path, files)
        return markdown.import_site(path, SITE, **options)

    return bring_in
