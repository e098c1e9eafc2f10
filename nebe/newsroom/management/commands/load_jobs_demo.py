from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nebe.newsroom.demo import demo_load


class Command(BaseCommand):
    help = "Load the demonstration's panels, applicants, award and questions, all invented."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        self.stdout.write("loaded" if demo_load() else "It is there already.")
