from datetime import date

import pytest
from django.db import transaction
from django.test import TestCase

from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.newsroom.starter.load import pages_load


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A site with its first pages in three languages and its categories, made once a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            places_for_tests()
            pages_load(demo=True, today=date(2026, 11, 20), languages=["en", "cs", "uk"])
        categories_load()
        yield
        transaction.set_rollback(True)
