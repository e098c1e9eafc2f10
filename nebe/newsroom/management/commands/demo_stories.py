from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.core.people.organisations import network
from nebe.newsroom.stories.demo import stories_agree


class Command(BaseCommand):
    help = "Record the consents of the invented people in the stories, and publish these."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        count = stories_agree(organisation=network(), today=timezone.localdate())
        self.stdout.write(f"{count} stories published")
