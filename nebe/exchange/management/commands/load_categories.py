from django.core.management.base import BaseCommand

from nebe.exchange.categories import categories_load


class Command(BaseCommand):
    help = "Create the delivered categories and questions that are missing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="store_true", help="put delivered texts back over the admin's edits"
        )

    def handle(self, *args, reset, **options):
        self.stdout.write(f"{categories_load(reset=reset)} categories and questions written")
