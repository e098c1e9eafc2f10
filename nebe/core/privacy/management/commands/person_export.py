import uuid
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from nebe.core.privacy.export import export_json, export_pdf, person_export


class Command(BaseCommand):
    help = "Write all that is held of a person as export.json and export.pdf into a folder."

    def add_arguments(self, parser):
        parser.add_argument("person", type=uuid.UUID)
        parser.add_argument("folder", type=Path)
        parser.add_argument("--language", default=settings.LANGUAGE_CODE)

    def handle(self, *args, person, folder, language, **options):
        export = person_export(person_id=person, actor=None, language=language)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "export.json").write_bytes(export_json(export))
        (folder / "export.pdf").write_bytes(export_pdf(export, language))
        self.stdout.write(f"{folder}/export.json\n{folder}/export.pdf")
