from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Newsroom"

    def ready(self):
        from articles import (
            guards,
            log,
            notices,
            purging,
            purging_pictures,
            search_index,
            tasks,
        )
        from articles.models.paper import keep_paper

        log.listen()
        search_index.listen()
        tasks.listen()
        purging.listen()
        purging_pictures.listen()
        notices.listen()
        post_migrate.connect(guards.put_up, sender=self, dispatch_uid="articles.guards")
        post_migrate.connect(keep_paper, sender=self, dispatch_uid="articles.paper")
