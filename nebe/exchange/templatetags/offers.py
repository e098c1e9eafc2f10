"""An offer in a list, drawn in Python: in templates, twenty of them took longer than their page.

What is cached is drawn from its arguments alone, and these are no one's own.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts.translated import Text
from nebe.core.ui.templatetags.ui import icon, listed

from ..selectors.cards import Card
from ..selectors.offers import Kind

register = template.Library()


@register.simple_tag
def offer_list(cards: list[Card]) -> SafeString:
    # Reversing an address takes as long as half a card: once is enough.
    before, _zero, after = reverse("exchange:offer", args=[0]).rpartition("0")
    drawn = ((_card(card, f"{before}{card.number}{after}"),) for card in cards)
    return format_html('<ul class="grid" role="list">{}</ul>', format_html_join("", "{}", drawn))


def _card(card: Card, address: str) -> SafeString:
    return format_html(
        '<li class="card stack tight">\n<h2><a href="{}"{}><bdi>{}</bdi></a></h2>\n{}\n{}{}\n</li>',
        address,
        _language(card.title) if card.title.is_fallback else "",
        card.title.text,
        _kinds(card.categories),
        offer_where(card.places, card.remote, card.km),
        _spoken(card.languages) if card.languages else "",
    )


@register.simple_tag
def offer_kinds(kinds: Iterable[Kind]) -> SafeString:
    return _kinds(tuple(kinds))


@register.simple_tag
def offer_where(places: Iterable, remote: bool, km: float | None = None) -> SafeString:
    return format_html(
        "<p>{}{}{}</p>",
        _towns(tuple(map(str, places))) if places else "",
        _away(round(km), get_language()) if km is not None else "",
        _at_a_distance(_("at a distance")) if remote else "",
    )


@lru_cache(maxsize=1000)
def _kinds(kinds: tuple[Kind, ...]) -> SafeString:
    tags = ((icon(kind.icon) if kind.icon else "", kind.label) for kind in kinds)
    return format_html(
        '<p class="cluster">{}</p>', format_html_join("", '<span class="tag">{}{}</span>', tags)
    )


@lru_cache(maxsize=10_000)
def _towns(labels: tuple[str, ...]) -> SafeString:
    names = format_html_join(", ", "<bdi>{}</bdi>", ((label,) for label in labels))
    return format_html("{} {}", icon("place"), names)


@lru_cache(maxsize=1000)
def _away(km: int, language: str) -> str:
    return " · " + _("%(km)s km away") % {"km": number_format(km, use_l10n=True)}


@lru_cache(maxsize=100)
def _at_a_distance(label: str) -> SafeString:
    return format_html(' <span class="tag good">{} {}</span>', icon("phone"), label)


@lru_cache(maxsize=1000)
def _spoken(languages: tuple[str, ...]) -> SafeString:
    return format_html('\n<p class="quiet">{} {}</p>', icon("speech"), listed(languages))


def _language(text: Text) -> SafeString:
    """What a page says of a text in another language than its own."""
    return format_html(' lang="{}" dir="{}"', text.language, text.direction)
