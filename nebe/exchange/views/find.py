"""Find: the list, the map and one offer. Nothing here is anybody's contact."""

from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from nebe.core.people.access import public
from nebe.core.people.requests import Request

from ..forms.find import FindForm
from ..maps import map_draw
from ..models import Offer, OfferImage
from ..search import TOTAL_LIMIT, Criteria, Result, offers_search
from ..selectors.cards import offer_cards
from ..selectors.offers import offer_public, offer_show, offers_public

PAGE_SIZE = 20


@public
@require_safe
def find(request: Request) -> HttpResponse:
    form = FindForm(request.GET)
    form.is_valid()
    page, result = _search(form.criteria(), request.GET.get("page", "1"))
    offers = offer_cards(result.numbers, near=form.near)
    context = {"form": form, "offers": offers, "page_obj": page, "result": result}
    template = "exchange/find.html#results" if request.htmx else "exchange/find.html"
    return render(request, template, context)


def _search(criteria: Criteria, asked: str) -> tuple[Page, Result]:
    """The page asked for, or the last one where there are fewer."""
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    number = min(max(number, 1), TOTAL_LIMIT // PAGE_SIZE)
    result = offers_search(criteria, page=number, size=PAGE_SIZE)
    page = Paginator(range(result.total), PAGE_SIZE).get_page(number)
    if page.number != number:
        result = offers_search(criteria, page=page.number, size=PAGE_SIZE)
    return page, result


@public
@require_safe
def find_map(request: Request) -> HttpResponse:
    form = FindForm(request.GET)
    form.is_valid()
    result = offers_search(replace(form.criteria(), sort="newest"), size=TOTAL_LIMIT)
    context = {"form": form, "result": result, "maps": map_draw(result.ids, near=form.near)}
    return render(request, "exchange/map.html", context)


@public
@require_safe
def offer(request: Request, number: int) -> HttpResponse:
    row = offer_public(number)
    if row is None:
        return _gone(request, number)
    shown = offer_show(row, language=get_language(), with_answers=True)
    return render(request, "exchange/offer.html", {"offer": shown})


def _gone(request: Request, number: int) -> HttpResponse:
    """An offer that once was public says so; any other number never existed."""
    if not Offer.objects.filter(number=number, published_at__isnull=False).exists():
        raise Http404
    return render(request, "exchange/offer_gone.html", status=410)


@public
@require_safe
def image(request: Request, pk) -> FileResponse:
    """A picture of a public offer, under a name of ours."""
    row = OfferImage.objects.filter(pk=pk, offer__in=offers_public()).first()
    if row is None:
        raise Http404
    response = FileResponse(row.file.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=3600"
    return response
