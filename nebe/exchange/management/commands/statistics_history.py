from django.core.management.base import BaseCommand
from django.utils import timezone

from nebe.exchange.statistics.history import history_count


class Command(BaseCommand):
    help = "Count what happened before statistics were counted. Done twice, it adds nothing."

    def handle(self, *args, **options):
        added = history_count(today=timezone.localdate())
        self.stdout.write(f"{added} counts added")
