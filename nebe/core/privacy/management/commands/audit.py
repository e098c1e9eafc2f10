import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from nebe.core.privacy import chain, chain_cut


class Command(BaseCommand):
    help = (
        "Look after the audit trail: `verify` it, `seal` it now, `publish` its head, "
        "`cut` off what is too old."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["verify", "seal", "publish", "cut"])

    def handle(self, *args, what, **options):
        getattr(self, what)()

    def verify(self):
        """Ends with status 1 when something is wrong."""
        problems = 0
        for problem in chain.verify():
            problems += 1
            self.stderr.write(problem)
        if problems:
            sys.exit(1)
        end = chain.head()
        begin = chain.anchor().sequence + 1
        self.stdout.write(
            f"The trail is whole: sealed entries {begin} to {end.sequence}, head {end.digest}"
        )

    def seal(self):
        self.stdout.write(f"{chain.seal()} entries sealed")

    def cut(self):
        self.stdout.write(f"{chain_cut.cut(timezone.now())} entries removed")

    def publish(self):
        end = chain.publish_head(timezone.now())
        self.stdout.write(f"{end.sequence} {end.digest}")
