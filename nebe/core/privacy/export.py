"""All that Nebe holds of a person, for that person: as JSON and as a PDF to read."""

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import filesizeformat
from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.crypto.keys import preload

from .audit import audit
from .erasure import PERSON
from .purposes import purposes
from .registry import personal_data

TEMPLATE = Path(__file__).with_name("export.typ")
RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True)
class ExportedFile:
    """A file among the values of a row: whole in the JSON, by name and size in the PDF."""

    name: str
    media_type: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.name} ({filesizeformat(len(self.content))})"


class _Encoder(DjangoJSONEncoder):
    def default(self, o):
        if isinstance(o, ExportedFile):
            content = base64.b64encode(o.content).decode()
            return {"name": o.name, "type": o.media_type, "base64": content}
        return super().default(o)


def person_export(*, person_id: uuid.UUID, actor: Any, language: str) -> dict[str, Any]:
    """Plain values: who made it, when, and per kind of record its purpose and rows."""
    with translation.override(language), scopes_disabled(), preload([person_id]):
        kinds = []
        for kind in personal_data:
            rows = reveal((kind.told or kind.find)(person_id))
            if rows:
                purpose = purposes[kind.purpose]
                kinds.append(
                    {
                        "label": str(kind.label),
                        "purpose": str(purpose.why),
                        "kept": str(purpose.kept),
                        "rows": [_plain(kind.export(row)) for row in rows],
                    }
                )
    audit(action="person.export", actor=actor, row=(PERSON, person_id))
    return {
        "network": settings.NETWORK_NAME,
        "person": str(person_id),
        "made_at": timezone.now(),
        "data": kinds,
    }


def export_json(export: dict[str, Any]) -> bytes:
    return json.dumps(export, cls=_Encoder, ensure_ascii=False, indent=2).encode()


def export_pdf(export: dict[str, Any], language: str) -> bytes:
    """A tagged PDF (PDF/UA) in the person's language.

    Latin, Cyrillic and Vietnamese come in a serif, Arabic in whatever the machine has, at the
    least in DejaVu Sans Mono, which typst brings along.
    """
    with translation.override(language):
        content = {
            "language": language.partition("-")[0],
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "title": _("What we hold about you"),
            "intro": _("%(network)s made this on %(date)s because you asked for it.")
            % {"network": export["network"], "date": _readable(export["made_at"])},
            "rights": _(
                "You can have it corrected or deleted, and take back a yes. "
                "You can complain to the data protection authority."
            ),
            "nothing": _("We hold nothing about you."),
            "why": _("What for"),
            "how_long": _("How long"),
            "kinds": [
                kind | {"rows": [_lines(row) for row in kind["rows"]]} for kind in export["data"]
            ],
        }
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def _plain(value: Any) -> Any:
    """Translated texts as text, in keys as well."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Promise) else value


def _lines(row: dict[str, Any]) -> list[list[str]]:
    return [[key, _readable(value)] for key, value in row.items()]


def _readable(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_readable(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_readable(one) for one in value)
    return str(value)
