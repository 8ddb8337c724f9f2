import factory

from articles.comments.models import Comment

from .articles import StoryFactory


class CommentFactory(factory.django.DjangoModelFactory):
    """An approved view; CommentFactory(status="waiting") waits for a moderator."""

    class Meta:
        model = Comment

    story = factory.SubFactory(StoryFactory, published=True)
    name = factory.Sequence(lambda n: f"Reader {n}")
    text = "The bridge was never closed on the north side."
    status = Comment.Status.APPROVED
