"""A section of a whole record as one form: fields, and rows of lists.

A form changes what it shows and nothing else: rows it does not show, and what a row has beyond its
fields, stay as they are. Rows are known again by what they say, not by their place.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.paginator import Paginator
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property

from nebe.core.people.actors import Actor
from nebe.core.texts.controls import without_controls
from nebe.core.texts.translated import Text, pick

from ..iati.nodes import UNDETERMINED, Record
from ..models import Project
from .fields import NOT_SAID

SHOWN = 25  # rows of one list on a page
BLANK = 2


def digest(value: Any) -> str:
    told = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def version_of(whole: Record, keys: Iterable[str]) -> str:
    """Names a state of some keys, so that nobody overwrites what they have not seen."""
    return digest({key: whole[key] for key in sorted(keys) if whole.get(key)})


def with_changes(whole: Record, changes: Record) -> Record:
    """Without what is empty, as records are."""
    found = whole | changes
    return {key: value for key, value in found.items() if value not in ("", [], {}, None)}


def without_empty(row: Record, **values: Any) -> Record:
    return with_changes(row, values)


def typed(words: dict[str, str], language: str, text: str) -> dict[str, str]:
    """A text in one language as it was typed; what was not touched stays as it is."""
    text = without_controls(text).replace("\r\n", "\n").strip()
    if text == words.get(language, "").strip():
        return words
    found = {**words, language: text}  # where it stood, it stays in its place
    return {of: value for of, value in found.items() if value or of != language}


@dataclass(frozen=True)
class Asked:
    """Of what and for whom a section is drawn."""

    whole: Record
    actor: Actor
    project: Project

    @property
    def is_office(self) -> bool:
        return bool(self.actor.organisation and self.actor.organisation.is_network)

    @property
    def language(self) -> str:
        """In which a text without a choice of language is written."""
        return (self.whole.get("language") or UNDETERMINED).lower()

    def told(self, words: Any) -> Text:
        return pick(words, self.language)

    def words(self, words: Any, text: str) -> dict[str, str]:
        """`words` with the one that `told` shows as somebody typed it; others stay."""
        shown = self.told(words)
        return typed(words or {}, shown.language if shown else self.language, text)


class FieldsForm(forms.Form):
    """Keys of a record that hold one value or one text each."""

    def __init__(self, asked: Asked, data: Any = None):
        self.asked = asked
        super().__init__(data, initial=self.initial_of(asked.whole))
        keep_choices(self)

    def initial_of(self, whole: Record) -> dict[str, Any]:
        raise NotImplementedError

    def changes(self) -> Record:
        raise NotImplementedError

    def groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """(heading, fields, whether it is unfolded)."""
        return [("", list(self), True)]


class RowForm(forms.Form):
    """One row of the list `key`."""

    do_not_call_in_templates = True
    key: ClassVar[str]
    title: ClassVar[Any]
    one: ClassVar[Any]  # what one row is called
    blank: ClassVar[int] = BLANK
    at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any):
        self.asked = asked
        super().__init__(*args, **kwargs)
        keep_choices(self)
        if self.initial.get("at"):  # a file may leave out what is asked for by hand
            for name, field in self.fields.items():
                if self.initial.get(name):
                    continue
                field.required = False
                if isinstance(field, forms.ChoiceField):
                    field.choices = [("", NOT_SAID), *cast(Iterable, field.choices)]

    @classmethod
    def shows(cls, row: Record) -> bool:
        return True

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        raise NotImplementedError

    def row_of(self, row: Record) -> Record:
        """`row`, empty for a new one, as it was typed; typed unchanged it is the same."""
        raise NotImplementedError


def keep_choices(form: forms.Form) -> None:
    """A code that a file has and no list of ours stays as it is."""
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if isinstance(field, forms.ChoiceField) and not isinstance(value, list):
            choices: list[Any] = list(cast(Iterable, field.choices))
            if value and str(value) not in {str(choice) for choice, _label in choices}:
                field.choices = [*choices, (value, value)]


class RowsForm(BaseFormSet):
    """The rows of a list that a page shows, and some empty ones."""

    kind: type[RowForm]

    def __init__(self, asked: Asked, data: Any = None, page: Any = 1):
        self.asked = asked
        rows = [
            (at, row)
            for at, row in zip(self.names, asked.whole.get(self.kind.key, []), strict=True)
            if self.kind.shows(row)
        ]
        self.page_obj = Paginator(rows, SHOWN).get_page(page)
        initial = [
            self.kind.initial_of(row, asked) | {"at": at} for at, row in self.page_obj.object_list
        ]
        super().__init__(
            data,
            prefix=self.kind.__name__.lower(),
            initial=initial,
            form_kwargs={"asked": asked},
        )

    @cached_property
    def names(self) -> list[str]:
        """Of each row of the list, also where two say the same."""
        seen: Counter[str] = Counter()
        found = []
        for row in self.asked.whole.get(self.kind.key, []):
            name = digest(row)
            found.append(f"{name}-{seen[name]}")
            seen[name] += 1
        return found

    def rows(self) -> list[Record]:
        """The whole list as it becomes."""
        rows: list[Record | None] = list(self.asked.whole.get(self.kind.key, []))
        places = {name: at for at, name in enumerate(self.names)}
        for form in self.forms:
            at = places.get(form.cleaned_data.get("at", ""))
            if at is not None:
                row = rows[at] or {}
                rows[at] = None if form in self.deleted_forms else told_of(form, row)
            elif form.has_changed() and form not in self.deleted_forms:
                rows.append(form.row_of({}) or None)
        return [row for row in rows if row is not None]


def told_of(form: RowForm, row: Record) -> Record | None:
    """None where nothing is left; a file may have a row that says nothing."""
    return form.row_of(row) or (None if row else row)


def rows_form(kind: type[RowForm]) -> type[RowsForm]:
    made: Any = formset_factory(
        kind, formset=RowsForm, extra=kind.blank, can_delete=True, can_delete_extra=False
    )
    made.kind = kind
    return made


class Section:
    """Some keys of the whole record that are edited together."""

    do_not_call_in_templates = True
    name: ClassVar[str]
    title: ClassVar[Any]
    keys: ClassVar[Collection[str]]
    hint: ClassVar[Any] = ""
    form: ClassVar[type[FieldsForm] | None] = None
    lists: ClassVar[tuple[type[RowForm], ...]] = ()

    def __init__(self, asked: Asked, data: Any = None, page: Any = 1):
        self.version = version_of(asked.whole, self.keys)
        self.asked = asked = self.prepared(asked)
        self.is_sent = data is not None
        self.fields = self.form(asked, data) if self.form else None
        self.rows = [rows_form(kind)(asked, data, page) for kind in self.lists]
        self.problems: list[str] = []

    @classmethod
    def shown(cls, whole: Record) -> Record:
        """What its part of the record's page tells."""
        return {key: whole[key] for key in cls.keys if key in whole}

    def prepared(self, asked: Asked) -> Asked:
        """Where the lists of the form are not those of the record."""
        return asked

    def is_valid(self) -> bool:
        parts: list[Any] = [self.fields, *self.rows] if self.fields else [*self.rows]
        valid = [part.is_valid() for part in parts]  # each, so that all say what is wrong
        if not all(valid):
            return False
        self.problems = list(self.faults(self.changes()))
        return not self.problems

    def faults(self, changes: Record) -> Iterable[str]:
        """What does not fit together, in words."""
        return ()

    def changes(self) -> Record:
        found = self.fields.changes() if self.fields else {}
        for rows in self.rows:
            found[rows.kind.key] = rows.rows()
        return found

    def errors(self) -> list[tuple[str, str, str]]:
        """(anchor, label, what is wrong) of all parts, for the summary."""
        if not self.is_sent:
            return []
        found = [("", "", problem) for problem in self.problems]
        for form in self.forms_shown():
            found += [("", "", str(error)) for error in form.non_field_errors()]
            for field in form:
                anchor = field.id_for_label or field.auto_id
                found += [(anchor, str(field.label), str(error)) for error in field.errors]
        return found

    def forms_shown(self) -> list[forms.Form]:
        """All but the rows that are taken out."""
        own: list[forms.Form] = [self.fields] if self.fields else []
        for rows in self.rows:
            gone = rows.deleted_forms if self.is_sent and rows.is_valid() else []
            own += [form for form in rows.forms if form not in gone]
        return own
