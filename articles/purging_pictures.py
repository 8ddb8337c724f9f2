"""The former address of a task, for those queued before 0.2; to be removed with 0.3."""

from articles.announcing.purging.pictures import purge_pages_with as forget_pages_with

__all__ = ["forget_pages_with"]
