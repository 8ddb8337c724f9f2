from django.core.management.base import BaseCommand, CommandError

from newsroom.machine import doctor


class Command(BaseCommand):
    help = "Say in words what is wrong with this installation: a line for each part."
    requires_system_checks = ()  # it tells what they find

    def handle(self, **options):
        found = doctor.look()
        for part in found:
            self.stdout.write(f"{part.mark} {part.name}: {part.words}")
        if any(part.is_needed and not part.is_well for part in found):
            raise CommandError("Readers cannot be served until what is marked [-] is mended.")
