"""An upgrade brings what a new version delivers into an installation of before."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page

from nebe.config.management.commands import upgrade
from nebe.exchange.categories import categories_load
from nebe.exchange.models import Question
from nebe.newsroom.models import Section
from nebe.newsroom.testing import every_language

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(scope="module", autouse=True)
def _pages(filled, django_db_blocker):
    """The starter pages in every language, as other tests have them."""
    with django_db_blocker.unblock(), filled.open("all_pages", every_language):
        yield


@pytest.fixture(autouse=True)
def _no_catalogues(monkeypatch):
    monkeypatch.setattr(upgrade, "compile_catalogues", lambda: None)


def test_it_works():
    """Questions that are new, and how needs and offers meet; what the admin wrote stays."""
    categories_load()
    Question.objects.filter(key="pieces").delete()
    Question.objects.update(
        need_label={}, meets="information", counts=False, label={"en": "Edited"}
    )
    call_command("upgrade", stdout=StringIO())
    beds = Question.objects.get(category="housing", key="beds")
    assert (beds.counts, beds.need_label["en"]) == (True, "For how many people?")
    assert beds.label == {"en": "Edited"}
    assert Question.objects.filter(category="material-help", key="pieces").exists()


def test_new_lists_come_and_pages_that_were_deleted_stay_away():
    Page.objects.filter(slug__in=["about", "infoline"]).delete()
    call_command("upgrade", stdout=StringIO())
    assert Section.objects.filter(slug="infoline").count() == len(settings.LANGUAGES)
    assert not Page.objects.filter(slug="about").exists()
