"""People who log in: readers and the newsroom."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.dispatch import Signal
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.model_fields import CharField, EmailField

# What somebody may do here hangs on these, and on their groups.
DECIDES_RIGHTS = ("is_staff", "is_active", "is_superuser")
# Somebody has shown that the address of their account is theirs: `user`.
address_confirmed = Signal()
RESTRICTED = ("restriction", "restricted_until", "restricted_because")


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


class Restriction(models.TextChoices):
    MUTED = "muted", "Shares no views"
    BANNED = "banned", "Does not log in"


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address is what they log in with."""

    email = EmailField("e-mail address", unique=True)
    name = CharField(max_length=80, blank=True, help_text="Stands beside the views you share.")
    is_staff = models.BooleanField("may enter the desk", default=False)
    is_active = models.BooleanField("may log in", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    story_letters = models.BooleanField("gets letters about stories", default=True, db_default=True)
    # Until when staff may enter the desk without a second factor; NULL until they first come.
    second_factor_due = models.DateTimeField(null=True, blank=True, editable=False)
    # Each session holds the number it began under; a new one ends them all.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    # What a reader may not do for a while. It is over when its hour has come, whoever looks.
    restriction = CharField(
        max_length=6, choices=Restriction, blank=True, default="", db_default="", editable=False
    )
    restricted_until = models.DateTimeField(null=True, blank=True, editable=False)
    restricted_because = CharField(
        max_length=300, blank=True, default="", db_default="", editable=False
    )

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

    def save(self, *args, update_fields=None, **kwargs):
        """Saved with other rights than before, somebody has to log in again everywhere."""
        if self._has_other_rights(update_fields):
            self.session_epoch += 1
            update_fields = update_fields and {*update_fields, "session_epoch"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _has_other_rights(self, update_fields):
        if self.last_login is None or self._state.adding:
            return False  # nobody has a session
        if update_fields is not None and not set(DECIDES_RIGHTS) & set(update_fields):
            return False
        before = User.objects.filter(pk=self.pk).values(*DECIDES_RIGHTS).first()
        return before is not None and before != {n: getattr(self, n) for n in DECIDES_RIGHTS}

    @property
    def is_muted(self):
        """Whether they may share no views at this moment; who is banned may not, either."""
        return self.restricted_until is not None and self.restricted_until > timezone.now()

    @property
    def is_banned(self):
        return self.restriction == Restriction.BANNED and self.is_muted

    def restrict(self, restriction, *, until, because):
        """Mute or ban them until then. Who is banned is logged out everywhere."""
        self.restriction, self.restricted_until = restriction, until
        self.restricted_because = because
        self.session_epoch += restriction == Restriction.BANNED
        self.save(update_fields=[*RESTRICTED, "session_epoch"])

    def set_free(self):
        self.restriction, self.restricted_until, self.restricted_because = "", None, ""
        self.save(update_fields=RESTRICTED)

    def end_sessions(self):
        """Log them out everywhere, from the next request on."""
        self.session_epoch += 1
        self.save(update_fields=["session_epoch"])

    def _get_session_auth_hash(self, secret=None):
        # Django compares it at each request, under old secrets too. Unchanged at zero, so that
        # an update of the site logs nobody out.
        key_salt = "accounts.models.User.get_session_auth_hash"
        if not self.session_epoch:
            return super()._get_session_auth_hash(secret=secret)
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()

    def confirm_address(self):
        """Take it as proved that the e-mail address is theirs; any other one is forgotten."""
        with transaction.atomic():
            self.emailaddress_set.exclude(email=self.email).delete()
            self.emailaddress_set.update_or_create(
                email=self.email, defaults={"primary": True, "verified": True}
            )
            address_confirmed.send(User, user=self)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name or self.email


class HeldRestriction(models.Model):
    """The mute or ban of an account that is gone, until its end (accounts.held)."""

    # Of the address, which is kept nowhere.
    fingerprint = CharField(max_length=64, unique=True, editable=False)
    restriction = CharField(max_length=6, choices=Restriction, editable=False)
    until = models.DateTimeField(db_index=True, editable=False)
    because = CharField(max_length=300, blank=True, editable=False)

    def __str__(self):
        return f"{self.restriction} until {self.until}"
