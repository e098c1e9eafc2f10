from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Refused: nobody is a standing superuser. See `nebe first_admin`."

    def add_arguments(self, parser):
        parser.add_argument("ignored", nargs="*")

    def handle(self, *args, **options):
        raise CommandError(
            "Nobody is a standing superuser. `nebe first_admin --email …` invites the network's "
            "first admin, who opens an elevated session with a reason when it is needed."
        )
