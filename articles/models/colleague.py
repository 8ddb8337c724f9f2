from django.contrib.auth import get_user_model
from django.db.models import Q

User = get_user_model()


class ColleagueManager(User._default_manager.__class__):
    def get_queryset(self):
        works_here = Q(is_staff=True) | Q(is_superuser=True)
        return super().get_queryset().filter(works_here, is_active=True)


class Colleague(User):
    """Somebody who works at the desk: an account that has a role (accounts.roles)."""

    objects = ColleagueManager()

    class Meta:
        proxy = True
        verbose_name = "colleague"
        # Whose role they may give and take stands in accounts.roles.
        default_permissions = ()
        permissions = [("look_after_colleague", "Can invite, change and remove colleagues")]
