"""Work in the background: telling those who follow, and publishing at the hour that was set."""

from datetime import timedelta
from uuid import UUID

from django.core.management import call_command

from nebe.core.jobs import job, schedule

from .following import law_tell_portion
from .models import LawMove


@job(retries=8)
def law_tell(move_id: str, after: str) -> None:
    """Tell one portion of followers and leave the next one to another job."""
    move = LawMove.objects.filter(pk=move_id, told_at=None).first()
    if move is None:
        return
    last = law_tell_portion(move=move, after=UUID(after))
    if last:
        law_tell.enqueue(move_id, last)


@schedule(every=timedelta(minutes=1))
@job(system=True)
def pages_publish_due() -> None:
    """Pages whose hour has come, and the end of those that expire."""
    call_command("publish_scheduled", verbosity=0)
