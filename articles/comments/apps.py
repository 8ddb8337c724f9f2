from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "articles.comments"
    label = "comments"
    verbose_name = "Readers’ views"

    def ready(self):
        from articles import log

        from . import forgetting, holdings
        from .models import Comment, title_in_log

        # What moderators do is logged by their verbs; what readers write is not the log's.
        unwatched = [field.name for field in Comment._meta.concrete_fields if not field.primary_key]
        log.watch(
            log.Watched(Comment, unwatched=tuple(unwatched), creations=False, title=title_in_log)
        )
        forgetting.listen()
        holdings.listen()
