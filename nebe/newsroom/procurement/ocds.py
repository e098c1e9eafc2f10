"""Tenders in the Open Contracting Data Standard 1.1: releases, records and their packages.

Plain functions: a page or stored releases in, JSON values out.
"""

import hashlib
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import override

from ..models import Tender, TenderRelease

VERSION = "1.1"
EXTENSIONS = [
    "https://raw.githubusercontent.com/open-contracting-extensions/"
    "ocds_lots_extension/v1.1.5/extension.json"
]
STATUS = {
    Tender.Stage.PLANNED: "planned",
    Tender.Stage.OPEN: "active",
    Tender.Stage.AWARDED: "complete",
    Tender.Stage.CANCELLED: "cancelled",
    Tender.Stage.UNSUCCESSFUL: "unsuccessful",
}
# Registers of org-id.guide whose numbers organisations give.
REGISTERS = {"CZ": "CZ-ICO", "PL": "PL-KRS"}
ANSWERS = "questions-and-answers"  # id of that document
Data = dict[str, Any]


def ocid_of(key: UUID) -> str:
    return f"{settings.OCDS_PREFIX}-{key}"


def release_of(
    page: Tender, *, number: int, tag: str, at: datetime, address: str, answered: datetime | None
) -> Data:
    """The page as one release; `address` is the page's own, `answered` when a question last was."""
    key, buyer = page.translation_key, buyer_of(page)
    suppliers = [supplier_of(each.value, page.country) for each in page.awards]
    release = {
        "ocid": ocid_of(key),
        "id": f"{ocid_of(key)}-{number}",
        "date": at.isoformat(),
        "tag": [tag],
        "initiationType": "tender",
        "language": page.locale.language_code,
        "parties": parties(buyer, suppliers),
        "buyer": reference(buyer),
        "planning": {"rationale": page.summary or page.title},
        "tender": tender_of(page, address),
        "awards": [
            award_of(each, page, supplier)
            for each, supplier in zip(page.awards, suppliers, strict=True)
        ],
    }
    if not release["awards"]:
        del release["awards"]
    return with_answers(release, address, answered) if answered else release


def tender_of(page: Tender, address: str) -> Data:
    closes = page.closes_at
    language = page.locale.language_code
    documents = [document_of(each, language) for each in page.documents if each.value.url]
    notice = {"id": "notice", "documentType": "tenderNotice", "title": page.title, "url": address}
    asked_until = page.questions_until and datetime.combine(
        page.questions_until, time(23, 59), tzinfo=page.zone
    )
    told = {
        "id": str(page.translation_key),
        "title": page.title,
        "description": page.summary,
        "status": STATUS[Tender.Stage(page.stage)],
        "procuringEntity": reference(buyer_of(page)),
        "value": value_of(page.value_amount, page.currency),
        "procurementMethod": str(page.procedure),
        "mainProcurementCategory": str(page.category),
        "submissionMethodDetails": page.submission,
        "tenderPeriod": closes and {"endDate": closes.isoformat()},
        "enquiryPeriod": asked_until and {"endDate": asked_until.isoformat()},
        "documents": [notice, *documents],
        "lots": [lot_of(each, page) for each in page.lots],
    }
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def document_of(each: Any, language: str) -> Data:
    """A file of ours says more of itself than an address elsewhere."""
    with override(language):
        told = {
            "id": each.id,
            "documentType": each.value["kind"],
            "title": each.value["title"],
            "url": each.value.url,
        }
    if file := each.value.get("file"):
        kind = file.content_type.partition(";")[0]
        told |= {"format": kind, "language": file.language or language}
    return told


def with_days(release: Data, before: Data | None) -> Data:
    """The same release, saying of each document since when it has been public as it is."""
    release = deepcopy(release)
    earlier = before["tender"].get("documents", []) if before else []
    since = {(one["id"], one["url"]): one.get("datePublished") for one in earlier}
    for one in release["tender"]["documents"]:
        one["datePublished"] = since.get((one["id"], one["url"])) or release["date"]
    return release


