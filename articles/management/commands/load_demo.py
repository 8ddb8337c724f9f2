import json
import secrets
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from articles.demo import loading
from articles.models import Section

PEOPLE = {
    "Chief editor": ("chief@harbour.example", "Odile Hartmann"),
    "Editor": ("editor@harbour.example", "Ines Marlow"),
    "Reporter": ("reporter@harbour.example", "Ana Petrov"),
    "Moderator": ("moderator@harbour.example", "Ruth Calder"),
    None: ("reader@harbour.example", "Jonas Field"),
}


class Command(BaseCommand):
    help = "Fill an empty site with the demo paper, once. A site that has sections is left alone."

    def handle(self, **options):
        if Section.objects.exists():
            self.stdout.write("The paper has content already; the demo was not loaded.")
            return
        started = time.monotonic()
        password = secrets.token_urlsafe(9)
        people = {group: self._person(group, password) for group in PEOPLE}
        counts = loading.load(
            by=people["Editor"],
            reporter=people["Reporter"],
            progress=self._print_progress if options["verbosity"] > 1 else None,
        )
        login = {"email": PEOPLE["Editor"][0], "password": password}
        note = settings.VAR_DIR / "demo-login.json"
        note.touch(mode=0o600)
        note.write_text(json.dumps(login))
        summary = ", ".join(f"{count} {noun}" for noun, count in counts.items())
        seconds = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"Loaded {summary} in {seconds:.1f} s."))

    def _print_progress(self, done, total):
        self.stdout.write(f"{done} of {total}")
        self.stdout.flush()

    def _person(self, group, password):
        email, name = PEOPLE[group]
        users = get_user_model().objects
        user = users.filter(email=email).first() or users.create_user(email, name=name)
        user.set_password(password)
        user.is_staff = group is not None
        user.save()
        user.emailaddress_set.update_or_create(
            email=email, defaults={"verified": True, "primary": True}
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user
