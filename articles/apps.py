from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Newsroom"

    def ready(self):
        from articles import guards, search_index, tasks
        from articles.models.paper import keep_paper

        search_index.listen()
        tasks.listen()
        post_migrate.connect(guards.put_up, sender=self, dispatch_uid="articles.guards")
        post_migrate.connect(keep_paper, sender=self, dispatch_uid="articles.paper")
