"""What packages would put on the desk and a newsroom has no word for, or no use."""

# Their tables must be there to be removed.
from allauth.account import admin as _of_addresses  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _of_second_factors  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _of_sessions  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as _of_groups  # noqa: F401
from django.contrib.auth.models import Group
from django_tasks_db import admin as _of_tasks  # noqa: F401
from django_tasks_db.models import DBTaskResult

# Whoever may change a confirmed address takes over its account: a person's page does that, with a
# letter to the owner. What a role may is written in accounts.roles, and every migrate brings it
# back; who has it stands with the person. Tasks have a table of ours, articles.admin.tasks.
# Nobody needs to see anybody's secrets, or where they are logged in.
admin.site.unregister([EmailAddress, Group, DBTaskResult, Authenticator, UserSession])
