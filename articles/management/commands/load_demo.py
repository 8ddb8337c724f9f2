import json
import secrets
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from articles.demo import loading
from articles.models import Section

PEOPLE = {
    "Chief editor": ("chief@harbour.example", "Odile Hartmann"),
    "Editor": ("editor@harbour.example", "Ines Marlow"),
    "Reporter": ("reporter@harbour.example", "Ana Petrov"),
    "Moderator": ("moderator@harbour.example", "Ruth Calder"),
    None: ("reader@harbour.example", "Jonas Field"),
}


NOTE = "demo-login.json"
CONTENT_ALREADY = (
    "This paper has content: start it without --empty, or with --fresh --empty to forget all of it."
)


class Command(BaseCommand):
    help = (
        "Fill an empty site with the demo paper, once, or, with --empty, give it one person who "
        "may do everything. A site that has sections is left alone."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--empty", action="store_true", help="no story and no section: one person, to begin"
        )

    def handle(self, **options):
        note = settings.VAR_DIR / NOTE
        login = _login_in(note)
        if login is None:
            note.unlink(missing_ok=True)  # of another database, or somebody chose a password
        has_content = Section.objects.exists()
        if options["empty"] and has_content and not (login or {}).get("empty"):
            raise CommandError(CONTENT_ALREADY)
        if has_content or (login or {}).get("empty"):
            self.stdout.write("The paper has content already; the demo was not loaded.")
            return
        password = secrets.token_urlsafe(9)
        if options["empty"]:
            self._person("Chief editor", password, is_superuser=True, name="")
            _keep(note, {"email": PEOPLE["Chief editor"][0], "password": password, "empty": True})
            self.stdout.write(self.style.SUCCESS("One person, and an empty paper."))
            return
        self._load(password, options)
        _keep(note, {"email": PEOPLE["Editor"][0], "password": password})

    def _load(self, password, options):
        started = time.monotonic()
        people = {group: self._person(group, password) for group in PEOPLE}
        counts = loading.load(
            by=people["Editor"],
            reporter=people["Reporter"],
            progress=self._print_progress if options["verbosity"] > 1 else None,
        )
        summary = ", ".join(f"{count} {noun}" for noun, count in counts.items())
        seconds = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"Loaded {summary} in {seconds:.1f} s."))

    def _print_progress(self, done, total):
        self.stdout.write(f"{done} of {total}")
        self.stdout.flush()

    def _person(self, group, password, *, is_superuser=False, name=None):
        email, usual = PEOPLE[group]
        name = usual if name is None else name
        users = get_user_model().objects
        user = users.filter(email=email).first() or users.create_user(email, name=name)
        user.set_password(password)
        user.is_staff, user.is_superuser = group is not None, is_superuser
        user.save()
        user.emailaddress_set.update_or_create(
            email=email, defaults={"verified": True, "primary": True}
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user


def _login_in(note):
    """What the note says, if somebody can log in with it; else None."""
    try:
        login = json.loads(note.read_text())
        email, password = login["email"], login["password"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    user = get_user_model().objects.filter(email=email, is_active=True).first()
    return login if user and user.check_password(password) else None


def _keep(note, login):
    note.touch(mode=0o600)
    note.write_text(json.dumps(login))
