"""What data is open here, described for portals by DCAT (W3C, DCAT-AP)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nebe.core.mail.addresses import absolute, home
from nebe.core.people.models import Organisation
from nebe.newsroom.models.tender_releases import TenderRelease
from nebe.projects.models import Project, PublisherFile
from nebe.projects.selectors.registries import projects_for_registries

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
THEME = "http://publications.europa.eu/resource/authority/data-theme/SOCI"
FORMS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Distribution:
    """One form in which a data set is given: the address of a file or of the API."""

    address: str
    media_type: str
    title: str
    is_api: bool = False


@dataclass(frozen=True)
class DataSet:
    key: str
    title: str | Promise
    text: str | Promise
    distributions: tuple[Distribution, ...]


def data_sets() -> list[DataSet]:
    return [
        DataSet(
            "offers",
            _("Public offers of help"),
            _("What people and organisations offer, without names and contacts."),
            (of_api("offers"),),
        ),
        DataSet(
            "organisations",
            _("Organisations of the network"),
            _("Who they are and where they work."),
            (of_api("organisations"),),
        ),
        DataSet(
            "statistics",
            _("Figures of help"),
            _("How many asked, offered and were helped, by month, region and kind of help."),
            (of_api("statistics"),),
        ),
        DataSet(
            "projects",
            _("Projects of integration"),
            _("Who does what for integration, with whose money, to what effect."),
            (of_api("projects"), *files("projects:file"), *files_of_publishers()),
        ),
        DataSet(
            "results",
            _("Results of projects"),
            _("What projects wanted to reach and reached, and with whom it counts."),
            tuple(files("projects:results")),
        ),
        DataSet(
            "calls",
            _("Funding calls"),
            _("Who gives money for what, to whom, until when."),
            (
                of_api("calls"),
                Distribution(absolute("projects:calls_table", language="en"), "text/csv", "CSV"),
                Distribution(
                    absolute("projects:calls_json", language="en"), "application/json", "JSON"
                ),
            ),
        ),
        *tenders(),
    ]


def tenders() -> list[DataSet]:
    """As long as there is none, its file is not there either."""
    if not TenderRelease.objects.exists():
        return []
    file = Distribution(absolute("tender_records"), "application/json", "OCDS 1.1")
    text = _("What the network buys, from notice to award (OCDS 1.1).")
    return [DataSet("tenders", _("Tenders"), text, (file,))]


def of_api(name: str) -> Distribution:
    return Distribution(absolute(f"api:{name}"), "application/json", "API", is_api=True)


def files(name: str) -> Iterator[Distribution]:
    """The same as a table, a spreadsheet and for programs."""
    for form, media_type in FORMS.items():
        yield Distribution(absolute(name, form, language="en"), media_type, form.upper())


def files_of_publishers() -> Iterator[Distribution]:
    """Files of the standard for each organisation that reports: projects, and its own money."""
    publishers = projects_for_registries().order_by().values("publisher")
    for row in Organisation.objects.filter(pk__in=publishers).order_by("slug"):
        address = absolute("iati_activities", row.slug)
        yield Distribution(address, "application/xml", f"IATI 2.03, {row.name}")
    published = PublisherFile.objects.filter(state=Project.State.PUBLISHED)
    tellers = published.order_by().values("organisation")
    for row in Organisation.objects.filter(pk__in=tellers).order_by("slug"):
        address = absolute("iati_organisation", row.slug)
        yield Distribution(address, "application/xml", f"IATI 2.03 (organisation), {row.name}")


def catalogue() -> dict[str, Any]:
    """JSON-LD; the network says under which licence its data may be used."""
    office = {"@type": "foaf:Agent", "foaf:name": settings.NETWORK_NAME, "foaf:homepage": home()}
    here = absolute("data_catalogue")
    return {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": in_languages([settings.NETWORK_NAME, _("Open data")]),
        "dct:description": in_languages([_("All data that this site gives to everyone.")]),
        "dct:publisher": office,
        "dct:language": [code for code, _name in settings.LANGUAGES],
        "dcat:service": service(),
        "dcat:dataset": [described(each, here, office) for each in data_sets()],
    }


def service() -> dict[str, Any]:
    return {
        "@id": absolute("api:api-root"),
        "@type": "dcat:DataService",
        "dct:title": "API",
        "dcat:endpointURL": {"@id": absolute("api:api-root")},
        "dcat:endpointDescription": {"@id": absolute("api:openapi-json")},
    }


def described(each: DataSet, catalogue_address: str, office: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{catalogue_address}#{each.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": each.key,
        "dct:title": in_languages([each.title]),
        "dct:description": in_languages([each.text]),
        "dct:publisher": office,
        "dcat:theme": {"@id": THEME},
        "dcat:distribution": [form(distribution) for distribution in each.distributions],
    }


def form(each: Distribution) -> dict[str, Any]:
    told = {
        "@type": "dcat:Distribution",
        "dct:title": each.title,
        "dcat:accessURL": {"@id": each.address},
        "dcat:mediaType": {"@id": MEDIA + each.media_type},
        "dct:license": {"@id": settings.DATA_LICENCE},
    }
    if each.is_api:
        return told | {"dcat:accessService": {"@id": absolute("api:api-root")}}
    return told | {"dcat:downloadURL": {"@id": each.address}}


def in_languages(words: Iterable[str | Promise]) -> list[dict[str, str]]:
    parts = list(words)
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append({"@language": code, "@value": ": ".join(map(str, parts))})
    return found
