from django.core.management.base import BaseCommand

from nebe.projects.facets import facets_anew


class Command(BaseCommand):
    help = "Make anew by what projects are found and counted."

    def handle(self, *args, **options):
        self.stdout.write(f"{facets_anew()} projects listed")
