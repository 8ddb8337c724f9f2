from django_tasks_db.models import DBTaskResult


class Task(DBTaskResult):
    """A task of the worker, as the desk knows it: a row of the queue (newsroom.task_queue)."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = "task"
        verbose_name_plural = "tasks"
