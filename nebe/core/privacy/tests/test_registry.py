"""Whatever holds a person is in the registry: a model that nobody registered fails here."""

import pytest
from django.apps import apps
from django.db import models

from nebe.core.crypto.fields import EncryptedTextField
from nebe.core.privacy.purposes import purposes
from nebe.core.privacy.registry import PersonalData, Registry, personal_data

PERSON_IDS = {"person_id", "subject_id"}


def holds_a_person(model) -> bool:
    if model._meta.label in ("nebe_people.Person", "nebe_people.User"):
        return True
    return any(
        isinstance(field, EncryptedTextField)
        or field.name in PERSON_IDS
        or getattr(field.related_model, "_meta", None) is apps.get_model("nebe_people.Person")._meta
        for field in [*model._meta.fields, *model._meta.many_to_many]
    )


def our_models():
    return [one for one in apps.get_models() if one._meta.app_label.startswith("nebe_")]


def test_it_works():
    assert [m._meta.label for m in our_models() if holds_a_person(m) and not known(m)] == []


def known(model) -> bool:
    return model._meta.label in personal_data


def test_the_test_sees_persons():
    seen = {model._meta.label for model in our_models() if holds_a_person(model)}
    assert {"nebe_people.Disclosure", "nebe_exchange.Message", "nebe_mail.Mail"} <= seen


def test_what_is_registered_exists():
    for kind in personal_data:
        for rule in kind.retentions:
            for name in rule.since_fields:
                first = name.split("__")[0]
                assert isinstance(kind.model_class._meta.get_field(first), models.DateTimeField)
        for name in kind.clear:
            kind.model_class._meta.get_field(name)
        assert kind.purpose in purposes


def test_registering_twice_is_an_error():
    registry = Registry()
    kind = PersonalData(model="a.B", label="", purpose="", find=None, export=None)
    registry.register(kind)
    with pytest.raises(ValueError, match=r"a\.B"):
        registry.register(kind)


def test_rows_that_others_protect_are_erased_last():
    order = [kind.model for kind in personal_data]
    for earlier, later in [
        ("nebe_exchange.Match", "nebe_exchange.Offer"),
        ("nebe_exchange.Need", "nebe_people.Person"),
        ("nebe_exchange.Offer", "nebe_people.Person"),
    ]:
        assert order.index(earlier) < order.index(later)
