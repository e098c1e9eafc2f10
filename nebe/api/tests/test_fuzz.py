"""Schemathesis asks the API what its document allows, and what it forbids."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

from nebe.api import middleware
from nebe.exchange.search.tests import data

from .test_v1 import KEPT


@pytest.fixture(autouse=True)
def _world(db, monkeypatch):
    monkeypatch.setattr(middleware, "RATE", "1000000/m")
    data.make_offers(15, seed=3)
    # As Django's own test client does: the transaction of the test outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_path(str(KEPT))
schema.app = WSGIHandler()


@pytest.mark.django_db(databases=["default", "keys"])
@schema.parametrize()
@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_document(case):
    case.call_and_validate()
