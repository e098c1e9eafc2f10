from datetime import date

import pytest
from django.db import transaction
from django.test import TestCase

from nebe.core.places.testing import places_for_tests
from nebe.newsroom.starter.load import pages_load

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The starter pages in three languages, made once for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(["en", "cs", "uk"])
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def all_pages(django_db_setup, django_db_blocker):
    """The same in every language."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(None)
        yield
        transaction.set_rollback(True)


def load(languages):
    places_for_tests()
    with TestCase.captureOnCommitCallbacks(execute=True):
        pages_load(demo=True, today=TODAY, languages=languages)
