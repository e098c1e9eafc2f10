"""A project as schema.org describes it (JSON-LD); read by search engines and other sites."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute

from ..models import Project, Role
from ..profiles.subjects import Subject

FILES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
KINDS = {
    "org": "Organization",
    "funder": "Organization",
    "country": "Country",
    "region": "AdministrativeArea",
    "town": "City",
}


def structured(project: Project) -> dict[str, Any]:
    """What hangs on the project is read already, see `selectors.shown`."""
    address = absolute("projects:project", project.slug)
    facts = {
        "@type": "ResearchProject" if is_research(project) else "Project",
        "@id": address,
        "url": address,
        "name": str(project.name),
        "alternateName": project.acronym,
        "description": str(project.aim),
        "identifier": project.iati_identifier,
        "foundingDate": project.start and project.start.isoformat(),
        "dissolutionDate": project.end and project.end.isoformat(),
        "funder": organisations(project, Role.FUNDING),
        "member": organisations(project, Role.ACCOUNTABLE, Role.IMPLEMENTING),
        "areaServed": places(project),
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": address,
            "inLanguage": get_language(),
            "dateModified": project.updated_at.isoformat(),
            "publisher": {"@type": "Organization", "name": settings.NETWORK_NAME},
        },
    }
    told = {name: value for name, value in facts.items() if value not in ("", None, [], {})}
    return {"@context": "https://schema.org"} | told


def data_set(address: str, query: str) -> dict[str, Any]:
    """A selection of projects and its files."""
    tail = f"?{query}" if query else ""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": ": ".join([settings.NETWORK_NAME, _("Projects")]),
        "description": _("Who does what for integration, with whose money, to what effect."),
        "inLanguage": get_language(),
        "license": settings.DATA_LICENCE,
        "creator": {"@type": "Organization", "name": settings.NETWORK_NAME},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": absolute("projects:file", form) + tail,
            }
            for form, media_type in FILES.items()
        ],
    }


def collection(subject: Subject, heading: str, address: str) -> dict[str, Any]:
    """A page about who or where the projects are of."""
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": heading,
        "inLanguage": get_language(),
        "about": {"@type": KINDS.get(subject.facet, "Thing"), "name": subject.name},
    }


def is_research(project: Project) -> bool:
    """By the OECD's purpose codes for research."""
    return any(
        row.vocabulary in ("", "1") and row.code in RESEARCH for row in project.sectors.all()
    )


RESEARCH = {"43082", "11182", "12182"}  # scientific, educational, medical research


def organisations(project: Project, *roles: Role) -> list[dict[str, str]]:
    names = [
        row.organisation.name
        for row in project.participations.all()
        if row.role in roles and row.organisation
    ]
    return [{"@type": "Organization", "name": name} for name in dict.fromkeys(names)]


def places(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in project.locations.all():
        name = next(iter(row.name.values()), "")
        geo = {"@type": "GeoCoordinates", "latitude": row.latitude, "longitude": row.longitude}
        if name:
            place = {"@type": "Place", "name": name}
            found.append(place | ({"geo": geo} if row.latitude is not None else {}))
    codes = dict.fromkeys(
        row.code for row in project.territories.all() if row.level == "country" and row.code
    )
    return found + [{"@type": "Country", "name": code} for code in codes]
