"""The demonstration of the exchange, as the tests find it."""

import tempfile
from datetime import UTC, datetime

from django.test import override_settings

from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.exchange.demo.load import demo_load

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def demonstration_load() -> bool:
    return demo_load(offers=120, requests=50, needs=70, now=NOW)


def demonstration_make() -> None:
    """With its places and kinds of help; of its pictures the rows alone stay."""
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        places_for_tests()
        categories_load()
        demonstration_load()
