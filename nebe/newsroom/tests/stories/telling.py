"""What the tests of stories share."""

import json
from datetime import timedelta

from django.utils import timezone

from nebe.newsroom.models import Listed, Story
from nebe.newsroom.selectors import public_addresses
from nebe.newsroom.stories.services import (
    Agreed,
    consent_record,
)
from nebe.newsroom.tests.finding import items_search

PATH = "stories/sewing-machine/"
LANGUAGES = ("en", "cs", "uk")


def story(language="en", slug="sewing-machine"):
    return Story.objects.get(slug=slug, locale__language_code=language)


def agree(actor, page, name="Mariam", email="mariam@example.org", **changes):
    agreed = {
        "appears_as": name,
        "covers": ["text", "picture"],
        "languages": list(LANGUAGES),
        "until": timezone.localdate() + timedelta(days=100),
        "given_how": "paper",
        "given_on": timezone.localdate(),
    } | changes
    return consent_record(
        story=page.translation_key,
        agreed=Agreed(**agreed),
        name="Mariam Haddad",
        email=email,
        language="en",
        actor=actor,
    )


def gone_everywhere(client):
    key_rows = Listed.objects.filter(kind="story", path=PATH)
    assert not key_rows.exists()
    for language in LANGUAGES:
        assert client.get(f"/{language}/{PATH}").status_code == 404
        assert "sewing-machine" not in client.get(f"/{language}/stories/").text
        assert "sewing-machine" not in client.get(f"/{language}/feeds/story.xml").text
        assert items_search(text="Aleppo", language=language) == []
    assert "sewing-machine" not in client.get("/en/search/", {"q": "Aleppo"}).text
    assert "sewing-machine" not in client.get("/en/news/thank-you/").text
    assert "sewing-machine" not in client.get("/sitemap-en.xml").text
    assert PATH not in [each.path for each in public_addresses()]


def everywhere(client):
    for language in LANGUAGES:
        assert client.get(f"/{language}/{PATH}").status_code == 200
        assert "sewing-machine" in client.get(f"/{language}/stories/").text
        assert "sewing-machine" in client.get(f"/{language}/feeds/story.xml").text
    assert items_search(text="Aleppo", language="en")
    assert "sewing-machine" in client.get("/en/search/", {"q": "Aleppo"}).text
    assert "sewing-machine" in client.get("/en/news/thank-you/").text
    assert "sewing-machine" in client.get("/sitemap-en.xml").text


def easy_picture(image):
    block = {"type": "picture", "value": {"image": image.pk, "alt": "Her hands"}, "id": "1"}
    return json.dumps([block])
