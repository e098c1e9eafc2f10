"""A publication for the tools that keep literature: BibTeX, RIS and CSL-JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .models import AnnualReport, Publication

# Type → (BibTeX, RIS, CSL).
TYPES = {
    "report": ("techreport", "RPRT", "report"),
    "study": ("techreport", "RPRT", "report"),
    "toolkit": ("manual", "RPRT", "report"),
    "handbook": ("book", "BOOK", "book"),
    "position": ("techreport", "RPRT", "report"),
    "letter": ("misc", "GEN", "document"),
}
# Who publishes it, as each kind of BibTeX entry calls it.
PUBLISHERS = {"techreport": "institution", "manual": "organization", "misc": "howpublished"}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&%#_"},
}


@dataclass(frozen=True)
class Cited:
    """`address` is absolute."""

    publication: Publication | AnnualReport
    address: str

    @property
    def publisher(self) -> str:
        return self.publication.publisher or settings.NETWORK_NAME

    @property
    def authors(self) -> list[tuple[str, str]]:
        return self.publication.author_names or [(self.publisher, "")]

    @property
    def edition(self) -> str:
        versions = self.publication.newest_first
        return versions[0]["number"] if len(versions) > 1 else ""

    @property
    def language(self) -> str:
        return self.publication.locale.language_code


def line(text: Any) -> str:
    """Without breaks and controls: each format ends a field at the end of a line."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", str(text)).split())


def bibtex_text(text: Any) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in line(text))


def bibtex(cited: Cited) -> str:
    publication = cited.publication
    kind = TYPES[publication.type][0]
    # Organisations in braces, or their last word would be taken for a surname.
    authors = [
        f"{bibtex_text(surname)}, {bibtex_text(name)}" if name else f"{{{bibtex_text(surname)}}}"
        for surname, name in cited.authors
    ]
    values = {
        "author": " and ".join(authors),
        "title": f"{{{bibtex_text(publication.title)}}}",
        "year": publication.year,
        PUBLISHERS.get(kind, "publisher"): bibtex_text(cited.publisher),
        "edition": bibtex_text(cited.edition),
        "isbn": bibtex_text(publication.isbn),
        "doi": bibtex_text(publication.doi),
        "language": cited.language,
        "url": line(cited.address),
    }
    rows = [f"  {name} = {{{value}}}" for name, value in values.items() if value]
    key = re.sub(r"[^a-z0-9]", "", publication.slug.lower())
    return f"@{kind}{{{key}{publication.year},\n" + ",\n".join(rows) + "\n}\n"


def ris(cited: Cited) -> str:
    publication = cited.publication
    authors = [f"{surname}, {name}" if name else surname for surname, name in cited.authors]
    tags = [
        ("TY", TYPES[publication.type][1]),
        *(("AU", author) for author in authors),
        ("TI", publication.title),
        ("PY", publication.year),
        ("PB", cited.publisher),
        ("ET", cited.edition),
        ("SN", publication.isbn),
        ("DO", publication.doi),
        ("AB", publication.summary),
        ("LA", cited.language),
        ("UR", cited.address),
    ]
    rows = [f"{tag}  - {line(value)}" for tag, value in tags if value]
    return "\r\n".join([*rows, "ER  - ", ""])


def csl_json(cited: Cited) -> str:
    publication = cited.publication
    found = {
        "id": f"{publication.slug}-{publication.year}",
        "type": TYPES[publication.type][2],
        "author": [
            {"family": surname, "given": name} if name else {"literal": surname}
            for surname, name in cited.authors
        ],
        "title": publication.title,
        "abstract": publication.summary,
        "issued": {"date-parts": [[publication.year]]},
        "publisher": cited.publisher,
        "edition": cited.edition,
        "ISBN": publication.isbn,
        "DOI": publication.doi,
        "language": cited.language,
        "URL": cited.address,
    }
    kept = {name: value for name, value in found.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=1)


FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}
