"""A need that is to be searched for: posted, confirmed, changed, and the code on its card."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.errors import NotPossible
from nebe.core.mail.links import links_revoke
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Person, User
from nebe.core.people.organisations import network
from nebe.core.people.persons import person_get_or_create, person_update, phone_indexes
from nebe.core.places.models import Municipality
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, on_withdraw
from nebe.core.privacy.models import Consent

from .. import mails
from ..codes import code_index, code_make
from ..limits import need_limits_check
from ..models import Category, Match, Need, Offer
from ..safeguarding.tasks import need_watch_job
from ..statistics.tally import need_count
from .need_times import on_its_day
from .needs import need_hold, need_withdraw

Status = Need.Status
FOR_SOMEONE = "exchange.ask_for_someone"
FOR_SOMEONE_TEXT = "1"  # version of the words that a person says yes to
CHANGEABLE = (Status.UNCONFIRMED, Status.HELD, Status.OPEN)
LIVING = (*CHANGEABLE, Status.MET)


@dataclass(frozen=True)
class NeedDraft:
    """What is asked for, as one of the forms said it; `answers`: "category.key" → value."""

    category: Category
    text: str
    municipality: Municipality | None = None
    to_municipality: Municipality | None = None
    at_time: time | None = None
    reach_km: int = 0
    remote: bool = False
    answers: dict = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    people: int = 1
    quantity: int = 1
    urgency: int = Need.Urgency.MONTH
    needed_from: date | None = None
    needed_until: date | None = None
    repeats: str = Need.Repeats.ONCE  # `needed_until` then is until when
    weekdays: list[int] = field(default_factory=list)
    repeats_until: date | None = None
    deliver_to: str = ""
    public_text: str = ""
    sensitive: str = ""

    def columns(self) -> dict[str, Any]:
        return vars(self) | {"answers": self.answers or ""}


@dataclass(frozen=True)
class Told:
    """Who a person is, as a coordinator was told."""

    name: str
    language: str
    phone: str = ""
    email: str = ""


def need_post(
    *, draft: NeedDraft, email: str = "", name: str = "", language: str, once: str, actor: Actor
) -> Need:
    """Keep what a person asks for until they confirm; the network's office handles it.

    With an e-mail the confirmation is mailed; without one the caller shows `need_code(need)`.
    The same `once` gives the same need. Raises `TooMany`.
    """
    office = network()

    def make() -> Need:
        person = person_get_or_create(email=email, name=name, language=language, controller=office)
        need_limits_check(person=person)
        need = _create(
            draft, person, office, once, "need.submit", actor,
            language=language, code_index="" if email else _code_index(once),
        )  # fmt: skip
        if email:
            mails.need_confirm_send(need)
        return need

    return _made_once(office, once, make)


def need_post_for(*, draft: NeedDraft, told: Told, once: str, actor: StaffActor) -> Need:
    """What a coordinator wrote down for a person who said yes to it; open at once.

    Where a contact is known of someone who is banned, it is held until it was looked at. Raises
    `NotPossible` for someone who may not ask for more.

    The coordinator's organisation handles the need and is the controller of the person's data.
    Without an e-mail the person gets `need_code(need)` on a card.
    """
    organisation = actor.organisation

    def make() -> Need:
        person = _person_told(told, organisation)
        need = _create(
            draft, person, organisation, once, "need.post_for", actor,
            language=told.language, posted_by=actor.user,
            code_index="" if told.email else _code_index(once),
        )  # fmt: skip
        consent_give(
            person_id=person.pk,
            purpose=FOR_SOMEONE,
            recipients=[organisation],
            text_version=FOR_SOMEONE_TEXT,
            language=told.language,
            actor=actor,
        )
        _begin(need, actor)
        return need

    return _made_once(organisation, once, make)


def need_post_own(*, draft: NeedDraft, once: str, actor: StaffActor) -> Need:
    """What an organisation needs for itself; whoever wrote it answers for it. Open at once."""
    organisation, user = actor.organisation, actor.user
    draft = on_its_day(draft, timezone.localdate())

    def make() -> Need:
        person = person_get_or_create(
            email=user.email, name=user.name, language=user.language, controller=organisation
        )
        need = _create(
            draft, person, organisation, once, "need.post_own", actor,
            language=user.language, posted_by=user, for_organisation=organisation,
        )  # fmt: skip
        _begin(need, actor)
        return need

    return _made_once(organisation, once, make)


def _begin(need: Need, actor: Actor, *, is_told: bool = True) -> None:
    """What staff wrote down is open at once, unless it waits for who looks into it."""
    if need_hold(need=need, actor=actor):
        return
    Need.objects.filter(pk=need.pk).update(**_open_now())
    need_count(need.pk)
    need.refresh_from_db(fields=["status", "confirmed_at"])
    search_begin(need, is_told=is_told)


def need_add_own(*, pk: UUID, draft: NeedDraft, user: User, organisation: Organisation) -> Need:
    """One of many that an organisation needs, in its scope; no mail tells of each."""
    person = person_get_or_create(
        email=user.email, name=user.name, language=user.language, controller=organisation
    )
    draft = on_its_day(draft, timezone.localdate())
    need = _create(
        draft, person, organisation, f"table-{pk}", "need.post_own", Actor(user=user),
        pk=pk, language=user.language, posted_by=user, for_organisation=organisation,
    )  # fmt: skip
    _begin(need, Actor(user=user), is_told=False)
    return need


def _made_once(organisation: Organisation, once: str, make: Callable[[], Need]) -> Need:
    """The need of this form: made, or found where a press before made it."""
    with scope(organisation=organisation):
        try:
            with transaction.atomic():
                return Need.objects.filter(once=once).first() or make()
        except IntegrityError:
            if found := Need.objects.filter(once=once).first():
                return found
            raise


def _create(draft, person, organisation, once, action, actor, **columns) -> Need:
    need = Need.objects.create(
        person=person,
        organisation=organisation,
        seeks=True,
        once=once,
        **draft.columns(),
        **columns,
    )
    audit(action=action, actor=actor, row=need)
    return need


def search_begin(need: Need, *, is_told: bool = True) -> None:
    if is_told:
        mails.need_open_send(need)
    need_watch_job.enqueue(need.pk)
    match_later(need)


def match_later(need: Need) -> None:
    from ..tasks import need_match_job

    need_match_job.enqueue(str(need.pk))


def _open_now() -> dict[str, Any]:
    return {"status": Status.OPEN, "confirmed_at": timezone.now()}


def _person_told(told: Told, organisation: Organisation) -> Person:
    """Known by e-mail, or by phone and name: a family shares a phone, not what each asks for."""
    if told.email:
        person = person_get_or_create(
            email=told.email, name=told.name, language=told.language, controller=organisation
        )
        return person if person.phone else person_update(person=person, phone=told.phone)
    for known in _by_phone(told.phone, organisation):
        if known.name.casefold() == told.name.casefold():
            return known
    person = person_get_or_create(name=told.name, language=told.language, controller=organisation)
    return person_update(person=person, phone=told.phone)


def _by_phone(phone: str, organisation: Organisation) -> list[Person]:
    if not phone:
        return []
    persons = Person.objects.filter(controller=organisation, email_index="")
    return reveal(persons.filter(phone_index__in=phone_indexes(phone)))


def need_confirm(*, need: Need, actor: Actor) -> bool:
    """The person has confirmed: the search begins. False when that was done before.

    Raises `NotPossible` for someone who may not ask. Where a contact is known of someone who is
    banned, the search begins once it was looked at.
    """
    with scope(organisation=need.organisation_id), transaction.atomic():
        if need.status == Status.UNCONFIRMED and need_hold(need=need, actor=actor):
            return True
        rows = Need.objects.filter(pk=need.pk, status=Status.UNCONFIRMED)
        if not rows.update(**_open_now()):
            return False
        need.refresh_from_db(fields=["status", "confirmed_at"])
        need_count(need.pk)
        audit(action="need.confirm", actor=actor, row=need)
        search_begin(need)
    return True


def need_update(*, need: Need, draft: NeedDraft, actor: Actor) -> None:
    """Change what is asked for; what was agreed already stays agreed.

    Raises `NotPossible` when the need is met or over.
    """
    draft = on_its_day(draft, timezone.localdate())
    with scope(organisation=need.organisation_id), transaction.atomic():
        rows = Need.objects.filter(pk=need.pk, status__in=CHANGEABLE)
        wanted = Greatest(F("found"), Value(draft.quantity))
        if not rows.update(quantity=wanted, still_true_at=timezone.now()):
            raise NotPossible
        made_anew = {"public_vector": "", "text_vector": ""}  # by jobs
        columns = draft.columns() | made_anew
        for kept in ("category", "quantity", "sensitive"):
            del columns[kept]
        for name, value in columns.items():
            setattr(need, name, value)
        need.save(update_fields=[*columns])
        met = rows.filter(status=Status.OPEN, found__gt=0, found__gte=F("quantity"))
        met.update(status=Status.MET, closed_at=timezone.now())
        need.refresh_from_db(fields=["status", "quantity"])
        audit(action="need.update", actor=actor, row=need)
        if need.status != Status.UNCONFIRMED:
            need_watch_job.enqueue(need.pk, once=str(need.pk))
        if need.status == Status.OPEN:
            match_later(need)


@on_withdraw(FOR_SOMEONE)
def consent_ended(consent: Consent) -> None:
    """Whoever takes the yes back takes back what was written down by it."""
    with scopes_disabled():
        written = Need.objects.filter(person=consent.person_id, status__in=LIVING, seeks=True)
        written = written.exclude(posted_by=None).filter(for_organisation=None)
        needs = list(written.select_related("person"))
    for need in needs:
        need_withdraw(need=need, actor=Actor.bearer(need.person))


def need_code(need: Need) -> str:
    """The code on the card of this need; it opens the page while `code_index` is set."""
    return code_make(need.once or str(need.pk))


def need_card_make(*, need: Need, actor: Actor) -> None:
    """Let the code of this need open its person's page."""
    with scope(organisation=need.organisation_id), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(code_index=code_index("need", need_code(need)))
        need.refresh_from_db(fields=["code_index"])
        audit(action="need.card", actor=actor, row=need)


@transaction.atomic
def person_links_end(*, person: Person, actor: Actor) -> None:
    """Every private link, card and code of a person opens nothing any more.

    So do the mailed pages with one button: they lead on to a new private link.
    """
    links_revoke(target=person.pk)
    with scopes_disabled():
        asked = Match.objects.filter(need__person=person)
        for rows in (
            Offer.objects.filter(person=person),
            Need.objects.filter(person=person),
            asked,
        ):
            for target in rows.values_list("pk", flat=True):
                links_revoke(target=target)
        for need in Need.objects.filter(person=person).exclude(code_index=""):
            need.code_index, need.once = "", secrets.token_hex(16)
            need.save(update_fields=["code_index", "once"])
    audit(action="person.links_end", actor=actor, row=person)


def _code_index(once: str) -> str:
    return code_index("need", code_make(once))
