import uuid

from django.core.management.base import BaseCommand, CommandError

from nebe.core.privacy.erasure import ErasureHeld, person_erase


class Command(BaseCommand):
    help = "Erase a person everywhere, for good. Takes the person's id, never a name."

    def add_arguments(self, parser):
        parser.add_argument("person", type=uuid.UUID)

    def handle(self, *args, person, **options):
        try:
            counts = person_erase(person_id=person, actor=None)
        except ErasureHeld as held:
            raise CommandError(f"Nothing was erased. {held}") from held
        for model, count in counts.items():
            self.stdout.write(f"{model}: {count}")
        self.stdout.write("The key is destroyed.")
