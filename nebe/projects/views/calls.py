"""Funding calls for everyone: the list, one call, feeds, calendars, tables."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request

from ..calls import exports, sizes, terms, words
from ..calls.calendars import calendar_of
from ..calls.feeds import CallsFeed, CallsRss
from ..calls.finding import (
    CallQuestion,
    calls_found,
    calls_public,
    question_of,
    question_words,
    whole,
)
from ..calls.forms import BY_AMOUNT, FilterForm
from ..calls.structured import structured
from ..models import Call, CallTerm, ExchangeRate
from ..selectors.rates import SHOWN_IN, Rates, currency_chosen

PER_PAGE = 20
LONGEST = 2000  # calls in one file


@network_limited("calls", rate="1200/h")
@public
@require_safe
def calls(request: Request) -> HttpResponse:
    question, now = question_of(request.GET), timezone.now()
    found = calls_found(question, now=now, by_amount=request.GET.get("sort") == BY_AMOUNT)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(whole(page.object_list))  # type: ignore[arg-type]
    currency = question.currency or currency_chosen(request.GET)
    rates = sizes.rates_for(rows, currency, now)
    context = {
        "page_obj": page,
        "calls": [card(call, now, currency, rates) for call in rows],
        "total": page.paginator.count,
        "question": question,
        "query": f"?{question.query}" if question.query else "",
        "told": question_words(question),
        "form": FilterForm(as_read(request, question)),
        "are_any": bool(page.paginator.count) or calls_public().exists(),
    }
    return render(request, "projects/calls/list.html", context)


def as_read(request: Request, question: CallQuestion) -> QueryDict | None:
    """What was chosen, with the currency that an amount without one was read in."""
    chosen = request.GET.copy()
    if question.currency:
        chosen["currency"] = question.currency
    return chosen or None


def card(call: Call, now, currency: str = "", rates: Rates | None = None) -> dict[str, Any]:
    """`currency`: in which the reader sees amounts, too."""
    kind = CallTerm.Kind
    return {
        "call": call,
        "status": call.status(now),
        "when": words.deadline_words(call, now),
        "amount": words.amount_words(call),
        "converted": sizes.converted_words(call, currency, rates, now),
        "applicants": terms.names(kind.APPLICANT, call.codes(kind.APPLICANT)),
        "territories": terms.names(kind.TERRITORY, call.codes(kind.TERRITORY)),
        "themes": terms.names(kind.THEME, call.codes(kind.THEME)),
    }


@public
@require_safe
def call(request: Request, slug: str) -> HttpResponse:
    row = get_object_or_404(whole(calls_public()), slug=slug)
    currency = currency_chosen(request.GET)
    facts = call_facts(row, currency) | {"currency": currency, "currencies": currencies_for(row)}
    return render(request, "projects/calls/call.html", facts)


def call_facts(row: Call, currency: str = "") -> dict[str, Any]:
    now = timezone.now()
    rates = sizes.rates_for([row], currency, now)
    later = row.next_rounds.filter(state=Call.State.PUBLISHED).first()
    earlier = row.previous if row.previous and row.previous.state == row.State.PUBLISHED else None
    moments = [(one.at, words.moment_words(one.at, row)) for one in row.deadlines.all()]
    return card(row, now, currency, rates) | {
        "targets": terms.names(CallTerm.Kind.TARGET, row.codes(CallTerm.Kind.TARGET)),
        "opens": words.moment_words(row.opens_at, row) if row.opens_at else "",
        "moments": moments,
        "next": row.deadline(now),
        "total": words.amount(row.amount_total, row.currency) if row.amount_total else "",
        "total_converted": sizes.converted_words(row, currency, rates, now, total=True),
        "own_share": words.own_share_words(row),
        "is_closed": row.status(now) == Call.Status.CLOSED,
        "earlier": earlier,
        "later": later,
        "structured": structured(row) if row.state == Call.State.PUBLISHED else "",
    }


def currencies_for(row: Call) -> tuple[str, ...]:
    """In which its amounts can be read, too."""
    has_money = row.currency and (row.amount_min or row.amount_max or row.amount_total)
    others = tuple(code for code in SHOWN_IN if code != row.currency)
    return others if has_money and ExchangeRate.objects.exists() else ()


@network_limited("calls_file", rate="120/h")
@public
@require_safe
def call_calendar(request: Request, slug: str) -> HttpResponse:
    """The deadlines of one call, with an alarm a week before."""
    row = get_object_or_404(whole(calls_public()), slug=slug)
    return calendar_file(
        calendar_of([row], name=str(row.name), with_alarm=True), f"call-{row.pk.hex[:8]}.ics"
    )


@network_limited("calls_feed", rate="600/h")
@public
@require_safe
@conditional_page
def calls_calendar(request: Request) -> HttpResponse:
    """All deadlines of what is found: for a calendar that asks again by itself."""
    question = question_of(request.GET)
    name = _("Funding calls") + f": {', '.join(question_words(question))}"
    response = calendar_file(calendar_of(found_of(request), name=name), "calls.ics")
    response["Cache-Control"] = "no-cache"
    return response


def calendar_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@network_limited("calls_feed", rate="600/h")
@public
@require_safe
@conditional_page
def calls_feed(request: Request) -> HttpResponse:
    return feed_of(request, CallsFeed())


@network_limited("calls_feed", rate="600/h")
@public
@require_safe
@conditional_page
def calls_rss(request: Request) -> HttpResponse:
    return feed_of(request, CallsRss())


def feed_of(request: HttpRequest, feed: CallsFeed) -> HttpResponse:
    """Who asks again does so by the content's mark: what was withdrawn must not live on."""
    response = feed(request)
    response["Cache-Control"] = "no-cache"
    del response["Last-Modified"]
    return response


@network_limited("calls_file", rate="120/h")
@public
@require_safe
def calls_table(request: Request) -> StreamingHttpResponse:
    lines = exports.table(found_of(request), timezone.now())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="calls.csv"'
    return response


@network_limited("calls_file", rate="120/h")
@public
@require_safe
def calls_json(request: Request) -> JsonResponse:
    now = timezone.now()
    return JsonResponse(
        {"calls": [exports.record(call, now) for call in found_of(request)]},
        json_dumps_params={"ensure_ascii": False},
    )


def found_of(request: HttpRequest):
    found = calls_found(question_of(request.GET), now=timezone.now())
    return list(whole(found)[:LONGEST])
