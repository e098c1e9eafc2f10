"""A call as schema.org describes it (JSON-LD)."""

import json
from typing import Any

from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]
from django.utils.safestring import SafeString, mark_safe

from nebe.core.mail.addresses import absolute

from ..models import Call


def structured(call: Call) -> SafeString:
    """For a `<script type="application/ld+json">`: nothing in it can end the element."""
    text = json.dumps(grant(call), ensure_ascii=False).translate(_json_script_escapes)
    return mark_safe(text)  # noqa: S308 (escaped above)


def grant(call: Call) -> dict[str, Any]:
    address = absolute("projects:call", call.slug)
    rows = [row.at for row in call.deadlines.all()]
    facts = {
        "@context": "https://schema.org",
        "@type": "MonetaryGrant",
        "@id": address,
        "url": address,
        "name": str(call.name),
        "description": str(call.about),
        "identifier": call.reference,
        "amount": money(call),
        "funder": call.funder and {"@type": "Organization", "name": call.funder.name},
        # A grant has no end of its own; the page about it has.
        "subjectOf": filled(
            {
                "@type": "WebPage",
                "url": address,
                "inLanguage": call.name.language,
                "datePublished": call.published_at and call.published_at.isoformat(),
                "expires": rows[-1].astimezone(call.tz).isoformat() if rows else None,
            }
        ),
    }
    return filled(facts)


def money(call: Call) -> dict[str, Any]:
    low, high = call.amount_min, call.amount_max
    if not call.currency or (low is None and high is None):
        return {}
    return filled(
        {
            "@type": "MonetaryAmount",
            "currency": call.currency,
            "minValue": low,
            "maxValue": high,
        }
    )


def filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}
