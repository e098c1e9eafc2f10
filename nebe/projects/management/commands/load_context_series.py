from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from nebe.core.people.actors import Actor
from nebe.core.texts.read_tables import Unreadable
from nebe.projects.profiles.context_series import NotOurs, series_keep, series_read


class Command(BaseCommand):
    help = "Load figures about countries (UNHCR’s tables, or country, series, year, value, …)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="where the file does not say it")
        parser.add_argument("--licence", default="", help="where the file does not say it")

    def handle(self, *, file: Path, source: str, licence: str, **options):
        try:
            read = series_read(file.name, file.read_bytes(), source=source, licence=licence)
        except (NotOurs, Unreadable) as error:
            raise CommandError(str(error.message)) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        number = series_keep(read=read, actor=Actor.system())
        self.stdout.write(f"{number} figures kept, {len(read.refused)} rows left out")
        for line, why in read.refused[:20]:
            self.stdout.write(f"  line {line}: {why}")
