"""Titles while somebody types into the search; lists of searches for editors."""

from datetime import timedelta

from django.db.models import Prefetch, Q, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from nebe.core.people.access import cms, public
from nebe.core.people.limits import network_limited
from nebe.core.ui.registry import search_everywhere

from ..search.answers import titles_suggested
from ..search.missed import monday
from ..search.models import Missed, MissedWeek
from .cms_paging import paged

LONGEST = 100  # characters of what is typed
WEEKS_SHOWN = 8


@public
@network_limited("search_suggest", rate="1200/10m")
@never_cache  # titles of stories among them, which may be taken back
@vary_on_headers("HX-Request")
def suggest(request: HttpRequest) -> HttpResponse:
    """`?q=`: titles as options for htmx, else JSON: `{"titles": [{"title", "url"}]}`.

    The options have what the other rooms suggest, too.
    """
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    rows = titles_suggested(text, get_language() or "en")
    if request.headers.get("HX-Request"):
        rooms = [(source.label, source.suggest(text)) for source in search_everywhere.all()]
        return render(request, "newsroom/search/suggestions.html", {"rows": rows, "rooms": rooms})
    titles = [
        {"title": row.title, "url": reverse("wagtail_serve", args=[row.path])} for row in rows
    ]
    return JsonResponse({"titles": titles})


@cms
def missed(request: HttpRequest) -> HttpResponse:
    """What people looked for in vain, most often first; with `?done=1` what is dealt with."""
    is_done = "done" in request.GET
    first = monday(timezone.localdate()) - timedelta(weeks=WEEKS_SHOWN - 1)
    weeks = MissedWeek.objects.filter(week__gte=first).order_by("-week")
    rows = (
        Missed.objects.filter(is_done=is_done)
        .annotate(times=Sum("weeks__count", filter=Q(weeks__week__gte=first), default=0))
        .order_by("-times", "words")
        .prefetch_related(Prefetch("weeks", weeks, to_attr="newest"))
    )
    context = {
        "header_title": _("Searches without result"),
        "page_title": _("Searches without result"),
        "header_icon": "search",
        "is_done": is_done,
        "recommend": reverse("wagtailsnippets_nebe_newsroom_search_recommended:add"),
        **paged(request, rows),
    }
    return render(request, "newsroom/search/missed.html", context)


@cms
@require_POST
def missed_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Dealt with, or to be dealt with again."""
    row = get_object_or_404(Missed, pk=pk)
    row.is_done = not row.is_done
    row.save(update_fields=["is_done"])
    return redirect("newsroom_search:missed")
