"""Machine translation of what is public of an offer: its title and its text."""

from django.db import transaction
from django.db.models import QuerySet

from nebe.core.texts.machine import languages_wanting, translation_add

from ..models import Offer, OfferCategory
from ..search import offer_index

PARTS = ("title", "text")


def offers_public() -> QuerySet[Offer]:
    shown = OfferCategory.objects.filter(public=True).values("offer")
    return Offer.objects.filter(status=Offer.Status.LIVE, pk__in=shown)


def languages_to_translate(offer: Offer) -> list[str]:
    """Languages in which the title or the text is missing or stale."""
    wanting = {
        language
        for part in PARTS
        if getattr(offer, part).strip()
        for language in languages_wanting(part_data(offer, part), source=offer.language)
    }
    return sorted(wanting)


def offer_translate(*, offer: Offer, language: str) -> None:
    """Add the machine's translations; the original is kept, and so is what a person translated.

    Raises `TranslationLater` or `TranslationRefused`. Where the helper changed the offer
    meanwhile, nothing is written: the next night translates it anew.
    """
    public = offers_public().filter(pk=offer.pk).exists()
    made = {
        part: translation_add(
            part_data(offer, part), source=offer.language, target=language, public=public
        )
        for part in PARTS
    }
    with transaction.atomic():
        now = Offer.objects.select_for_update().get(pk=offer.pk)
        if (now.title, now.text, now.language) != (offer.title, offer.text, offer.language):
            return
        for part in PARTS:
            if language in made[part]:
                now.translations.setdefault(part, {})[language] = made[part][language]
        Offer.objects.filter(pk=offer.pk).update(translations=now.translations)
        offer_index(offer.pk)


def part_data(offer: Offer, part: str) -> dict:
    """`{language: value}` of the title or the text, the original among them."""
    return {**offer.translations.get(part, {}), offer.language: getattr(offer, part)}
