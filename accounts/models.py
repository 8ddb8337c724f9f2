"""People who log in: readers and the newsroom."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from newsroom.model_fields import CharField, EmailField


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Make an account for somebody we know, so that its address counts as confirmed.

        A missing password means that nobody can log in with one.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            user.confirm_address()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address is what they log in with."""

    email = EmailField("e-mail address", unique=True)
    name = CharField(max_length=80, blank=True, help_text="Stands beside the views you share.")
    is_staff = models.BooleanField("may enter the desk", default=False)
    is_active = models.BooleanField("may log in", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name, verbose_name_plural = "person", "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message="An account with this e-mail address exists.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def confirm_address(self):
        """Take it as proved that the e-mail address is theirs; any other one is forgotten."""
        with transaction.atomic():
            self.emailaddress_set.exclude(email=self.email).delete()
            self.emailaddress_set.update_or_create(
                email=self.email, defaults={"primary": True, "verified": True}
            )

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name or self.email
