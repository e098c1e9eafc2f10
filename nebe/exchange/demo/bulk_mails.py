"""Mails to many of Jana's organisation: two were sent, one is being written."""

import tomllib
from datetime import timedelta
from itertools import islice

from nebe.exchange import mails
from nebe.exchange.models import BulkMail, BulkMailRecipient, MailOptOut, Offer
from nebe.exchange.selectors.bulk_mail import fates_of

from .people import People
from .phrases import DATA
from .store import insert

AT_MOST = 14  # people of each
PORTION = timedelta(seconds=4)
Status, Fate = BulkMail.Status, BulkMailRecipient.Fate


def bulk_mails_make(people: People) -> None:
    """To helpers of offers that the organisation has taken on; one who got one wants no more."""
    *sent, draft = tomllib.loads((DATA / "bulk_mails.toml").read_text("utf-8"))["mails"]
    for data in sent:
        _make(people, data)
    last = BulkMailRecipient.objects.filter(fate=Fate.SENT).order_by("sent_at", "pk").last()
    if last:
        MailOptOut.objects.create(person=last.person)
    _make(people, draft)


def _make(people: People, data: dict) -> None:
    at = people.now - timedelta(days=data.get("days", 0), hours=3)
    is_sent = "days" in data
    mail = BulkMail(
        organisation=people.cast.pomoc,
        by=people.cast.jana,
        text=data["text"],
        status=Status.DONE if is_sent else Status.DRAFT,
        not_ours=2 if is_sent else 0,
        created_at=at - timedelta(minutes=25),
        sent_at=at if is_sent else None,
        finished_at=at + AT_MOST * PORTION if is_sent else None,
    )
    insert([mail])
    rows = [
        BulkMailRecipient(mail=mail, offer=offer, person=offer.person, created_at=mail.created_at)
        for offer in _offers(people, data["kinds"])
    ]
    fates = fates_of(rows, mail, at)
    for number, row in enumerate(rows):
        row.fate = fates[row.pk]
        if is_sent and row.fate == Fate.WAITING:
            row.fate, row.sent_at = Fate.SENT, at + number * PORTION
            row.outbox = mails.bulk_mail_to(row)
    insert(rows)


def _offers(people: People, kinds: list[str]) -> list[Offer]:
    """The oldest, of every state: who is left out is listed, too."""
    ours = Offer.objects.filter(handler=people.cast.pomoc, kinds__category__in=kinds)
    ours = ours.exclude(status=Offer.Status.UNCONFIRMED).select_related("person")
    ours = ours.prefetch_related("categories", "places__municipality")
    return list(islice(ours.order_by("number").distinct(), AT_MOST))
