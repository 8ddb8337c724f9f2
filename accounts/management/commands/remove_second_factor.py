from django.core.management.base import BaseCommand, CommandError

from accounts import letters, second_factor
from accounts.models import User


class Command(BaseCommand):
    help = (
        "The way back in for somebody who has lost telephone, passkeys and recovery codes: removes "
        "their second factor, logs them out everywhere and tells them by letter. Be sure that it "
        "is they who ask: call them, and not on a number that came with the question."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address they log in with")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody logs in with {email}.")
        second_factor.remove(user)
        letters.tell(user, "removed by the newsroom")
        self.stdout.write(
            f"{user.email} logs in with the password alone now, and the desk asks for a new "
            "second factor."
        )
