from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nebe.core.jobs.models import Worker


class Command(BaseCommand):
    help = "Show the queue and its failed jobs; try failed jobs again or forget them."

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["show", "retry", "forget"], nargs="?")
        parser.add_argument("ids", nargs="*", help="ids of failed jobs, or `all`")
        parser.set_defaults(action="show")

    def handle(self, *, action, ids, **options):
        if action == "show":
            self.show()
            return
        if not ids:
            raise CommandError("Say which: ids of failed jobs, or `all`.")
        failed = DBTaskResult.objects.failed()
        chosen = failed if ids == ["all"] else failed.filter(pk__in=ids)
        if action == "retry":
            count = chosen.update(
                status=TaskResultStatus.READY,
                run_after=timezone.now(),
                finished_at=None,
                worker_ids=[],
            )
        else:
            count = chosen.count()
            chosen.delete()
        self.stdout.write(f"{count} jobs")

    def show(self):
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
        running = DBTaskResult.objects.running().count()
        failed = DBTaskResult.objects.failed().order_by("-finished_at")
        workers = Worker.objects.count()
        self.stdout.write(
            f"{ready} waiting, {running} running, {failed.count()} failed, {workers} workers"
        )
        for row in failed[:100]:
            self.stdout.write(
                f"{row.pk}  {row.finished_at:%Y-%m-%d %H:%M}  {row.task_path}  "
                f"{len(row.worker_ids)} attempts  {row.exception_class_path}"
            )
