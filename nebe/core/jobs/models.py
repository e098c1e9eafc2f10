from django.db import models


class Worker(models.Model):
    """A worker and its last sign of life; the jobs of a silent one are given to another."""

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Waiting(models.Model):
    """The key of a job that waits: a second one of the same key is not added."""

    key = models.CharField(primary_key=True, max_length=250)
    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult", on_delete=models.CASCADE, related_name="waiting"
    )


class ScheduleState(models.Model):
    """When a schedule is due next; moved on by a conditional update, so one worker wins."""

    name = models.CharField(primary_key=True, max_length=250)
    due_at = models.DateTimeField()
