"""Pictures that may not be shown any more."""

from django.utils import timezone

from nebe.core.jobs import job, schedule

from ..library.forget import pictures_forget


@schedule(daily="00:05")
@job(system=True)
def pictures_forget_job() -> None:
    """Those whose licence has run out yesterday; nothing was served of them since midnight."""
    pictures_forget(today=timezone.localdate())
