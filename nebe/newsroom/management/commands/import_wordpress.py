from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nebe.newsroom.models import MovedIn
from nebe.newsroom.moving_in.fates import fates_write
from nebe.newsroom.moving_in.run import MovingIn, Options
from nebe.newsroom.moving_in.wxr import NotAnExport


class Command(BaseCommand):
    help = "Take in the export of a WordPress site (Tools > Export > All content)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--media", default="", help="folder or address of the old uploads (default: old site)"
        )
        parser.add_argument("--without-media", action="store_true", help="take no pictures yet")
        parser.add_argument("--topics", type=Path, help="CSV: category,topic")
        parser.add_argument("--language", default="", help="of what names none, such as cs")
        parser.add_argument(
            "--without-authors", action="store_true", help="no names below the texts"
        )
        parser.add_argument("--fates", type=Path, help="write what became of each item, as CSV")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen; fetches no pictures"
        )

    def handle(self, *args, file, fates, dry_run, **asked):
        if not file.is_file():
            raise CommandError(f"There is no file {file}")
        options = Options(
            path=file,
            media=asked["media"],
            topics=asked["topics"],
            language=asked["language"],
            with_authors=not asked["without_authors"],
            with_media=not (asked["without_media"] or dry_run),
        )
        tell = self.stdout.write if asked["verbosity"] > 1 else lambda text: None
        try:
            if dry_run:
                with transaction.atomic():
                    self.tell(MovingIn(options, tell).run(), fates)
                    transaction.set_rollback(True)
                self.stdout.write("Nothing was changed: this was a dry run.")
            else:
                self.tell(MovingIn(options, tell).run(), fates)
        except (NotAnExport, ValueError, OSError) as error:
            raise CommandError(str(error)) from error

    def tell(self, site: str, fates: Path | None) -> None:
        rows = MovedIn.objects.filter(site=site).order_by("pk")
        counted = Counter((row.fate, row.reason) for row in rows)
        for (fate, reason), number in sorted(counted.items()):
            label = MovedIn.Fate(fate).label
            self.stdout.write(f"{number:6} {label}{': ' if reason else ''}{reason}")
        if fates:
            with fates.open("w", encoding="utf-8-sig", newline="") as file:
                fates_write(rows, file)
