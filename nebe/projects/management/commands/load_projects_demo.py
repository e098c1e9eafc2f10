from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.projects.demo import demo_load
from nebe.projects.demo_rates import demo_rates_load


class Command(BaseCommand):
    help = "Load the demonstration's projects, all invented."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        today = timezone.localdate()
        projects, rates = demo_load(today=today), demo_rates_load(today=today)
        self.stdout.write(f"{projects} projects and {rates} exchange rates made")
