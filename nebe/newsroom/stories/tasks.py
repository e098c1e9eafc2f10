from datetime import timedelta

from django.utils import timezone

from nebe.core.jobs import job, schedule

from .services import consents_expire


@schedule(every=timedelta(minutes=10))
@job(system=True)
def stories_expire_job() -> None:
    """Takes down stories whose consent is over since midnight."""
    consents_expire(today=timezone.localdate())
