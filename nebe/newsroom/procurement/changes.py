"""What is different between two releases, fact by fact, in plain values."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .ocds import ANSWERS, Data

LABELS = {
    "stage": _("stage"),
    "title": _("title"),
    "description": _("summary"),
    "buyer": _("buyer"),
    "value": _("expected value without tax"),
    "procedure": _("procedure"),
    "category": _("what is bought"),
    "closes": pgettext_lazy("tender", "last moment for bids"),
    "questions_until": _("questions until"),
    "submission": _("how to send a bid"),
    "lots": _("lots"),
    "documents": _("documents"),
    "awards": _("awards"),
    "answers": _("questions and answers"),
}
TEXTS = {"title", "description"}
# What anyone who bids relies on: while bids are open it changes with a reason only.
FORMAL = LABELS.keys() - TEXTS - {"stage", "awards", "answers"}


def facts_of(release: Data, *, home: str) -> dict[str, Any]:
    """Strings and lists of strings; moments as ISO. Empty facts are left out.

    Files of ours are told as they stand at `home`: our site may have moved since.
    """
    tender, then = release["tender"], home_of(release)
    documents = [one for one in tender.get("documents", []) if one["id"] not in ("notice", ANSWERS)]
    answers = [one for one in tender.get("documents", []) if one["id"] == ANSWERS]
    facts = {
        "stage": tender["status"],
        "title": tender["title"],
        "description": tender.get("description"),
        "buyer": release["buyer"]["name"],
        "value": money(tender.get("value")),
        "procedure": tender["procurementMethod"],
        "category": tender["mainProcurementCategory"],
        "closes": tender.get("tenderPeriod", {}).get("endDate"),
        "questions_until": tender.get("enquiryPeriod", {}).get("endDate"),
        "submission": tender.get("submissionMethodDetails"),
        "lots": [lot_told(lot) for lot in tender.get("lots", [])],
        "documents": [f"{one['title']}: {moved(one['url'], then, home)}" for one in documents],
        "awards": [award_told(award) for award in release.get("awards", [])],
        "answers": answers[0]["dateModified"] if answers else None,
    }
    return {name: value for name, value in facts.items() if value}


def home_of(release: Data) -> str:
    """The address of our site, as it was then."""
    notice = next(one["url"] for one in release["tender"]["documents"] if one["id"] == "notice")
    return urlsplit(notice)._replace(path="", query="", fragment="").geturl()


def moved(url: str, then: str, now: str) -> str:
    return now + url.removeprefix(then) if url.startswith(f"{then}/") else url


def money(value: Data | None) -> str:
    return f"{value['amount']:.2f} {value['currency']}" if value else ""


def lot_told(lot: Data) -> str:
    parts = lot["id"], lot["title"], lot.get("description", ""), money(lot.get("value"))
    return " · ".join(part for part in parts if part)


def award_told(award: Data) -> str:
    names = ", ".join(supplier["name"] for supplier in award["suppliers"])
    parts = *award.get("relatedLots", []), names, money(award["value"]), award["description"]
    return " · ".join(part for part in parts if part)


def changes(before: Data, after: Data) -> list[dict[str, Any]]:
    """`{"fact", "before", "after"}` of each fact that differs, in the order of `LABELS`."""
    home = home_of(after)
    old, new = facts_of(before, home=home), facts_of(after, home=home)
    return [
        {"fact": name, "before": old.get(name), "after": new.get(name)}
        for name in LABELS
        if old.get(name) != new.get(name)
    ]


def is_formal(changed: list[dict[str, Any]]) -> bool:
    return any(each["fact"] in FORMAL for each in changed)
