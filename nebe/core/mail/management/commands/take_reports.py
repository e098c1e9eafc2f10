import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from nebe.core.mail.reports import LARGEST, TooEarly, report_take


class Command(BaseCommand):
    help = "Take reports of mails that came back: one from standard input, or those of a Maildir."

    def add_arguments(self, parser):
        parser.add_argument(
            "maildir", nargs="?", type=Path, help="reports are deleted from it, other mails stay"
        )

    def handle(self, *args, maildir, **options):
        if maildir is None:
            take_one(sys.stdin.buffer.read(LARGEST))
            return
        folders = [maildir / "new", maildir / "cur"]
        if not all(folder.is_dir() for folder in folders):
            raise CommandError(f"{maildir} is no Maildir")
        taken = [path for folder in folders for path in sorted(folder.iterdir()) if take(path)]
        self.stdout.write(f"{len(taken)} reports")


def take_one(raw: bytes) -> None:
    try:
        report_take(raw)
    except TooEarly:
        # The code by which a relay keeps a mail and tries again; any other sends it back.
        raise CommandError("Not marked as sent yet", returncode=os.EX_TEMPFAIL) from None


def take(path: Path) -> bool:
    """Whether it was a report; one that is too early stays for the next time."""
    with path.open("rb") as file:
        raw = file.read(LARGEST)
    try:
        is_report = report_take(raw)
    except TooEarly:
        return False
    if is_report:
        path.unlink()
    return is_report
