"""Model fields that are ciphertext in the database and a plain value on the instance."""

import base64
import binascii
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django import forms
from django.core import checks
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .errors import ValueMoved
from .keys import INSTALLATION, preload, subject_key
from .master import seal, unseal

VERSION = "v1"
LOOKUPS = {"exact", "isnull"}
Row = TypeVar("Row", bound=models.Model)


class Sealed:
    """Ciphertext as stored, `v1$<subject uuid>$<base64>`: what `values()` and unread fields hold.

    Not a string on purpose: it cannot reach a page, a file or a log by accident.
    """

    __slots__ = ("text",)

    def __init__(self, text: str):
        self.text = text

    def __repr__(self):
        return "<Sealed>"

    def __str__(self):
        raise TypeError("A sealed value is read as an attribute of its row, not through values()")

    def parts(self) -> tuple[uuid.UUID, bytes]:
        """Subject and ciphertext; `ValueMoved` when this is no sealed value at all."""
        try:
            version, subject, encoded = self.text.split("$")
            if version != VERSION:
                raise ValueError(version)
            return uuid.UUID(subject), base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as error:
            raise ValueMoved("not a sealed value of a known version") from error


class _Decrypting(DeferredAttribute):
    """Decrypts when read, so that loading a row costs nothing."""

    field: "EncryptedTextField"

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.decrypt(instance, value)
        return value

    def __set__(self, instance, value):  # a data descriptor, or `__get__` would be passed by
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text sealed with the key of the person named by the attribute path `subject`.

    `subject` is an attribute of the row that holds the person's UUID, such as `"id"` or
    `"person_id"`; dots follow relations; None means the installation itself. The row's primary
    key is a UUID: it is authenticated, so a value cannot be moved to another row or field.

    Empty values are stored as they are. `save()`, `create()`, `bulk_create()`, `get_or_create()`
    and `update_or_create()` encrypt; `update()` and `bulk_update()` know no row and may only set
    an empty value; `filter()` finds only emptiness (look people up by a blind index).
    """

    descriptor_class = _Decrypting

    def __init__(self, *args, subject: str | None = "id", **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"subject": self.subject}

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if not isinstance(self.model._meta.pk, models.UUIDField):
            errors.append(
                checks.Error(
                    "An encrypted field needs a UUID as its row's primary key.",
                    obj=self,
                    id="nebe_crypto.E010",
                )
            )
        return errors

    def from_db_value(self, value, expression, connection):
        return Sealed(value) if value else value

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            # Unread: stays as it is in its own row. In a new row, or for another person, it must
            # be read first, which fails loudly for a value that does not belong here.
            if not add and value.parts()[0] == self._subject_of(instance):
                return value
            value = self.decrypt(instance, value)
        return self.encrypt(instance, value) if self._is_plain(value) else value

    def get_prep_value(self, value):
        if isinstance(value, Sealed):
            return value.text
        if self._is_plain(value):
            raise TypeError(
                f"{self}: update(), bulk_update() and filter() cannot encrypt. "
                "Use save() or bulk_create(); find people by a blind index."
            )
        return value

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name in LOOKUPS else None

    def to_text(self, value) -> str:
        return value

    def to_value(self, text: str):
        return text

    def to_bytes(self, value) -> bytes:
        return self.to_text(value).encode()

    def from_bytes(self, content: bytes):
        return self.to_value(content.decode())

    def encrypt(self, instance, value) -> Sealed:
        subject = self._subject_of(instance)
        sealed = seal(
            subject_key(subject, create=True), self.to_bytes(value), self._context(instance)
        )
        return Sealed(f"{VERSION}${subject}${base64.b64encode(sealed).decode()}")

    def decrypt(self, instance, value: Sealed):
        """The plain value; `KeyErased`, `KeyLost` or `ValueMoved` when that cannot be."""
        subject, sealed = value.parts()
        return self.from_bytes(unseal(subject_key(subject), sealed, self._context(instance)))

    def _is_plain(self, value) -> bool:
        return value is not None and value != ""

    def _subject_of(self, instance) -> uuid.UUID:
        if self.subject is None:
            return INSTALLATION
        value: Any = instance
        for part in self.subject.split("."):
            value = getattr(value, part)
        if not isinstance(value, uuid.UUID):
            raise ValueError(f"{self}: `{self.subject}` must be the UUID of a person")
        return value

    def _context(self, instance) -> bytes:
        if instance.pk is None:
            raise ValueError(f"{self}: the row needs its primary key before it is encrypted")
        return f"{self.model._meta.label}.{self.attname}.{instance.pk}".encode()


class EncryptedJSONField(EncryptedTextField):
    """The same for JSON values; None and "" are the empty ones, `{}` and `[]` are encrypted."""

    # What the type checker takes an attribute of this field to be, set and read.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def to_text(self, value) -> str:
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def to_value(self, text: str):
        return json.loads(text)

    def to_python(self, value):
        return value

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": forms.JSONField} | kwargs)


class EncryptedBytesField(EncryptedTextField):
    """The same for a small file, `bytes`; None and "" are the empty ones. Defer it in lists."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_bytes(self, value) -> bytes:
        return bytes(value)

    def from_bytes(self, content: bytes):
        return content


def reveal(rows: Iterable[Row]) -> list[Row]:
    """Decrypt every loaded field of these rows and of their loaded relations: one query of keys.

    A value of an erased person stays sealed and raises `KeyErased` when it is read.
    """
    rows = list(rows)
    waiting = [
        (row, name, value)
        for row in _with_relations(rows, set())
        for name, value in row.__dict__.items()
        if isinstance(value, Sealed)
    ]
    with preload({value.parts()[0] for _, _, value in waiting}) as keys:
        for row, name, value in waiting:
            if value.parts()[0] in keys:
                getattr(row, name)
    return rows


def _with_relations(rows: Iterable[models.Model], seen: set[int]) -> Iterator[models.Model]:
    for row in rows:
        if row is None or id(row) in seen:
            continue
        seen.add(id(row))
        yield row
        related = [one for one in row._state.fields_cache.values() if isinstance(one, models.Model)]
        yield from _with_relations(related, seen)
