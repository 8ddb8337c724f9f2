"""Things a newsroom has. The default is valid and dull; say what differs."""

from .articles import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    picture_file,
    pictures_without_files,
)
from .comments import CommentFactory
from .people import UserFactory, chief_editor, editor, moderator, reporter

__all__ = [
    "AuthorFactory",
    "CommentFactory",
    "CorrectionFactory",
    "GalleryFactory",
    "PictureFactory",
    "PolicyFactory",
    "QuoteFactory",
    "SectionFactory",
    "StoryFactory",
    "TopicFactory",
    "UserFactory",
    "chief_editor",
    "editor",
    "moderator",
    "picture_file",
    "pictures_without_files",
    "reporter",
]
