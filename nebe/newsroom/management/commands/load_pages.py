from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from nebe.newsroom.starter.load import pages_load


class Command(BaseCommand):
    help = "Create the pages of a new installation in all languages; what is there stays."

    def add_arguments(self, parser):
        parser.add_argument(
            "--news", action="store_true", default=settings.DEMO, help="with invented news"
        )

    def handle(self, *args, news, **options):
        made = pages_load(news=news, today=timezone.localdate())
        self.stdout.write(f"{made} pages created")
