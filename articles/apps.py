from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Newsroom"

    def ready(self):
        from articles import announcing, checks, forgetting, frames, holdings, log, tasks
        from articles.announcing import letters
        from articles.body import media
        from articles.models import listed, triggers
        from articles.models.paper import keep_paper
        from articles.search import desk, index
        from newsroom.backup import files
        from newsroom.machine import figures

        media.load()
        checks.load()
        log.listen()
        forgetting.listen()
        frames.listen()
        holdings.listen()
        index.listen()
        # After the tables of SQLite's indexes, which it writes to.
        post_migrate.connect(desk.complete, sender=self, dispatch_uid="articles.search.desk")
        tasks.listen()
        letters.listen()
        figures.add(announcing.figures)
        files.add(files.Kept("originals", "articles_picture", "original", "digest"))
        files.add(files.Kept("originals", "articles_sound", "file", "digest"))
        post_migrate.connect(triggers.put_up, sender=self, dispatch_uid="articles.models.triggers")
        pre_migrate.connect(listed.before_migrations, sender=self, dispatch_uid="articles.listed")
        post_migrate.connect(listed.put_up, sender=self, dispatch_uid="articles.models.listed")
        post_migrate.connect(
            forgetting.plan_what_was_scheduled_before, sender=self, dispatch_uid="articles.hours"
        )
        post_migrate.connect(keep_paper, sender=self, dispatch_uid="articles.paper")
