from django.core.management.base import BaseCommand, CommandError

from nebe.core.privacy.bytes import BytesRemain, erase_bytes


class Command(BaseCommand):
    help = (
        "Overwrite what deleted personal data left in the database's files. On PostgreSQL it "
        "locks each table while it is rewritten: run it in a quiet hour, such as once a week."
    )

    def handle(self, *args, **options):
        try:
            for done in erase_bytes():
                self.stdout.write(done)
        except BytesRemain as error:
            raise CommandError(str(error)) from error
