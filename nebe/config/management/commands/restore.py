from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from nebe.config.backups import KEYS, LEDGER, ROWS, BackupProblem, archives, restore
from nebe.config.tables import tables_upgrade
from nebe.core.privacy.erasure import replay_erasures


class Command(BaseCommand):
    help = "Restore a backup, bring it to this version and erase again whom the ledger names."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--rows", type=Path, help="an archive of rows (default: the newest)")
        parser.add_argument("--keys", type=Path, help="an archive of keys (default: the newest)")
        parser.add_argument("--drop", action="store_true", help="overwrite what is there")

    def handle(self, *, folder, rows, keys, drop, **options):
        rows, keys = rows or newest(folder, ROWS), keys or newest(folder, KEYS)
        try:
            restore(rows=rows, keys=keys, ledgers=[folder / LEDGER], drop=drop)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        tables_upgrade(self.stdout.write)
        count = replay_erasures()
        self.stdout.write(f"Restored {rows.name} and {keys.name}; {count} erasures replayed.")


def newest(folder: Path, alias: str) -> Path:
    found = archives(folder, alias)
    if not found:
        raise CommandError(f"{folder} holds no archive of {alias}.")
    return found[-1]
