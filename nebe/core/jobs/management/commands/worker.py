import signal

from django.core.management.base import BaseCommand

from nebe.core.crypto.checks import require_keys
from nebe.core.jobs.schedules import known_schedules
from nebe.core.jobs.worker import JobWorker, run_due


class Command(BaseCommand):
    help = "Run background jobs and schedules. SIGTERM or Ctrl-C: finish the current job and stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what is due, then end")

    def handle(self, **options):
        require_keys()
        known_schedules()
        if options["once"]:
            self.stdout.write(f"{run_due()} jobs ran")
            return
        worker = JobWorker()

        def stop(number, _frame):
            signal.signal(number, signal.SIG_DFL)  # a second one ends it at once
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()
