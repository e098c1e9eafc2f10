"""What the search of the whole site shows of calls: those still open first, then closed ones."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nebe.core.sql import Statement, Told
from nebe.core.texts import normalise
from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from ..models import Call
from .finding import CLOSED, WORDS, CallQuestion, calls_found, question_of, whole

ABOUT = 30  # words of what a call pays for
HAVE = "SELECT slug, '', '' FROM nebe_projects_call WHERE state = %s{words} LIMIT 1"


def have_words(text: str) -> Statement | None:
    """Whether a published call has all words that are asked for."""
    tokens = normalise.tokens(text[:200])[:WORDS]
    if not tokens:
        return None
    sql = HAVE.format(words=" AND search_text LIKE %s" * len(tokens))
    return Statement(sql, [Call.State.PUBLISHED, *(f"% {token} %" for token in tokens)])


def calls_hits(text: str, limit: int, told: Told = ()) -> SearchFound:
    words = question_of({"q": text}).q
    if not words:
        return SearchFound([])
    now = timezone.now()
    asked = CallQuestion(q=words)
    open_ones = calls_found(asked, now=now)
    rows = list(whole(open_ones)[:limit])
    number = open_ones.count() if len(rows) == limit else len(rows)
    if number < limit:
        closed = CallQuestion(q=words, status=CLOSED)
        rows += whole(calls_found(closed, now=now))[: limit - len(rows)]
    said = ngettext("Show %(number)s call", "Show all %(number)s calls", number)
    more = said % {"number": number_format(number, force_grouping=True)} if number else ""
    address = f"{reverse('projects:calls')}?{asked.query}"
    return SearchFound([hit(row, now) for row in rows], more, address)


def hit(call: Call, now) -> SearchHit:
    name = call.name
    told = [str(call.status(now).label), call.funder.name if call.funder else ""]
    return SearchHit(
        str(name),
        reverse("projects:call", args=[call.slug]),
        Truncator(str(call.about)).words(ABOUT),
        ", ".join(filter(None, told)),
        language=name.language if name.is_fallback else "",
    )


search_everywhere.register(
    SearchSource("calls", _("Funding calls"), calls_hits, 35, asks=have_words)
)