def lot_of(each: Any, page: Tender) -> Data:
    told = {
        "id": each.value["number"],
        "title": each.value["title"],
        "description": each.value["text"],
        "status": STATUS[Tender.Stage(page.stage)],
        "value": value_of(each.value["amount"], page.currency),
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def award_of(each: Any, page: Tender, supplier: Data) -> Data:
    decided = datetime.combine(each.value["decided_on"], time(12), tzinfo=page.zone)
    award = {
        "id": each.id,
        "title": page.title,
        "description": each.value["reason"],
        "status": "active",
        "date": decided.isoformat(),
        "value": value_of(each.value["amount"], page.currency),
        "suppliers": [reference(supplier)],
    }
    return {**award, "relatedLots": [each.value["lot"]]} if each.value["lot"] else award


def value_of(amount: Any, currency: str) -> Data | None:
    return None if amount is None else {"amount": float(amount), "currency": currency}


def buyer_of(page: Tender) -> Data:
    if page.buyer is None:
        return {"id": "network", "name": settings.NETWORK_NAME, "roles": ["buyer"]}
    contact = {"email": page.buyer.email, "url": page.buyer.website}
    party = organisation(
        page.buyer.name, page.buyer.registration_number, page.buyer.country, page.buyer.slug
    )
    told = {name: value for name, value in contact.items() if value}
    return {**party, "roles": ["buyer"], **({"contactPoint": told} if told else {})}


def supplier_of(value: Any, country: str) -> Data:
    name = value["supplier"]
    # Two suppliers may be written with the same Latin letters, or with none.
    slug = f"{slugify(name)}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")
    party = organisation(name, value["registration_number"], country, slug)
    return {**party, "roles": ["supplier"]}


def organisation(name: str, number: str, country: str, other_id: str) -> Data:
    scheme, number = REGISTERS.get(country), "".join((number or "").split())
    if not (scheme and number):
        return {"id": other_id, "name": name}
    identifier = {"scheme": scheme, "id": number, "legalName": name}
    return {"id": f"{scheme}-{number}", "name": name, "identifier": identifier}


def reference(party: Data) -> Data:
    return {"id": party["id"], "name": party["name"]}


def parties(*groups: Data | list[Data]) -> list[Data]:
    """Each organisation once, with all its roles."""
    found: dict[str, Data] = {}
    for group in groups:
        for party in group if isinstance(group, list) else [group]:
            roles = found.get(party["id"], {}).get("roles", [])
            found[party["id"]] = {**party, "roles": list(dict.fromkeys([*roles, *party["roles"]]))}
    return list(found.values())


def with_answers(release: Data, address: str, at: datetime) -> Data:
    """The same release, saying that questions were answered, and where the answers are."""
    release = deepcopy(release)
    tender = release["tender"]
    answers = {
        "id": ANSWERS,
        "documentType": "clarifications",
        "title": "Questions and answers",
        "url": f"{address}#questions",
        "dateModified": at.isoformat(),
    }
    others = [one for one in tender.get("documents", []) if one["id"] != ANSWERS]
    tender |= {"hasEnquiries": True, "documents": [*others, answers]}
    return release


def with_amendment(release: Data, before: Data, reason: str) -> Data:
    """The same release, naming what it amends; earlier amendments stay."""
    release = deepcopy(release)
    earlier = before["tender"].get("amendments", [])
    if reason:
        amendment = {
            "id": release["id"],
            "date": release["date"],
            "rationale": reason,
            "amendsReleaseID": before["id"],
            "releaseID": release["id"],
        }
        earlier = [*earlier, amendment]
    if earlier:
        release["tender"]["amendments"] = earlier
    return release


def merged(releases: Iterable[Data]) -> Data:
    """The compiled release, by the standard's rules: later values win, lists of objects by id."""
    whole: Data = {}
    date = ""
    for release in releases:
        date = release["date"]
        rest = {name: each for name, each in release.items() if name not in ("id", "date", "tag")}
        whole = merged_values(whole, rest)
    return {**whole, "tag": ["compiled"], "id": f"{whole['ocid']}-{date}", "date": date}


def merged_values(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: merged_values(old.get(name), value) for name, value in new.items()}
    if is_by_id(old) and is_by_id(new):
        rows = {row["id"]: row for row in old}
        for row in new:
            rows[row["id"]] = merged_values(rows.get(row["id"]), row)
        return list(rows.values())
    return new


def is_by_id(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def package_head(address: str, published: datetime) -> Data:
    return {
        "uri": address,
        "version": VERSION,
        "extensions": EXTENSIONS,
        "publishedDate": published.isoformat(),
        "publisher": {"name": settings.NETWORK_NAME, "uri": settings.BASE_URL},
    }


def release_package(releases: list[TenderRelease], address: str) -> Data:
    """All releases of one tender, oldest first."""
    return {
        **package_head(address, releases[-1].at),
        "releases": [release.data for release in releases],
    }


def record_package(releases: list[TenderRelease], address: str) -> Data:
    """All tenders, each with its releases and what follows from them."""
    by_key: dict[UUID, list[Data]] = {}
    for release in releases:
        by_key.setdefault(release.key, []).append(release.data)
    records = [
        {"ocid": each[-1]["ocid"], "releases": each, "compiledRelease": merged(each)}
        for each in by_key.values()
    ]
    return {
        **package_head(address, max(release.at for release in releases)),
        "records": records,
    }
