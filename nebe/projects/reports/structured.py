"""A project as schema.org describes it (JSON-LD); read by search engines and other sites."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from nebe.core.mail.addresses import absolute

from ..models import Project, Role


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
