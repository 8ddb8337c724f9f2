"""Where a test's tasks go, if not to be done at once as tests/environment.py has it."""


def wait_for_a_worker(settings):
    """Into the table of the database."""
    _go_to(settings, "django_tasks_db.DatabaseBackend")


def vanish(settings):
    """Nowhere: nobody ever does them."""
    _go_to(settings, "django.tasks.backends.dummy.DummyBackend")


def _go_to(settings, backend):
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": backend}}
