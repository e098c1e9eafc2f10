from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.projects.demo import demo_load
from nebe.projects.demo_results import results_demo_load


class Command(BaseCommand):
    help = "Load the demonstration's projects, all invented."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        self.stdout.write(f"{demo_load(today=timezone.localdate())} projects made")
        results_demo_load(now=timezone.now())
