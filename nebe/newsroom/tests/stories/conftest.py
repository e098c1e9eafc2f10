"""Stories with their people's consent."""

import json

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from nebe.core.people.actors import Actor
from nebe.newsroom.models import NewsItem

from .telling import LANGUAGES, agree, story


@pytest.fixture
def office(cast):
    return Actor(user=cast.ema, organisation=cast.office)


@pytest.fixture
def consent(pages, office):
    return agree(office, story())


@pytest.fixture
def public_story(consent):
    """Public in three languages, and mentioned by a news item."""
    for language in LANGUAGES:
        story(language).get_latest_revision().publish()
    item = NewsItem.objects.get(slug="thank-you", locale__language_code="en")
    item.related = json.dumps([{"type": "page", "value": story().pk, "id": "1"}])
    item.save_revision().publish()
    return consent


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()  # renditions of rows that another test rolled back
    return get_image_model().objects.create(
        title="Mariam at work",
        file=ImageFile(get_test_image_file(size=(800, 400)).file, name="mariam.png"),
    )
