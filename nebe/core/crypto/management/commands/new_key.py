from django.core.management.base import BaseCommand

from nebe.core.crypto.master import new_key


class Command(BaseCommand):
    help = "Print a fresh key for NEBE_MASTER_KEYS (as `id:key`) or NEBE_INDEX_KEY (as it is)."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(new_key())
