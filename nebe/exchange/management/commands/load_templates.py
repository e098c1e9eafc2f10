from django.core.management.base import BaseCommand

from nebe.exchange.services.message_templates import templates_load


class Command(BaseCommand):
    help = "Bring the delivered templates of messages that are missing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="store_true", help="put delivered texts back over the office's edits"
        )

    def handle(self, *args, reset, **options):
        self.stdout.write(f"{templates_load(reset=reset)} templates written")
