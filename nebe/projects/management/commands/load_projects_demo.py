from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.projects.demo import demo_load
from nebe.projects.learning import demo as learning


class Command(BaseCommand):
    help = "Load the demonstration's projects, all invented."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        today = timezone.localdate()
        self.stdout.write(f"{demo_load(today=today)} projects made")
        made = learning.demo_load(today=today)
        self.stdout.write(f"{made} evaluations, lessons and practices made")
