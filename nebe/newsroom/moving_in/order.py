"""Which items go first: originals before their translations, pages before those below them."""

from collections.abc import Callable

from .places import KINDS, language_of
from .wxr import Entry, Export


def leads(export: Export, language: Callable[[Entry], str | None]) -> dict[str, str]:
    """Item → the item of its group that is the original: the default language's, else the first."""
    groups: dict[str, list[Entry]] = {}
    for entry in export.entries.values():
        if entry.group and entry.kind in KINDS:
            groups.setdefault(f"{entry.kind} {entry.group}", []).append(entry)
    main = language_of("", export.language)
    found = {}
    for entries in groups.values():
        lead = min(entries, key=lambda each: (language(each) != main, int_or_0(each.id)))
        found.update({entry.id: lead.id for entry in entries})
    return found


def in_order(export: Export, leads: dict[str, str]) -> list[Entry]:
    """Originals before translations, pages before those below them."""

    def depth(entry: Entry) -> int:
        steps, seen = 0, {entry.id}
        while (above := export.entries.get(entry.parent)) and above.id not in seen:
            steps, entry = steps + 1, above
            seen.add(above.id)
        return steps

    return sorted(
        export.entries.values(),
        key=lambda each: (depth(each), leads.get(each.id, each.id) != each.id, int_or_0(each.id)),
    )


def int_or_0(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() else 0
