"""The exchange's background work."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from nebe.core.jobs import GiveUp, job, schedule
from nebe.core.people.actors import Actor
from nebe.core.texts.machine import TranslationRefused, is_on

from .models import BulkMail, ImportBatch, MatchingRun, Need, Offer
from .need_vectors import public_vectors_make, sealed_vectors_make, vector_keep
from .portions import AT_ONCE, in_portions
from .runs import runs_purge
from .services.bulk_mail import bulk_mail_portions, bulk_mails_forget
from .services.imports import import_check, import_run
from .services.match_course import matches_expire, matches_warn
from .services.matching_up import need_match_up, offer_match_up
from .services.need_tables import need_table_run
from .services.need_times import needs_repeat
from .services.offers import offers_settle
from .services.quantities import kinds_count
from .services.still_true import still_true_ask, still_true_hide
from .services.translations import languages_to_translate, offer_translate, offers_public
from .services.vetting_ends import vettings_warn
from .statistics.fold import tallies_fold
from .statistics.publishing import months_publish


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


@job(system=True)
def need_table_job(batch_id: str) -> None:
    """Take the rows of a table of needs that somebody has looked at."""
    rows = ImportBatch.objects.select_related("organisation", "by")
    if batch := rows.filter(pk=batch_id).first():
        need_table_run(batch=batch)


@job(system=True)
def category_settle_job(slug: str, after: int) -> None:
    """Apply a category's new openness to its offers, by their numbers; the next job goes on."""
    offers = Offer.objects.filter(kinds__category=slug, number__gt=after).order_by("number")
    portion = list(offers[:AT_ONCE])
    offers_settle(offers=portion)
    if len(portion) == AT_ONCE:
        category_settle_job.enqueue(slug, portion[-1].number)


@job(system=True)
def category_count_job(slug: str, after: int) -> None:
    """Count the places of a category's offers by another question; the next job goes on."""
    offers = Offer.objects.filter(kinds__category=slug, number__gt=after).order_by("number")
    portion = list(offers.only("number", "answers")[:AT_ONCE])
    kinds_count(portion)
    if len(portion) == AT_ONCE:
        category_count_job.enqueue(slug, portion[-1].number)


@schedule(daily="00:20")
@job(system=True)
def vettings_expire() -> None:
    """Offers whose vetting ended yesterday wait again from today on."""
    today = timezone.localdate()
    over = Offer.objects.filter(
        kinds__public=True, vettings__valid_until__lt=today, vettings__withdrawn_at=None
    )
    for offers in in_portions(list(over.distinct()), AT_ONCE):
        offers_settle(offers=offers, today=today)


@schedule(daily="04:20")
@job(system=True)
def matches_expire_job() -> None:
    """What nobody answers ends after a warning, and so do proposals for needs that are gone."""
    now = timezone.now()
    matches_expire(now=now, actor=Actor.system())
    matches_warn(now=now)


@schedule(daily="00:30")
@job(system=True)
def needs_repeat_job() -> None:
    """The next time of what is needed every week or month."""
    needs_repeat(now=timezone.now(), actor=Actor.system())


@schedule(daily="03:20")
@job(system=True)
def vettings_warn_job() -> None:
    """Tell helpers whose vetting soon ends."""
    vettings_warn(today=timezone.localdate())


@schedule(daily="05:10")
@job(system=True)
def still_true_job() -> None:
    """Ask whether offers and needs are still true; hide those that stayed silent."""
    now = timezone.now()
    still_true_hide(now=now, actor=Actor.system())
    still_true_ask(now=now)


@job(retries=4, backoff=60)
def offer_translate_job(offer_id: str, language: str) -> None:
    """One offer into one language, by machine."""
    if offer := Offer.objects.filter(pk=offer_id).first():
        try:
            offer_translate(offer=offer, language=language)
        except TranslationRefused as refused:
            raise GiveUp(str(refused)) from None


@schedule(daily="02:40")
@job()
def offers_translate_job() -> None:
    """Ask for what is missing or stale; nothing where no service is set up."""
    if not is_on():
        return
    for offer in offers_public().order_by("-number").iterator(chunk_size=500):
        for language in languages_to_translate(offer):
            offer_translate_job.enqueue(str(offer.pk), language, once=f"{offer.pk}:{language}")


@job(retries=2, backoff=1, priority=-10)  # mails go first
def part_solve_job(run_id: str, number: int) -> None:
    """One part of a matching run; only here, in the worker, is the engine imported."""
    from .runner import part_solve

    part_solve(UUID(run_id), number)


@schedule(daily="04:20")
@job()
def runs_purge_job() -> None:
    """Files of matching runs that were killed."""
    runs_purge(now=timezone.now())


@schedule(daily="04:40")
@job(system=True)
def statistics_job() -> None:
    """Add up the counts of days that are over; publish what is over of the months."""
    today = timezone.localdate()
    tallies_fold(today=today)
    months_publish(today=today)


@job(system=True)
def need_match_job(need_id: str) -> None:
    """Propose offers for a need that was confirmed."""
    rows = Need.objects.select_related("category", "municipality", "to_municipality")
    if need := rows.filter(pk=need_id).first():
        vector_keep(need)  # also of one that has proposals enough
        need_match_up(need=need)


@schedule(every=timedelta(minutes=1))
@job(system=True, priority=-10)  # mails go first
def public_vectors_make_job() -> None:
    """What needs say, to everyone and sealed, as vectors, a portion at a time."""
    more = [public_vectors_make(), sealed_vectors_make()]
    if any(more):
        public_vectors_make_job.enqueue(once="more")


@job(system=True)
def offers_match_job(*offer_ids: str) -> None:
    """Propose offers that have just gone live for the needs that wait."""
    for offer in Offer.objects.filter(pk__in=offer_ids, status=Offer.Status.LIVE):
        offer_match_up(offer=offer)


@job(system=True, retries=2)
def run_plan_job(run_id: str) -> None:
    """Plan a matching session; what cannot be planned says so on its page."""
    from .sessions.planning import run_plan

    run = MatchingRun.objects.filter(pk=run_id).select_related("organisation", "region").first()
    if run is None or run.status == MatchingRun.Status.DONE:
        return
    MatchingRun.objects.filter(pk=run.pk).update(status=MatchingRun.Status.RUNNING)
    try:
        run_plan(run=run, now=timezone.now())
    except Exception:
        MatchingRun.objects.filter(pk=run.pk).update(status=MatchingRun.Status.FAILED)
        raise


@job(system=True, retries=10)
def bulk_mail_job(mail_id: str) -> None:
    """Send what the hour allows of a mail to many; the next job goes on."""
    if wait := bulk_mail_portions(UUID(mail_id)):
        bulk_mail_job.enqueue(mail_id, once=mail_id, delay=wait)


@schedule(every=timedelta(minutes=15))
@job(system=True)
def bulk_mails_go_on() -> None:
    """Mails to many whose job was lost: each goes on where it stopped."""
    sending = BulkMail.objects.filter(status=BulkMail.Status.SENDING)
    for pk in sending.values_list("pk", flat=True):
        bulk_mail_job.enqueue(pk, once=str(pk))


@schedule(daily="03:50")
@job(system=True)
def bulk_mails_forget_job() -> None:
    """Drafts that nobody sent, and what was sent long ago."""
    bulk_mails_forget(now=timezone.now())
