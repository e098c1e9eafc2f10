"""What the search of the whole site shows of this room: offers and needs that everyone may read."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from nebe.core.sql import Told
from nebe.core.texts import normalise
from nebe.core.texts.translated import Text, pick
from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from .models import Category
from .search import Criteria, Result, offers_search
from .search.words import categories_meant, words_asked
from .selectors.cards import Card, offer_cards
from .selectors.kinds import kinds_active
from .selectors.needs_public import needs_counted

SUGGESTED = 3


def offers_found(text: str, limit: int, told: Told = ()) -> SearchFound:
    """The newest offers that answer, as the list of offers would show them."""
    result = offers_search(Criteria(text=text, told=told or None), size=limit)
    if not result.numbers:
        return SearchFound([])
    hits = [offer_hit(card) for card in offer_cards(result.numbers)]
    return SearchFound(hits, all_offers(result), reverse("exchange:find", query={"q": text}))


def offer_hit(card: Card) -> SearchHit:
    address = reverse("exchange:offer", args=[card.number])
    kinds = ", ".join(kind.label for kind in card.categories)
    places = [place.label for place in card.places] or [str(_("at a distance"))]
    return SearchHit(
        str(card.title), address, ", ".join(places), kinds, language=other_language(card.title)
    )


def other_language(text: Text) -> str:
    return text.language if text.is_fallback else ""


def all_offers(result: Result) -> str:
    if not result.total_is_exact:
        return _("Show all of more than %(number)s offers") % {
            "number": number_format(result.total)
        }
    return ngettext("Show %(number)s offer", "Show all %(number)s offers", result.total) % {
        "number": number_format(result.total)
    }


def needs_found(text: str, limit: int, told: Told) -> SearchFound:
    """How many ask in public for the kinds of help that the words mean."""
    counts = needs_counted({slug for slug, _none, _none in told})
    kinds = Category.objects.filter(pk__in=counts)[:limit]
    return SearchFound([need_hit(kind, counts[kind.pk]) for kind in kinds])


def need_hit(kind: Category, count: int) -> SearchHit:
    said = ngettext("%(number)s person asks", "%(number)s people ask", count)
    name = pick(kind.name, get_language())
    return SearchHit(
        str(name),
        reverse("exchange:needs", query={"category": kind.pk}),
        kind=said % {"number": number_format(count)},
        language=other_language(name),
    )


def kinds_suggested(text: str) -> list[str]:
    """Kinds of help whose name has words that begin as those typed."""
    kinds = kinds_active(get_language() or "en").choices
    return [name for _slug, name in kinds if normalise.begins(name, text)][:SUGGESTED]


search_everywhere.register(
    SearchSource("offers", _("Help on offer"), offers_found, 10, kinds_suggested, words_asked),
    SearchSource("needs", _("Who needs help now"), needs_found, 20, asks=categories_meant),
)
