from django.core.management.base import BaseCommand
from django.utils import timezone

from nebe.core.privacy.retention import retain


class Command(BaseCommand):
    help = "Show what is kept too long. With --apply, delete or anonymise it (as every night)."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true")

    def handle(self, *args, apply, **options):
        for outcome in retain(now=timezone.now(), dry_run=not apply):
            self.stdout.write(str(outcome))
        if not apply:
            self.stdout.write("Nothing was changed. Use --apply to do it.")
