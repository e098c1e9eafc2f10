"""Published calls by words and conditions; the soonest deadline comes first."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nebe.core.texts import normalise
from nebe.core.texts.controls import without_controls

from ..models import Call, CallDeadline, CallTerm, Programme
from ..models.calls import MINUTE
from ..selectors.phrases import quoted
from ..selectors.rates import SHOWN_IN, currency_chosen
from . import terms
from .sizes import largest_first, pays_for
from .words import amount

WORDS = 8  # of a question
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
AMOUNT = re.compile(r"\d{1,12}", re.ASCII)
OPEN, UPCOMING, CLOSED = "open", "upcoming", "closed"
STATUSES = (OPEN, UPCOMING, CLOSED)
ALL = "all"  # of any status: for programs
BY_TERMS = (
    *(CallTerm.Kind.APPLICANT, CallTerm.Kind.TERRITORY),
    *(CallTerm.Kind.THEME, CallTerm.Kind.TARGET),
)


@dataclass(frozen=True)
class CallQuestion:
    """What somebody looks for; nothing in a field means everything. Each field narrows."""

    q: str = ""
    status: str = ""
    applicant: str = ""
    territory: str = ""
    theme: str = ""
    target: str = ""
    programme: str = ""
    amount: str = ""  # what a project needs, in whole units of `currency`
    currency: str = ""  # only with an amount

    @property
    def query(self) -> str:
        """As it stands in addresses and is kept: the same for the same question."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def is_everything(self) -> bool:
        return not self.query


def question_of(parameters: Mapping[str, str]) -> CallQuestion:
    """Of a `QueryDict`; what we do not know is left out."""
    given = {name: parameters.get(name) or "" for name in asdict(CallQuestion())}
    words = " ".join(without_controls(given["q"]).split())[:200]
    size = re.sub(r"\s", "", given["amount"])
    size = size if AMOUNT.fullmatch(size) and int(size) else ""
    return CallQuestion(
        q=words,
        status=given["status"] if given["status"] in STATUSES else "",
        territory=given["territory"] if PLACE.fullmatch(given["territory"]) else "",
        programme=given["programme"] if SLUG.fullmatch(given["programme"]) else "",
        amount=size,
        currency=(currency_chosen(parameters) or SHOWN_IN[0]) if size else "",
        **{
            str(kind): given[kind] if given[kind] in known else ""
            for kind, known in terms.LISTS.items()
        },
    )


def question_words(question: CallQuestion) -> list[str]:
    """What is looked for, in words."""
    found = [quoted(question.q)] if question.q else []
    if question.status:
        found.append(str(dict(Call.Status.choices)[question.status]))
    for kind in BY_TERMS:
        if code := getattr(question, kind):
            found += terms.names(kind, [code])
    if question.programme:
        programme = Programme.objects.filter(slug=question.programme).first()
        found.append(str(programme or question.programme))
    if question.amount:
        size = amount(int(question.amount), question.currency)
        found.append(_("a project of %(amount)s") % {"amount": size})
    return found or [_("All calls")]


def calls_public() -> QuerySet[Call]:
    return Call.objects.filter(state=Call.State.PUBLISHED)


def whole(calls: QuerySet[Call]) -> QuerySet[Call]:
    """With all that a card of it shows."""
    return calls.select_related("programme", "funder").prefetch_related("terms", "deadlines")


def calls_found(
    question: CallQuestion, *, now: datetime, by_amount: bool = False
) -> QuerySet[Call]:
    """The soonest deadline first, or the largest amount."""
    found = by_status(calls_public(), question.status, now)
    for token in normalise.tokens(question.q)[:WORDS]:
        found = found.filter(search_text__contains=f" {token} ")
    for kind in BY_TERMS:
        if code := getattr(question, kind):
            found = found.filter(asks_for(kind, code))
    if question.programme:
        found = found.filter(programme__slug=question.programme)
    if question.amount:
        today = timezone.localdate(now)
        found = found.filter(pays_for(int(question.amount), question.currency, today))
    if by_amount:
        return largest_first(found, timezone.localdate(now))
    return soonest_first(found, question.status, now)


def asks_for(kind: str, code: str) -> Q:
    """Who may apply and where: what a call leaves open, it leaves open to everyone."""
    rows = CallTerm.objects.filter(call=OuterRef("pk"), kind=kind)
    if kind == CallTerm.Kind.TERRITORY:
        inside = Q(code__startswith=f"{code}-") if "-" not in code else Q()
        named = rows.filter(Q(code__in=[code, terms.country_of(code)]) | inside)
        return Q(Exists(named)) | ~Q(Exists(rows))
    named = rows.filter(code=code)
    if kind == CallTerm.Kind.APPLICANT:
        return Q(Exists(named)) | ~Q(Exists(rows))
    return Q(Exists(named))


def by_status(calls: QuerySet[Call], status: str, now: datetime) -> QuerySet[Call]:
    rows = CallDeadline.objects.filter(call=OuterRef("pk"))
    goes_on = Q(Exists(rows.filter(at__gt=now - MINUTE))) | ~Q(Exists(rows))
    if status == ALL:
        return calls
    if status == CLOSED:
        return calls.exclude(goes_on)
    if status == OPEN:
        return calls.filter(goes_on).filter(Q(opens_at=None) | Q(opens_at__lte=now))
    if status == UPCOMING:
        return calls.filter(goes_on, opens_at__gt=now)
    return calls.filter(goes_on)


def soonest_first(calls: QuerySet[Call], status: str, now: datetime) -> QuerySet[Call]:
    rows = CallDeadline.objects.filter(call=OuterRef("pk"))
    if status == CLOSED:
        last = Subquery(rows.order_by("-at").values("at")[:1])
        return calls.alias(until=last).order_by(F("until").desc(), "slug")
    coming = Subquery(rows.filter(at__gt=now - MINUTE).order_by("at").values("at")[:1])
    return calls.alias(until=coming).order_by(F("until").asc(nulls_last=True), "slug")
