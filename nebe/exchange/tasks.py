"""The exchange's background work."""

from django.utils import timezone

from nebe.core.jobs import job, schedule
from nebe.core.people.actors import Actor

from .models import ImportBatch, Offer
from .services.imports import import_check, import_run
from .services.offers import offer_settle


@job(system=True)
def import_check_job(batch_id: str) -> None:
    """Give each row of a file its fate."""
    if batch := ImportBatch.objects.filter(pk=batch_id).first():
        import_check(batch=batch)


@job(system=True)
def import_run_job(batch_id: str) -> None:
    """Take the rows of a file that a coordinator has looked at."""
    if batch := ImportBatch.objects.filter(pk=batch_id).first():
        import_run(batch=batch, actor=Actor.system())


@schedule(daily="00:20")
@job(system=True)
def vettings_expire() -> None:
    """Offers whose vetting ended yesterday wait again from today on."""
    today = timezone.localdate()
    over = Offer.objects.filter(
        kinds__public=True, vettings__valid_until__lt=today, vettings__withdrawn_at=None
    )
    for offer in over.distinct().iterator():
        offer_settle(offer=offer, today=today)
