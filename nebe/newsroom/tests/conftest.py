from datetime import date

import pytest
from django.db import transaction
from django.test import TestCase

from nebe.newsroom.starter.load import pages_load

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The starter pages in all languages, made once for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            pages_load(news=True, today=TODAY)
        yield
        transaction.set_rollback(True)
