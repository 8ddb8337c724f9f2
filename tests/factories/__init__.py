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
from .people import (
    UserFactory,
    administrator,
    chief_editor,
    contributor,
    editor,
    moderator,
    reporter,
    section_editor,
)

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
    "administrator",
    "chief_editor",
    "contributor",
    "editor",
    "moderator",
    "picture_file",
    "pictures_without_files",
    "reporter",
    "section_editor",
]
