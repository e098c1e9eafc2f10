from django.core.management.base import BaseCommand

from nebe.newsroom.indexing import index_all


class Command(BaseCommand):
    help = "Make the lists of pages anew; needed only where they differ from the pages."

    def handle(self, *args, **options):
        self.stdout.write(f"{index_all()} articles listed")
