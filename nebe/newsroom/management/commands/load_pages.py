from argparse import BooleanOptionalAction

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from nebe.newsroom.starter.load import pages_load
from nebe.newsroom.starter.newsletters import newsletters_load


class Command(BaseCommand):
    help = "Create the pages of a new installation in all languages; what is there stays."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demo",
            action=BooleanOptionalAction,
            default=settings.DEMO,
            help="with invented news and more",
        )
        parser.add_argument("--year", action="store_true", help="with a year of invented news, too")
        parser.add_argument(
            "--sections", action="store_true", help="only lists of pages that a new version brings"
        )

    def handle(self, *args, demo, year, sections, **options):
        made = pages_load(demo=demo, today=timezone.localdate(), year=year, sections_only=sections)
        if demo and not sections:
            newsletters_load(now=timezone.now())
        self.stdout.write(f"{made} pages created")
