"""The index key is rotated while people work: found before, during and after."""

import os
import subprocess
import sys
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.crypto import indexes
from nebe.core.crypto.keys import subject_key_erase
from nebe.core.crypto.master import new_key
from nebe.core.people.actors import Actor
from nebe.core.people.members import invitation_create
from nebe.core.people.models import Person, Role
from nebe.core.people.persons import (
    Typed,
    email_index,
    person_find,
    person_get_or_create,
    persons_get_or_create,
)
from nebe.exchange.codes import code_make
from nebe.exchange.imports.rows import Parsed
from nebe.exchange.models import ImportRow, Need, Offer
from nebe.exchange.personal_data.imports import imported_rows
from nebe.exchange.selectors.matches import persons_of_email
from nebe.exchange.services.bans import person_ban
from nebe.exchange.services.drafts import OfferDraft
from nebe.exchange.services.import_rows import known_offers
from nebe.exchange.services.imports import import_keep
from nebe.exchange.services.needs import need_submit
from nebe.exchange.services.reports import complaint_submit

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DATABASES = ["default", "keys"]


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def rows(network, make_offer):
    """One row of each kind that has an index, and their code."""
    offer = make_offer()
    need_submit(
        offer=offer,
        category=offer.categories.get(),
        text="Books",
        language="en",
        once="on paper",
        actor=Actor.nobody(),
    )
    complaint_submit(
        about="other",
        text="Hm",
        language="en",
        once="c",
        actor=Actor.nobody(),
    )
    person_ban(
        person=make_offer(email="banned@example.org").person,
        cause="other",
        reason="Hm",
        review_on=date(2027, 1, 1),
        actor=Actor(organisation=network),
    )
    invitation_create(
        organisation=network,
        email="new@example.org",
        roles=[Role.COORDINATOR],
        language="en",
        actor=Actor.system(),
    )
    import_keep(
        name="a.csv",
        content=b"title,category,email\nBooks,textbooks,Petr@example.org \n",
        organisation=network,
        language="en",
        actor=Actor(organisation=network),
    )


def values() -> list[str]:
    with scopes_disabled():
        return [
            getattr(row, field)
            for model, field in sorted(indexes.registered())
            for row in apps.get_model(model)._base_manager.exclude(**{field: ""})
        ]


def found(network, client) -> bool:
    """By e-mail, by phone, by code, and to be erased."""
    with scopes_disabled():
        petr = person_find(controller=network, email=" PETR@example.org")
        assert petr
        assert persons_of_email("petr@example.org") == [petr]
        assert ImportRow.objects.filter(email_index=petr.email_index).count() <= 1
    door = client.post(reverse("exchange:my_door"), {"code": code_make("on paper")})
    complaint = client.post(reverse("exchange:complaint"), {"code": code_make("c")})
    return (door.status_code, complaint.status_code) == (302, 200)


def test_it_works(rows, network, client, settings, capsys):
    before = values()
    assert found(network, client)
    old, new = settings.NEBE_INDEX_KEY, new_key()
    settings.NEBE_INDEX_KEY = f"{new},{old}"
    assert found(network, client)
    assert person_get_or_create(email="petr@example.org", controller=network).name == "Petr Svoboda"
    call_command("rotate_index_key", "--batch", "1")
    assert "Every index has the current key" in capsys.readouterr().out
    assert not set(before) & set(values())
    assert len(values()) == len(before)
    settings.NEBE_INDEX_KEY = new
    assert found(network, client)
    after = values()
    call_command("rotate_index_key")
    assert values() == after


def test_interrupted_and_begun_again(rows, network, client, settings):
    settings.NEBE_INDEX_KEY = f"{new_key()},{settings.NEBE_INDEX_KEY}"
    before = values()
    steps = indexes.rotate(batch=1)
    assert [next(steps).written for _ in range(3)] == [1, 1, 1]
    assert sum(value in before for value in values()) == len(before) - 3
    assert found(network, client)
    assert sum(step.written for step in indexes.rotate()) == len(before) - 3
    settings.NEBE_INDEX_KEY = settings.NEBE_INDEX_KEY.split(",")[0]
    assert found(network, client)


