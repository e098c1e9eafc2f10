"""What everyone may read of an offer: the one place that decides it, field by field."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from nebe.core.places.models import Municipality
from nebe.core.texts.translated import Text, pick

from ..forms.questions import name_of
from ..languages import names
from ..models import Category, Offer, OfferCategory, OfferImage, OfferPlace, Question


@dataclass(frozen=True)
class Answer:
    label: str
    texts: list[str]


@dataclass(frozen=True)
class Kind:
    """A category as the reader sees it."""

    icon: str
    label: str


@dataclass(frozen=True)
class PublicOffer:
    """An offer as everyone sees it: no contact, nothing nearer than a municipality's centre."""

    number: int
    title: Text
    text: Text
    original: tuple[str, str]  # title and text as the helper wrote them
    categories: list[Kind]
    places: list[Municipality]
    reach_km: int
    remote: bool
    languages: list[str]
    available_from: date | None
    available_until: date | None
    published_at: object
    images: list[OfferImage] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def offers_public(today: date | None = None) -> QuerySet[Offer]:
    """Live offers that are not over, in at least one category that is open to everyone."""
    today = today or timezone.localdate()
    public = OfferCategory.objects.filter(offer=OuterRef("pk"), public=True)
    return Offer.objects.filter(
        Exists(public),
        Q(available_until=None) | Q(available_until__gte=today),
        status=Offer.Status.LIVE,
    )


def offer_public(number: int) -> Offer | None:
    return _with_parts(offers_public().filter(number=number)).first()


def offers_by_ids(ids: list[UUID]) -> list[Offer]:
    """Public offers in the order of `ids`, with all that is read of them, in four queries."""
    found = {offer.pk: offer for offer in _with_parts(offers_public().filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def _with_parts(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    kinds = OfferCategory.objects.filter(public=True).select_related("category")
    kinds = kinds.defer("category__description", "category__synonyms")
    places = OfferPlace.objects.select_related("municipality__region")
    offers = offers.defer("internal_answers", "contact_hours")
    # `Offer` declares these attributes; the plugin would do so a second time.
    return offers.prefetch_related(  # type: ignore[no-redef]
        Prefetch("kinds", kinds, to_attr="public_kinds"),
        Prefetch("places", places, to_attr="all_places"),
        Prefetch("images", to_attr="all_images"),
    )


def categories_public(offer: Offer) -> list[Category]:
    """The kinds of help that everyone may ask of an offer loaded by this module."""
    return sorted((k.category for k in offer.public_kinds), key=lambda c: (c.position, c.pk))


def offer_show(offer: Offer, *, language: str, with_answers: bool = False) -> PublicOffer:
    """The public side of an offer loaded by this module, in the reader's language."""
    assert offer.number is not None  # every stored offer has one
    places = [place.municipality for place in offer.all_places]
    categories = categories_public(offer)
    return PublicOffer(
        number=offer.number,
        title=_text(offer, "title", language),
        text=_text(offer, "text", language),
        original=(offer.title, offer.text),
        categories=[Kind(c.icon, str(pick(c.name, language))) for c in categories],
        places=places,
        reach_km=offer.reach_km,
        remote=offer.remote,
        languages=names(offer.languages),
        available_from=offer.available_from,
        available_until=offer.available_until,
        published_at=offer.published_at,
        images=list(offer.all_images),
        answers=answers_of(offer, categories, language=language) if with_answers else [],
    )


def _text(offer: Offer, part: str, language: str) -> Text:
    """`translations` holds {"title": {language: value}, "text": {…}} beside the original."""
    translations = offer.translations.get(part, {})
    return pick({**translations, offer.language: getattr(offer, part)}, language)


def answers_of(
    offer: Offer, categories: list[Category], *, language: str, internal: bool = False
) -> list[Answer]:
    """What the helper answered in these categories: in public, or what only handlers may read."""
    questions = Question.objects.filter(category__in=categories, public=not internal, active=True)
    places = {category.pk: place for place, category in enumerate(categories)}
    ordered = sorted(questions, key=lambda q: (places[q.category_id], q.position, q.pk))
    answers = offer.internal_answers or {} if internal else offer.answers
    shown = [
        Answer(str(pick(q.label, language)), answer_texts(q, answers, language)) for q in ordered
    ]
    return [answer for answer in shown if answer.texts]


def answer_texts(question: Question, answers: dict, language: str) -> list[str]:
    """One question's answer in words, from `Offer.answers`."""
    name = name_of(question)
    value = answers.get(name)
    kind = question.kind
    if kind == Question.Kind.DATES:
        days = [answers.get(f"{name}.{part}") for part in ("from", "until")]
        return [" – ".join(_day(day) if day else "…" for day in days)] if any(days) else []
    if value in (None, "", []):
        return []
    if kind in (Question.Kind.ONE, Question.Kind.SEVERAL):
        labels = {o["value"]: str(pick(o["label"], language)) for o in question.options}
        values = value if isinstance(value, list) else [value]
        more = answers.get(f"{name}.specify")
        return [labels.get(v, str(v)) for v in values] + ([more] if more else [])
    if kind == Question.Kind.PLACE:
        place = Municipality.objects.filter(pk=value).first()
        return [str(place)] if place else []
    return [_day(value) if kind == Question.Kind.DATE else str(value)]


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso))


def counts_of(offer: Offer, *, language: str) -> list[tuple[str, int, int]]:
    """(kind of help, taken, capacity) where beds, seats or pieces are counted; a row with "" for
    the people helped by all other kinds. For the helper and coordinators."""
    kinds = list(offer.kinds.select_related("category"))
    counted = [
        (str(pick(kind.category.name, language)), kind.taken, kind.capacity)
        for kind in kinds
        if kind.capacity is not None
    ]
    if len(counted) == len(kinds):
        return counted
    return [("", offer.taken, offer.capacity), *counted]
