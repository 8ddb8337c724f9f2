from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Newsroom"

    def ready(self):
        from articles import announcing, forgetting, frames, log, tasks
        from articles.announcing import letters
        from articles.models import triggers
        from articles.models.paper import keep_paper
        from articles.search import index
        from newsroom.machine import figures

        log.listen()
        forgetting.listen()
        frames.listen()
        index.listen()
        tasks.listen()
        letters.listen()
        figures.add(announcing.figures)
        post_migrate.connect(triggers.put_up, sender=self, dispatch_uid="articles.models.triggers")
        post_migrate.connect(
            forgetting.plan_what_was_scheduled_before, sender=self, dispatch_uid="articles.hours"
        )
        post_migrate.connect(keep_paper, sender=self, dispatch_uid="articles.paper")
