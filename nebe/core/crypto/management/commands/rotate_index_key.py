from django.core.management.base import BaseCommand

from nebe.core.crypto.indexes import BATCH, rotate


class Command(BaseCommand):
    help = (
        "Make every blind index anew with the first key of NEBE_INDEX_KEY. Put the new key first, "
        "keep the old one behind it, restart, run this. It may be stopped and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=BATCH, help="rows per transaction")

    def handle(self, *args, batch, **options):
        seen = left = 0
        for done in rotate(batch):
            seen, left = seen + done.seen, left + done.left
            self.stdout.write(f"{seen} indexes looked at", ending="\n")
            self.stdout.flush()
        if left:
            self.stdout.write(
                f"{left} indexes could not be made anew. Keep the older key until they are gone: "
                "without it those codes on paper open nothing."
            )
        else:
            self.stdout.write(
                "Every index has the current key. The older ones can leave NEBE_INDEX_KEY."
            )
