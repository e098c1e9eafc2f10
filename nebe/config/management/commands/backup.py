from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nebe.config.backups import BackupProblem, backup


class Command(BaseCommand):
    help = "Back up rows, files and keys; rows and keys into archives of their own."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep-keys",
            type=int,
            default=14,
            metavar="DAYS",
            help="delete older archives of keys: who was erased then stays so (default: 14)",
        )

    def handle(self, *, folder, keep_keys, **options):
        try:
            written = backup(folder, now=timezone.now(), keep_keys=timedelta(days=keep_keys))
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        for archive in written:
            self.stdout.write(f"{archive}  {archive.stat().st_size:,} bytes")
