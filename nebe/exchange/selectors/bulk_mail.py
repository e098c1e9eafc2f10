"""Mails to many: who gets one, who does not and why, and how it reads."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.mail.models import Mail
from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Person
from nebe.core.texts.translated import pick

from ..languages import names
from ..models import BulkMail, BulkMailRecipient, Offer
from .bans import banned_person_ids

Fate = BulkMailRecipient.Fate
Status = Offer.Status
OVER = (Status.WITHDRAWN, Status.REFUSED, Status.UNCONFIRMED)


def mails_of(actor: StaffActor) -> QuerySet[BulkMail]:
    """Mails of the actor's organisation, newest first, with how many got them."""
    done, asked = Q(recipients__fate=Fate.SENT), Q(recipients__fate=Fate.WAITING)
    mails = BulkMail.objects.filter(organisation=actor.organisation).select_related("by")
    return mails.order_by("-created_at").annotate(
        sent=Count("recipients", filter=done), waiting=Count("recipients", filter=asked)
    )


def mail_counts(mail: BulkMail) -> dict[str, int]:
    """Fate → how many, those left out before they were kept included."""
    rows = BulkMailRecipient.objects.filter(mail=mail).order_by()
    counts = dict(rows.values_list("fate").annotate(Count("pk")))
    if mail.not_ours:
        counts[Fate.NOT_OURS] = counts.get(Fate.NOT_OURS, 0) + mail.not_ours
    return counts


def left_out(counts: dict[str, int]) -> list[tuple[str, int]]:
    """(why, how many), of those who get no mail."""
    return [(str(fate.label), counts[fate]) for fate in Fate if fate in counts and _is_reason(fate)]


def _is_reason(fate: Fate) -> bool:
    return fate not in (Fate.WAITING, Fate.SENT)


def fates_of(recipients: Collection[BulkMailRecipient], mail: BulkMail, now: datetime) -> dict:
    """Recipient's id → fate as of now, of those not sent yet. In the scope of the system."""
    persons = {one.person_id for one in recipients}
    banned = set(banned_person_ids().filter(pk__in=persons).values_list("pk", flat=True))
    out, lately = opted_out(persons), mailed_lately(persons, mail, now)
    seen: set[UUID | str] = set()  # one person may be known under several controllers
    fates = {}
    for one in sorted(recipients, key=lambda one: one.offer.status != Status.LIVE):
        fate = _fate(one, mail, banned, out, lately)
        who = one.person.email_index or one.person_id
        if fate == Fate.WAITING and who in seen:
            fate = Fate.TWICE
        elif fate == Fate.WAITING:
            seen.add(who)
        fates[one.pk] = fate
    return fates


def _fate(one: BulkMailRecipient, mail: BulkMail, banned: set, out: set, lately: set) -> Fate:
    checks = (
        (Fate.NOT_OURS, one.offer.handler_id != mail.organisation_id),
        (Fate.ENDED, one.offer.status in OVER),
        (Fate.PAUSED, one.offer.status == Status.PAUSED),
        (Fate.NO_EMAIL, not one.person.email_index),
        (Fate.BANNED, one.person_id in banned),
        (Fate.OPTED_OUT, one.person_id in out),
        (Fate.RECENT, one.person_id in lately),
    )
    return next((fate for fate, holds in checks if holds), Fate.WAITING)


def opted_out(persons: Collection[UUID]) -> set[UUID]:
    """Those who said no to such mails, also where another organisation knows the same e-mail."""
    with scopes_disabled():
        said = Person.objects.filter(mail_opt_out__isnull=False)
        mails = said.exclude(email_index="").values("email_index")
        rows = Person.objects.filter(Q(pk__in=said.values("pk")) | Q(email_index__in=mails))
        return set(rows.filter(pk__in=persons).values_list("pk", flat=True))


def is_opted_out(person: Person) -> bool:
    return person.pk in opted_out([person.pk])


def mailed_lately(persons: Collection[UUID], mail: BulkMail, now: datetime) -> set[UUID]:
    """Those who got a mail to many within the quiet days, from whichever organisation."""
    since = now - timedelta(days=settings.BULK_MAIL_QUIET_DAYS)
    with scopes_disabled():
        sent = BulkMailRecipient.objects.filter(sent_at__gt=since).exclude(mail=mail)
        got = Person.objects.filter(pk__in=sent.values("person"))
        mails = got.exclude(email_index="").values("email_index")
        rows = Person.objects.filter(Q(pk__in=got.values("pk")) | Q(email_index__in=mails))
        return set(rows.filter(pk__in=persons).values_list("pk", flat=True))


def sent_within_the_hour(organisation_id: UUID, now: datetime) -> int:
    with scopes_disabled():
        return BulkMailRecipient.objects.filter(
            mail__organisation=organisation_id, sent_at__gt=now - timedelta(hours=1)
        ).count()


def text_language(mail: BulkMail, person: Person) -> str:
    """In which of the text's languages this person reads it."""
    return pick(mail.text, person.language).language


@dataclass(frozen=True)
class Outlook:
    """What pressing the button would do."""

    getting: int
    left_out: list[tuple[str, int]]
    # (language they read, language of the text they get, how many)
    languages: list[tuple[str, str, int]] = field(default_factory=list)
    hours: int = 0  # how long it takes at least, by the organisation's limit


def outlook_of(mail: BulkMail) -> Outlook:
    counts = mail_counts(mail)
    getting = counts.get(Fate.WAITING, 0)
    waiting = BulkMailRecipient.objects.filter(mail=mail, fate=Fate.WAITING)
    read: Counter[str] = Counter(waiting.values_list("person__language", flat=True))
    languages = [
        (_name(code), _name(pick(mail.text, code).language), count)
        for code, count in read.most_common()
    ]
    before = sent_within_the_hour(mail.organisation_id, timezone.now())
    hours = max(0, before + getting - 1) // settings.BULK_MAIL_PER_HOUR
    return Outlook(getting, left_out(counts), languages, hours)


def _name(code: str) -> str:
    return next(iter(names([code])), code)


def samples_of(mail: BulkMail) -> list[BulkMailRecipient]:
    """One who gets it for each language of the text; names and offers are read."""
    waiting = BulkMailRecipient.objects.filter(
        mail=mail, fate=Fate.WAITING, offer__handler=mail.organisation_id
    )
    found: dict[str, BulkMailRecipient] = {}
    for one in waiting.select_related("person", "offer"):
        found.setdefault(text_language(mail, one.person), one)
    return list(found.values())


def recipients_of(mail: BulkMail) -> QuerySet[BulkMailRecipient]:
    rows = BulkMailRecipient.objects.filter(mail=mail)
    return rows.select_related("offer", "person", "outbox").defer(
        "outbox__text", "outbox__html", "outbox__recipient", "outbox__title"
    )


def recipients_shown(
    rows: Collection[BulkMailRecipient], actor: StaffActor
) -> list[tuple[BulkMailRecipient, Person | None]]:
    """Each with the person, where the organisation still has the offer and may see whose it is."""
    ours = [one.person for one in rows if one.offer.handler_id == actor.organisation.pk]
    reveal(ours)
    known = {person.pk for person in ours}
    return [(one, one.person if one.person_id in known else None) for one in rows]


def relay_state(one: BulkMailRecipient) -> str:
    """What the outbox says of a mail that was handed to it; empty once that is forgotten."""
    if one.outbox is None or one.outbox.state == Mail.State.SENT:
        return ""
    return str(one.outbox.get_state_display())