def test_what_cannot_be_made_anew_is_said_and_kept(rows, network, client, settings, capsys):
    old = settings.NEBE_INDEX_KEY
    settings.NEBE_INDEX_KEY = f"{new_key()},{old}"
    code = code_make("on paper")
    settings.SECRET_KEY = "another secret key since the code was written down, long enough"
    with scopes_disabled():
        erased = person_get_or_create(email="gone@example.org", controller=network)
        Person.objects.filter(pk=erased.pk).update(email_index="f" * 64)
        subject_key_erase(erased.pk)
    call_command("rotate_index_key")
    assert "3 indexes could not be made anew" in capsys.readouterr().out
    assert client.post(reverse("exchange:my_door"), {"code": code}).status_code == 302


def test_a_file_finds_helpers_by_an_older_key(rows, network, settings):
    with scopes_disabled():
        petr = person_find(controller=network, email="petr@example.org")
        settings.NEBE_INDEX_KEY = f"{new_key()},{settings.NEBE_INDEX_KEY}"
        typed = [Typed("PETR@example.org"), Typed("new@example.org")]
        found = persons_get_or_create(typed=typed, controller=network)
        assert found[email_index("petr@example.org")] == petr
        assert len(found) == 2
        Offer.objects.filter(person=petr).update(handler=network)
        draft = OfferDraft("Books for school", "", "en", categories=[], places=[])
        parsed = Parsed(email="Petr@example.org", draft=draft)
        assert known_offers([parsed], network) == [Offer.objects.get(person=petr)]


def test_rows_of_files_are_found_between_two_keys_and_without_a_key(rows, network, settings):
    with scopes_disabled():
        petr = person_find(controller=network, email="petr@example.org")
        assert imported_rows(petr.pk).count() == 1
        settings.NEBE_INDEX_KEY = f"{new_key()},{settings.NEBE_INDEX_KEY}"
        next(indexes.rotate(batch=500))  # people first
        assert imported_rows(petr.pk).count() == 1
        for _ in indexes.rotate():
            pass
        subject_key_erase(petr.pk)
        assert imported_rows(petr.pk).count() == 1


def test_every_index_is_registered():
    fields = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.CharField) and field.name.endswith("_index")
    }
    assert fields == indexes.registered()


@pytest.mark.parametrize("code", ["-", "---", "—", " . ", "ї"])
def test_a_code_of_nothing_opens_nobody_s_page(client, make_offer, code):
    """The index of an empty code is empty, as is that of everyone who has an e-mail."""
    offer = make_offer()
    need_submit(
        offer=offer,
        category=offer.categories.get(),
        text="Books",
        email="olena@example.org",
        language="en",
        once="by mail",
        actor=Actor.nobody(),
    )
    assert client.post(reverse("exchange:my_door"), {"code": code}).status_code == 422
    for sent in ({"code": code}, {"code": ""}, {}):
        assert client.post(reverse("exchange:ask_code"), sent).status_code == 404
    with scopes_disabled():
        assert Need.objects.get().status == Need.Status.UNCONFIRMED


@pytest.mark.django_db(databases=DATABASES, transaction=True, serialized_rollback=True)
def test_killed_half_way_it_is_resumed(settings, network):
    """A real process, killed (-9) after its first batches."""
    emails = [f"helper{n}@example.org" for n in range(200)]
    for email in emails:
        person_get_or_create(email=email, controller=network)
    settings.NEBE_INDEX_KEY = f"{new_key()},{settings.NEBE_INDEX_KEY}"
    before = set(values())
    script = (
        "import os, django; django.setup();"
        "from django.conf import settings; from django.core.management import call_command;"
        "names = os.environ['NAMES'].split(',');"
        "[settings.DATABASES[a].update(NAME=n) for a, n in zip(('default', 'keys'), names)];"
        "settings.NEBE_INDEX_KEY = os.environ['KEYS'];"
        "call_command('rotate_index_key', '--batch', '1')"
    )
    names = [str(django_settings.DATABASES[alias]["NAME"]) for alias in DATABASES]
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env=os.environ | {"KEYS": settings.NEBE_INDEX_KEY, "NAMES": ",".join(names)},
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(5):
        assert process.stdout.readline()
    process.kill()
    process.communicate()
    assert 0 < len(before & set(values())) < len(before)
    for _ in indexes.rotate():
        pass
    assert not before & set(values())
    settings.NEBE_INDEX_KEY = settings.NEBE_INDEX_KEY.split(",")[0]
    assert person_find(controller=network, email=emails[-1])
