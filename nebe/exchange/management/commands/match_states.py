from django.core.management.base import BaseCommand

from nebe.exchange.diagram import page


class Command(BaseCommand):
    help = "Print docs/matches.md: the states of a match and who may move it where."

    def handle(self, *args, **options):
        self.stdout.write(page(), ending="")
