from django.core.management.base import BaseCommand

from nebe.core.privacy.erasure import replay_erasures


class Command(BaseCommand):
    help = "After a restore, erase again everyone in the ledger. Safe to run at any time."

    def handle(self, *args, **options):
        self.stdout.write(f"{replay_erasures()} erasures replayed")
