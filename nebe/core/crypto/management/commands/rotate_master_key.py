from django.core.management.base import BaseCommand

from nebe.core.crypto.master import current_master
from nebe.core.crypto.rotation import BATCH, rotate, waiting


class Command(BaseCommand):
    help = (
        "Wrap every person's key by the first key of NEBE_MASTER_KEYS. Put the new key first, "
        "keep the old one behind it, restart, run this. It may be stopped and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=BATCH, help="keys per transaction")

    def handle(self, *args, batch, **options):
        total, done = waiting().count(), 0
        for taken in rotate(batch):
            done += taken
            self.stdout.write(f"{done} of {total}", ending="\n")
            self.stdout.flush()
        self.stdout.write(
            f"Every key is wrapped by {current_master()[0]!r}. The older ones can leave "
            "NEBE_MASTER_KEYS once no backup of the keys from before today is kept."
        )
