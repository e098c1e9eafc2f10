from django.core.management.base import BaseCommand

from nebe.newsroom.indexing import index_all
from nebe.newsroom.translating.coverage import coverage_all


class Command(BaseCommand):
    help = "Make lists of pages and counts of languages anew, where they differ from the pages."

    def handle(self, *args, **options):
        self.stdout.write(f"{index_all()} articles listed")
        self.stdout.write(f"{coverage_all()} pages counted in each language")
