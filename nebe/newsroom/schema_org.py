"""Pages as schema.org describes them (JSON-LD); read by search engines and other sites."""

import json
from typing import Any

from django.conf import settings
from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .models import Article, Picture


def described(
    page: Article, *, address: str, picture: dict[str, Any] | None = None, easy: bool = False
) -> dict[str, Any]:
    """`address` is absolute, `picture` by `picture_described`. Empty values are left out.

    The easy variant is a work of its own, based on the page.
    """
    facts = {
        "@context": "https://schema.org",
        "@type": page.schema_type,
        "@id": address,
        "url": address,
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.locale.language_code,
        "datePublished": page.listed_on.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "image": picture,
        "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
        **page.structured(),
    }
    if easy:
        facts |= easy_variant(address)
    return without_empty(facts)


def picture_described(picture: Picture, *, address: str, alternative: str) -> dict[str, Any]:
    """Who made it and how others may use it, as search engines show it beside pictures."""
    return without_empty(
        {
            "@type": "ImageObject",
            "contentUrl": address,
            "description": alternative,
            "creditText": picture.credit,
            "license": picture.licence_address,
            "acquireLicensePage": picture.source,
        }
    )


def without_empty(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}


def easy_variant(address: str) -> dict[str, Any]:
    here = f"{address}?easy=1"
    return {
        "@id": here,
        "url": here,
        "isBasedOn": address,
        "accessibilitySummary": _("Easy to read: short sentences, common words."),
    }


def as_script(facts: dict[str, Any]) -> SafeString:
    """For a `<script type="application/ld+json">`: nothing in it can end the element."""
    text = json.dumps(facts, ensure_ascii=False).translate(_json_script_escapes)
    return mark_safe(text)  # noqa: S308 (escaped above)
