from django.core.management.base import BaseCommand

from nebe.core.places.loading import places_load


class Command(BaseCommand):
    help = "Load the committed gazetteer; does nothing when it is loaded already."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="load it even so")

    def handle(self, *args, again, **options):
        count = places_load(again=again)
        self.stdout.write(f"{count:,} places loaded" if count else "the places are loaded already")
