"""Terms that have one right translation: whether it was used, and tables of them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nebe.core.texts import normalise
from nebe.core.texts.tables import safe, unmarked

from ..models import Term, TermWord

YES, NO = "yes", "no"
PARTS = ("term", "definition", "forbidden")
MOST_ROWS = 5000


# Each word by the stem of the search and by that of its language's own stemmer.
Stems = list[frozenset[str]]
STEMMERS = {"cs": "czech", "en": "english", "pl": "polish", "ru": "russian"}


@dataclass(frozen=True)
class Entry:
    """One term in the two languages of a translation, as stems; the languages are `codes`."""

    term: Term
    codes: tuple[str, str]
    here: list[Stems]  # of the original
    there: list[Stems]
    forbidden: list[tuple[str, Stems]]
    right: str
    definition: str


@dataclass(frozen=True)
class Hint:
    text: str
    definition: str = ""
    note: str = ""


def entries(source: str, target: str) -> list[Entry]:
    """All terms that both languages have."""
    found = []
    for term in Term.objects.prefetch_related("words"):
        words = {word.language: word for word in term.words.all()}
        if source in words and target in words:
            here, there = words[source], words[target]
            found.append(
                Entry(
                    term=term,
                    codes=(source, target),
                    here=[stems(each, source) for each in here.variants()],
                    there=[stems(each, target) for each in there.variants()],
                    forbidden=[(each, stems(each, target)) for each in there.wrong_ones()],
                    right=" / ".join(there.variants()),
                    definition=there.definition,
                )
            )
    return found


def hints(source: str, target: str, known: Iterable[Entry]) -> list[Hint]:
    """What the translation (plain text) says otherwise than the glossary; nothing while empty."""
    known = list(known)
    if not target.strip() or not known:
        return []
    here, there = stems(source, known[0].codes[0]), stems(target, known[0].codes[1])
    found = []
    for entry in known:
        if not any(occurs(each, here) for each in entry.here):
            continue
        for wrong, its_stems in entry.forbidden:
            if occurs(its_stems, there):
                text = _("Not “%(wrong)s” but “%(right)s”.") % {
                    "wrong": apart(wrong),
                    "right": apart(entry.right),
                }
                found.append(Hint(text, entry.definition, entry.term.note))
        if not any(occurs(each, there) for each in entry.there):
            text = _("The glossary says “%(right)s” here.") % {"right": apart(entry.right)}
            found.append(Hint(text, entry.definition, entry.term.note))
    return found


def apart(text: str) -> str:
    """It may run in the other direction than the sentence that names it."""
    return f"\u2068{text}\u2069"


def stems(text: str, language: str) -> Stems:
    """The search has one chain for all languages of a script; a term is known to be in one."""
    words = normalise.WORD.findall(normalise.clean(text))
    if language not in STEMMERS:
        return [frozenset([normalise.stem(word)]) for word in words]
    own = normalise.stemmer(STEMMERS[language]).stemWord
    with normalise.STEMMING:
        by_language = [own(word) for word in words]
    pairs = zip(words, by_language, strict=True)
    return [frozenset([normalise.stem(word), stem]) for word, stem in pairs]


def occurs(wanted: Stems, text: Stems) -> bool:
    """Whether the words stand in the text, one behind the other, in any form."""
    size = len(wanted)
    if not size:
        return False
    return any(
        all(one & other for one, other in zip(wanted, text[at : at + size], strict=True))
        for at in range(len(text) - size + 1)
    )


def columns() -> list[str]:
    languages = [code for code, _name in settings.LANGUAGES]
    return [
        "code",
        "field",
        "public",
        "note",
        *(f"{part}_{code}" for code in languages for part in PARTS),
    ]


def glossary_write(file) -> None:
    """All terms as CSV; forbidden words of one cell are separated by `|`."""
    writer = csv.DictWriter(file, columns())
    writer.writeheader()
    for term in Term.objects.prefetch_related("words"):
        row = {"code": term.code, "field": term.field, "note": term.note}
        row["public"] = YES if term.public else NO
        for word in term.words.all():
            row[f"term_{word.language}"] = word.text
            row[f"definition_{word.language}"] = word.definition
            row[f"forbidden_{word.language}"] = "|".join(word.wrong_ones())
        writer.writerow({name: safe(value) for name, value in row.items()})


@dataclass(frozen=True)
class RowFate:
    number: int
    code: str
    fate: str


class NoTable(Exception):
    """The file is no table of terms; the message says why."""


def glossary_read(file) -> list[RowFate]:
    """Terms from CSV as `glossary_write` makes it: added or changed, never deleted.

    A cell that is empty leaves what is there. Raises `NoTable`.
    """
    try:
        rows = list(csv.DictReader(file))
    except (csv.Error, UnicodeDecodeError) as error:
        raise NoTable(_("This is no CSV table in UTF-8.")) from error
    if not rows or "code" not in rows[0]:
        raise NoTable(_("The table has no column “code”, or no rows."))
    if len(rows) > MOST_ROWS:
        raise NoTable(_("The table has too many rows."))
    return [row_read(number, row) for number, row in enumerate(rows, start=2)]


def row_read(number: int, row: dict) -> RowFate:
    cells = {name: clean(value) for name, value in row.items() if name}
    code = cells.get("code", "")
    if not code or code != slugify(code) or len(code) > 60:
        return RowFate(number, code, _("left out: a code has letters, digits and hyphens only"))
    if too_long := next((name for name, value in cells.items() if len(value) > limit(name)), ""):
        return RowFate(number, code, _("left out: too long: %(cell)s") % {"cell": too_long})
    with transaction.atomic():
        return RowFate(number, code, term_take(code, cells))


def clean(value) -> str:
    return unmarked(value.strip()) if isinstance(value, str) else ""


def limit(name: str) -> int:
    return 200 if name.startswith("term_") else 1000


def term_take(code: str, cells: dict[str, str]) -> str:
    term, is_new = Term.objects.get_or_create(code=code)
    before = (term.field, term.note, term.public)
    if cells.get("field") in Term.Field.values:
        term.field = cells["field"]
    term.note = cells.get("note") or term.note
    if cells.get("public") in (YES, NO):
        term.public = cells["public"] == YES
    changed = is_new or before != (term.field, term.note, term.public)
    term.save()
    words = {word.language: word for word in term.words.all()}
    for language, _name in settings.LANGUAGES:
        changed |= word_take(term, words.get(language), language, cells)
    return _("added") if is_new else _("changed") if changed else _("as it was")


def word_take(term: Term, word: TermWord | None, language: str, cells: dict[str, str]) -> bool:
    text, definition, forbidden = (cells.get(f"{part}_{language}", "") for part in PARTS)
    if word is None and not text:
        return False
    word = word or TermWord(term=term, language=language)
    before = (word.text, word.definition, word.forbidden)
    word.text, word.definition = text or word.text, definition or word.definition
    if forbidden:
        word.forbidden = "\n".join(each.strip() for each in forbidden.split("|"))
    if before == (word.text, word.definition, word.forbidden):
        return False
    word.save()
    return True
