"""The first version of the open API: what is public of offers, projects and the network."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import http_date
from ninja import NinjaAPI, Query

from nebe.core.mail.addresses import absolute
from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality
from nebe.core.places.selectors import municipality_search
from nebe.core.texts.translated import pick
from nebe.exchange.models import Category, Offer
from nebe.exchange.search import Criteria, offers_search
from nebe.exchange.selectors.offers import (
    categories_public,
    offer_public,
    offer_show,
    offers_by_ids,
)
from nebe.exchange.selectors.statistics_public import months_open

from . import schemas
from .calls import router as calls
from .paging import next_page, paged
from .problems import PROBLEM, handle_problems
from .projects import router as projects


class Api(NinjaAPI):
    def get_openapi_schema(self, **kwargs):
        """Ninja's document, in which errors are problems and not plain JSON."""
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


api = Api(
    title="Nebe",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description=(
        "Public offers of help, projects, funding calls and what belongs to them. Read only, "
        "without a key. "
        "Contacts and exact addresses are never given: people are asked inside Nebe."
    ),
)
handle_problems(api)
api.add_router("", projects)
api.add_router("", calls)
REFUSED = {422: schemas.Problem, 429: schemas.Problem}
MISSING = {404: schemas.Problem, **REFUSED}


@api.get("/offers", response={200: schemas.OfferPage, **MISSING}, tags=["offers"])
def offers(request: HttpRequest, query: Query[schemas.OffersQuery]):
    """Offers of help, found by words, category, place, language and day."""
    with translation.override(query.lang):
        result = offers_search(criteria(query), page=query.page, size=query.size)
        items = [offer_item(offer, query.lang) for offer in offers_by_ids(result.ids)]
    more = query.page * query.size < result.total
    return {
        "page": query.page,
        "size": query.size,
        "total": result.total,
        "total_is_exact": result.total_is_exact,
        "next": next_page(request, query) if more else None,
        "items": items,
    }


def criteria(query: schemas.OffersQuery) -> Criteria:
    place = Municipality.objects.filter(pk=query.place).first() if query.place else None
    if query.place and place is None:
        raise Http404
    return Criteria(
        text=query.q,
        categories=query.category,
        place=(place.latitude, place.longitude) if place else None,
        radius_km=query.km if place else None,
        languages=query.language,
        date_from=query.day,
        date_to=query.day,
        remote={"yes": True, "no": False}.get(query.remote),
        sort=query.sort if place else "newest",
    )


@api.get("/offers/{int:number}", response={200: schemas.OfferDetail, **MISSING}, tags=["offers"])
def offer(request: HttpRequest, number: int, query: Query[schemas.Query], response: HttpResponse):
    """One offer with the public answers to the questions of its categories."""
    row = offer_public(number) if number < 2**63 else None
    if row is None:
        raise Http404
    response["Last-Modified"] = http_date(row.updated_at.timestamp())
    with translation.override(query.lang):
        shown = offer_show(row, language=query.lang, with_answers=True)
        answers = [{"question": each.label, "answers": each.texts} for each in shown.answers]
        return {**offer_item(row, query.lang), "answers": answers}


def offer_item(row: Offer, language: str) -> dict:
    shown = offer_show(row, language=language)
    return {
        "number": shown.number,
        "url": absolute("exchange:offer", shown.number),
        "title": shown.title,
        "text": shown.text,
        "categories": [category.slug for category in categories_public(row)],
        "places": [place_item(place) for place in shown.places],
        "reach_km": shown.reach_km,
        "remote": shown.remote,
        "languages": row.languages,
        "available_from": shown.available_from,
        "available_until": shown.available_until,
        "published_at": shown.published_at,
    }


@api.get("/categories", response={200: list[schemas.Category], **REFUSED}, tags=["offers"])
def categories(request: HttpRequest, query: Query[schemas.Query]):
    """The kinds of help, and who may see offers of each."""
    return [
        {
            "slug": category.slug,
            "name": pick(category.name, query.lang),
            "description": pick(category.description, query.lang),
            "openness": category.openness,
        }
        for category in Category.objects.filter(active=True)
    ]


@api.get("/places", response={200: list[schemas.Place], **REFUSED}, tags=["places"])
def places(request: HttpRequest, query: Query[schemas.PlacesQuery]):
    """Municipalities whose name in any language begins so: `plzen`, `Пльзень`, `Pilsen`."""
    with translation.override(query.lang):
        found = municipality_search(query.q, country=query.country or None, limit=query.limit)
        return [place_item(place) for place in found]


def place_item(place: Municipality) -> dict:
    return {
        "code": place.code,
        "name": place.local_name,
        "district": place.district,
        "region": {
            "code": place.region.code,
            "name": str(place.region),
            "country": place.region.country,
        },
        "latitude": place.latitude,
        "longitude": place.longitude,
        "approximate": place.approximate,
    }


@api.get("/organisations", response={200: schemas.OrganisationPage, **REFUSED}, tags=["network"])
def organisations(request: HttpRequest, query: Query[schemas.Paged]):
    """Organisations that the network has approved."""
    rows = Organisation.objects.filter(status=Organisation.Status.ACTIVE)
    return paged(
        request,
        query,
        rows.prefetch_related("regions"),
        lambda some: [organisation_item(row, query.lang) for row in some],
    )


def organisation_item(row: Organisation, language: str) -> dict:
    return {
        "slug": row.slug,
        "name": row.name,
        "kind": row.kind,
        "country": row.country,
        "website": row.website,
        "about": pick(row.about, language),
        "regions": [region.code for region in row.regions.all()],
    }


@api.get("/statistics", response={200: schemas.Statistics, **REFUSED}, tags=["statistics"])
def statistics(request: HttpRequest):
    """Months that are over, by region and kind of help. Small numbers are hidden together."""
    return {
        "smallest": settings.STATISTICS_SMALLEST,
        "source": absolute("exchange:statistics"),
        "items": [
            {
                "month": month.month,
                "published_on": timezone.localdate(month.published_at),
                "figures": [
                    {"table": table, "row": row, "measure": measure, "number": number}
                    for table, row, measure, number in rows
                ],
            }
            for month, rows in months_open()
        ],
    }
