"""Tells those who follow a law."""

from uuid import UUID

from nebe.core.jobs import job

from ..following import law_tell_portion
from ..models import LawMove


@job(retries=8)
def law_tell(move_id: str, after: str) -> None:
    """Tell one portion of followers and leave the next one to another job."""
    move = LawMove.objects.filter(pk=move_id, told_at=None).first()
    if move is None:
        return
    last = law_tell_portion(move=move, after=UUID(after))
    if last:
        law_tell.enqueue(move_id, last)
