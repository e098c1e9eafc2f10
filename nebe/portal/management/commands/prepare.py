"""`nebe prepare`: everything `make run` needs before it starts, each step only when needed."""

from argparse import BooleanOptionalAction

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from nebe.exchange.demo.closing import HOUSEHOLDS
from nebe.exchange.models import Offer


class Command(BaseCommand):
    help = "Prepares the databases and, once, the demonstration."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="load the demonstration anew")
        parser.add_argument("--offers", type=int, default=600)
        parser.add_argument("--requests", type=int, default=250)
        parser.add_argument("--households", type=int, default=HOUSEHOLDS)
        parser.add_argument(
            "--year", action=BooleanOptionalAction, default=True, help="a year of news"
        )

    def handle(self, *args, again: bool, year: bool, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        call_command("upgrade", stdout=self.stdout)
        if again or not Offer.objects.exists():
            self.stdout.write("· the demonstration: people, offers, requests of a year …")
            sizes = {name: options[name] for name in ("offers", "requests", "households")}
            call_command("load_demo", **sizes, reset=again, verbosity=0)
            # Now that there are the organisations which its pages name.
            call_command("load_pages", demo=True, year=year, verbosity=0)
            call_command("load_projects_demo", verbosity=0)
            call_command("load_jobs_demo", verbosity=0)
        call_command("demo_stories", stdout=self.stdout)
