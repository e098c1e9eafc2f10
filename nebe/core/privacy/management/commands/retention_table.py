from django.core.management.base import BaseCommand
from django.utils import translation

from nebe.core.privacy.register import retention_table


class Command(BaseCommand):
    help = "Print docs/privacy/retention.md, made from what the apps register."

    def handle(self, *args, **options):
        with translation.override("en"):
            self.stdout.write(retention_table(), ending="")
