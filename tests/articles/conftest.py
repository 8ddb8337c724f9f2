import pytest

from articles.interchange import wordpress

from .wordpress_exports import export


@pytest.fixture
def bring_in(tmp_path):
    """bring_in(post(1), post(2), …): the report of importing these."""

    def bring_in(*items, head="", **options):
        path = tmp_path / "export.xml"
        path.write_text(export(*items, head=head), encoding="utf-8")
        return wordpress.bring_in(path, **options)

    return bring_in
