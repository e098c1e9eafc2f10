"""A row about a known offer changes what the file says, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.privacy.models import AuditEntry
from nebe.exchange.imports.columns import TEMPLATE
from nebe.exchange.models import Offer

from .test_imports import as_csv, fates, imported, jana, network  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FULL = {
    "external_id": "7",
    "title": "Books",
    "text": "For all ages",
    "categories": "textbooks",
    "places": "Plzeň; Brno",
    "remote": "yes",
    "reach_km": "20",
    "languages": "cs; uk",
    "capacity": "5",
    "available_from": "2027-03-01",
    "available_until": "2027-06-01",
    "name": "Petr",
    "email": "petr@example.org",
    "phone": "+420601123456",
}
KEY = ("external_id", "title", "categories", "email")  # what a row cannot do without
ASIDE = ("name", "email", "phone")  # the helper's own: no file changes them


def send(client, **cells):
    """A file of one row that has only these columns."""
    return imported(client, as_csv(list(cells), list(cells.values())))


def said(offer) -> dict:
    with scopes_disabled():
        offer = Offer.objects.select_related("person").get(pk=offer.pk)
    names = ("title", "text", "language", "remote", "reach_km", "languages", "capacity")
    return {name: getattr(offer, name) for name in names} | {
        "categories": set(offer.categories.values_list("pk", flat=True)),
        "places": {place.municipality.name for place in offer.places.all()},
        "available_from": offer.available_from,
        "available_until": offer.available_until,
        "person": (offer.person.name, offer.person.email, offer.person.phone),
    }


@pytest.fixture
def offer(jana):  # noqa: F811
    assert list(FULL) == TEMPLATE
    send(jana, **FULL)
    return Offer.objects.get()


def test_it_works(offer):
    assert said(offer) == {
        "title": "Books",
        "text": "For all ages",
        "language": "cs",
        "remote": True,
        "reach_km": 20,
        "languages": ["cs", "uk"],
        "capacity": 5,
        "categories": {"textbooks"},
        "places": {"Plzeň", "Brno"},
        "available_from": date(2027, 3, 1),
        "available_until": date(2027, 6, 1),
        "person": ("Petr", "petr@example.org", "+420601123456"),
    }


@pytest.mark.parametrize("columns", [KEY, TEMPLATE], ids=["columns missing", "cells empty"])
def test_what_the_file_does_not_say_stays(jana, offer, columns):  # noqa: F811
    before = said(offer)
    batch = send(jana, **{name: FULL[name] if name in KEY else "" for name in columns})
    assert fates(batch) == [(2, "merged", "")]
    assert batch.rows.get().changed == ""
    assert said(offer) == before


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("title", "Old books", "Old books"),
        ("text", "Only for children", "Only for children"),
        ("categories", "tutoring", {"tutoring"}),
        ("places", "Praha", {"Praha"}),
        ("remote", "no", False),
        ("reach_km", "0", 0),
        ("languages", "vi", ["vi"]),
        ("capacity", "2", 2),
        ("available_from", "2.3.2027", date(2027, 3, 2)),
        ("available_until", "2.6.2027", date(2027, 6, 2)),
    ],
)
def test_each_field_changes_alone(jana, offer, field, cell, value):  # noqa: F811
    before = said(offer)
    batch = send(jana, **{name: FULL[name] for name in KEY} | {field: cell})
    assert fates(batch) == [(2, "merged", "")]
    assert batch.rows.get().changed == field
    assert said(offer) == before | {field: value}


@pytest.mark.parametrize("field", ASIDE)
def test_no_file_changes_the_helper(jana, offer, field):  # noqa: F811
    before = said(offer)
    send(jana, **FULL | {field: "another@example.org"})
    assert said(offer) == before


def test_the_text_that_stays_keeps_its_language(jana, offer):  # noqa: F811
    Offer.objects.update(language="uk")
    send(jana, **{name: FULL[name] for name in KEY})
    assert said(offer)["language"] == "uk"
    batch = send(jana, **FULL)
    assert said(offer)["language"] == "cs"
    assert batch.rows.get().changed == "language"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"available_until": "2027-02-01"}, "dates_order:available_until"),
        ({"remote": "no"}, "nowhere:places"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(jana, offer, cells, reason):  # noqa: F811
    offer.places.all().delete()
    before = said(offer)
    batch = send(jana, **{name: FULL[name] for name in KEY} | cells)
    assert fates(batch) == [(2, "refused", reason)]
    assert said(offer) == before
    assert AuditEntry.objects.filter(action="offer.update").count() == 0


def test_the_page_names_what_changes_and_no_value(jana, offer):  # noqa: F811
    batch = send(jana, **FULL | {"capacity": "4321", "places": "Praha"})
    page = jana.get(reverse("exchange_staff:import", args=[batch.pk])).content.decode()
    assert "Changes: for how many, places." in page
    assert "4321" not in page
    again = send(jana, **FULL | {"capacity": "4321", "places": "Praha"})
    page = jana.get(reverse("exchange_staff:import", args=[again.pk])).content.decode()
    assert "Nothing changes." in page
