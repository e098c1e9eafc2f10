"""Model fields that are ciphertext in the database and text on the instance."""

import base64
import json
import uuid

from django.db import models

from .keys import seal, subject_key, unseal

VERSION = "v1"


class _Lazy:
    """Descriptor: decrypts when read, so that loading a row costs nothing and leaks nothing."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname)
        if isinstance(value, Sealed):
            value = self.field.decrypt(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class Sealed(str):
    """Ciphertext as stored: `v1$<subject uuid>$<base64>`."""


class EncryptedTextField(models.TextField):
    """Text sealed with the key of the person named by the attribute path `subject`.

    `subject` is an attribute of the row that holds the person's UUID, such as `"id"` or
    `"person_id"`; dots follow relations. The row's primary key must be a UUID set before saving:
    it is part of the authenticated context, so a value cannot be moved to another row or field.
    """

    def __init__(self, *args, subject: str = "id", **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"subject": self.subject}

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.attname, _Lazy(self))

    def from_db_value(self, value, expression, connection):
        return Sealed(value) if value else value

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        return self.encrypt(instance, value) if value and not isinstance(value, Sealed) else value

    def get_prep_value(self, value):
        return str(value) if isinstance(value, Sealed) else value

    def get_db_prep_save(self, value, connection):
        if value and not isinstance(value, Sealed):
            raise TypeError(f"{self}: a plain value cannot be written by update() or bulk methods")
        return super().get_db_prep_save(value, connection)

    def to_text(self, value) -> str:
        return value

    def to_value(self, text: str):
        return text

    def encrypt(self, instance, value) -> Sealed:
        subject = self._subject_of(instance)
        sealed = seal(
            subject_key(subject, create=True), self.to_text(value).encode(), self._context(instance)
        )
        return Sealed(f"{VERSION}${subject}${base64.b64encode(sealed).decode()}")

    def decrypt(self, instance, value: Sealed):
        _version, subject, encoded = value.split("$")
        plain = unseal(
            subject_key(uuid.UUID(subject)), base64.b64decode(encoded), self._context(instance)
        )
        return self.to_value(plain.decode())

    def _subject_of(self, instance) -> uuid.UUID:
        value = instance
        for part in self.subject.split("."):
            value = getattr(value, part)
        return value

    def _context(self, instance) -> bytes:
        return f"{instance._meta.label}.{self.attname}.{instance.pk}".encode()


class EncryptedJSONField(EncryptedTextField):
    """The same for JSON values."""

    def to_text(self, value) -> str:
        return json.dumps(value, ensure_ascii=False)

    def to_value(self, text: str):
        return json.loads(text)
