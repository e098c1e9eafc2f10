from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.exchange.demo.closing import HOUSEHOLDS
from nebe.exchange.demo.load import SEED, demo_clear, demo_load


class Command(BaseCommand):
    help = "Load the demonstration once: a year of offers and requests, all invented."

    def add_arguments(self, parser):
        parser.add_argument("--offers", type=int, default=600)
        parser.add_argument("--requests", type=int, default=250)
        parser.add_argument("--needs", type=int, default=60)
        parser.add_argument("--households", type=int, default=HOUSEHOLDS)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--reset", action="store_true", help="delete everything, then load")

    def handle(self, *args, offers, requests, needs, households, seed, reset, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        if reset:
            demo_clear()
        loaded = demo_load(
            offers=offers,
            requests=requests,
            needs=needs,
            households=households,
            seed=seed,
            now=timezone.now(),
        )
        self.stdout.write("loaded" if loaded else "The demonstration is there already.")
