"""Pages as schema.org describes them (JSON-LD); read by search engines and other sites."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Article, Picture


def described(
    page: Article, *, address: str, picture: dict[str, Any] | None = None, easy: bool = False
) -> dict[str, Any]:
    """`address` is absolute, `picture` by `picture_described`. Empty values are left out.

    What is no work, such as an event, has no publisher; the page about it has.
    """
    work = work_facts(page, address=address, easy=easy)
    facts = {
        "@type": page.schema_type,
        "@id": address,
        "url": address,
        "name": page.title,
        "description": page.summary,
        "image": picture,
        **(work if page.is_work else {"mainEntityOfPage": {"@type": "WebPage", **filled(work)}}),
        **page.structured(),
    }
    return {"@context": "https://schema.org", **filled(facts)}


def work_facts(page: Article, *, address: str, easy: bool) -> dict[str, Any]:
    """The easy variant is a work of its own, based on the page."""
    here = f"{address}?easy=1" if easy else address
    facts = {
        "@id": here,
        "url": here,
        "inLanguage": page.locale.language_code,
        "datePublished": page.listed_on.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
    }
    if easy:
        facts["isBasedOn"] = address
        facts["accessibilitySummary"] = _("Easy to read: short sentences, common words.")
    return facts


def picture_described(picture: Picture, *, address: str, alternative: str) -> dict[str, Any]:
    """Who made it and how others may use it, as search engines show it beside pictures."""
    return filled(
        {
            "@type": "ImageObject",
            "contentUrl": address,
            "description": alternative,
            "creditText": picture.credit,
            "license": picture.licence_address,
            "acquireLicensePage": picture.source,
        }
    )


def filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}
