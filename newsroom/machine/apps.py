from django.apps import AppConfig
from django.db.backends.signals import connection_created


class MachineConfig(AppConfig):
    name = "newsroom.machine"
    label = "machine"
    verbose_name = "Machine"

    def ready(self):
        from . import queries

        connection_created.connect(queries.watch, dispatch_uid="newsroom.machine.queries")
