"""The state of an original: what its translations were made from, and what has changed since."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import String, StringSegment, TranslationSource

# What readers do not see is no reason to look at a translation again.
UNSEEN = {"slug", "responsible", "review_by"}


def states_of(sources: Iterable[TranslationSource]) -> dict[int, dict[str, Any]]:
    """By the source's id: `{"strings": {path: [hash, …]}, "shared": {field: hash}}`.

    The hash of a string is that of wagtail-localize, so the old text is found again.
    """
    sources = list(sources)
    strings: dict[int, dict[str, list[str]]] = {each.pk: defaultdict(list) for each in sources}
    segments = StringSegment.objects.filter(source__in=sources).order_by("order")
    links: dict[int, list[str]] = {each.pk: [] for each in sources}
    wanted = "source_id", "context__path", "string__data_hash", "attrs"
    for pk, path, name, attrs in segments.values_list(*wanted):
        strings[pk][path].append(str(name))
        links[pk].append(attrs)
    return {
        each.pk: {
            "strings": dict(strings[each.pk]),
            "shared": {**shared_of(each), "links": short_hash(links[each.pk])},
        }
        for each in sources
    }


def shared_of(source: TranslationSource) -> dict[str, str]:
    """What is the same in all languages, and how the translated fields are built up."""
    content = json.loads(source.content_json)
    model: Any = source.specific_content_type.model_class()
    names = [each.field_name for each in model.translatable_fields if is_shared(each)]
    streams = {
        each.field_name: stream
        for each in model.translatable_fields
        if isinstance(each, TranslatableField)
        and isinstance(stream := read(content.get(each.field_name)), list)
    }
    found = {name: short_hash(read(content.get(name))) for name in names}
    return {**found, **{name: short_hash(shape(value)) for name, value in streams.items()}}


def read(value: Any) -> Any:
    """The blocks of a stream, which comes as text: each database orders its keys in its own way."""
    return json.loads(value) if isinstance(value, str) and value.startswith("[{") else value


def is_shared(field: Any) -> bool:
    return isinstance(field, SynchronizedField) and field.field_name not in UNSEEN


def shape(value: Any) -> Any:
    """A stream without its texts: the order of its blocks, its pictures and numbers."""
    if isinstance(value, dict):
        kept = {"type", "id"}
        return {k: v if k in kept else shape(v) for k, v in sorted(value.items())}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return "" if isinstance(value, str) else value


def short_hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Change:
    """`before` and `now` are hashes of strings; empty where the place is new, or gone."""

    path: str
    before: list[str]
    now: list[str]


def changes(before: dict | None, now: dict | None) -> list[Change]:
    """Places whose text differs, in the order of the original, what is gone last."""
    old, new = (before or {}).get("strings", {}), (now or {}).get("strings", {})
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change(path, old.get(path, []), new.get(path, []))
        for path in paths
        if old.get(path, []) != new.get(path, [])
    ]


def shared_changes(before: dict | None, now: dict | None) -> list[str]:
    """Names of fields that are the same in all languages and differ, or are built otherwise."""
    old, new = (before or {}).get("shared", {}), (now or {}).get("shared", {})
    return [name for name in new if name in old and old[name] != new[name]]


def texts_of(hashes: Iterable[str], locale_id: int) -> dict[str, str]:
    """The texts (HTML without attributes) behind hashes of `states_of`."""
    found = String.objects.filter(locale_id=locale_id, data_hash__in=list(hashes))
    return {str(name): data for name, data in found.values_list("data_hash", "data")}
