"""The picture that other sites show beside a link: in the page's language, made once."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.test import TestCase
from PIL import Image

from nebe.core.ui.cards import Card, draw
from nebe.newsroom.models import ARTICLES, NewsItem, PlainPage

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PNG = b"\x89PNG\r\n\x1a\n"


def item(language="en"):
    return NewsItem.objects.get(slug="legal-day", locale__language_code=language)


def address(client, path):
    found = re.search(r'property="og:image" content="[^"]*?(/\w\w/[^"]+)"', client.get(path).text)
    assert found
    return found[1]


def files(page):
    folder = f"drawn/{page.pk}"
    return storages["cms"].listdir(folder)[1] if storages["cms"].exists(folder) else []


def test_it_works(client, pages):
    response = client.get(address(client, "/cs/news/legal-day/"))
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == PNG
    size = response.content[16:24]
    assert (int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")) == (1200, 630)


def test_every_kind_has_one(client, pages):
    for model in ARTICLES:
        if page := model.objects.live().first():
            assert client.get(f"/en/previews/{page.pk}.png").content[:8] == PNG, model


def test_it_is_made_once_for_each_version(client, pages, monkeypatch):
    drawn = []
    monkeypatch.setattr("nebe.newsroom.drawn.draw", lambda card, form: drawn.append(card) or PNG)
    page = item()
    page.title = "First"
    page.save_revision().publish()
    path = address(client, "/en/news/legal-day/")
    client.get(path), client.get(path)
    assert [card.title for card in drawn] == ["First"]
    page.title = "Second"
    page.save_revision().publish()
    assert address(client, "/en/news/legal-day/") != path
    client.get(path)
    assert [card.title for card in drawn] == ["First", "Second"]
    assert len(files(page)) == 1


def test_a_page_taken_down_loses_its_picture(client, pages):
    page = item()
    client.get(f"/en/previews/{page.pk}.png")
    assert files(page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.unpublish()
    assert files(page) == []
    assert client.get(f"/en/previews/{page.pk}.png").status_code == 404


def test_a_page_deleted_loses_its_picture(client, pages):
    page = item("cs")
    client.get(f"/en/previews/{page.pk}.png")
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.specific.delete()
    assert files(page) == []


def test_a_copy_asks_again(client, pages):
    """What was taken down does not live on beside links."""
    path = f"/en/previews/{item().pk}.png"
    first = client.get(path)
    assert first["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": first["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    item().unpublish()
    assert client.get(path, headers=known).status_code == 404


def test_a_draft_has_none(client, pages):
    page = PlainPage.objects.get(slug="about", locale__language_code="en")
    page.unpublish()
    assert client.get(f"/en/previews/{page.pk}.png").status_code == 404
    assert client.get("/en/previews/0.png").status_code == 404


@pytest.mark.parametrize("language", ["en", "cs", "uk", "pl", "ru", "vi", "ar"])
def test_nothing_in_a_title_is_code(language):
    title = '#panic() "x" $y$ \\ <b> [ { مرحبا'
    assert draw(Card(width=300, height=250, title=title, language=language, call="!"))[:8] == PNG


@pytest.mark.parametrize("title", ["Безкоштовні консультації", "تعمل بلا عقد؟ نساعدك مجانًا وبلغتك"])
@pytest.mark.parametrize("size", [(160, 600), (728, 90), (300, 250)])
def test_no_word_is_cut(title, size):
    """The rim of a banner stays empty, whatever the letters are like."""
    language = "ar" if title.startswith("ت") else "uk"
    card = Card(width=size[0], height=size[1], title=title, language=language, call="Порадитися")
    drawn = Image.open(BytesIO(draw(card))).convert("RGB")
    rim = [drawn.crop(box) for box in rims(*size)]
    ground = drawn.getpixel((0, 0))
    assert all(part.getcolors() == [(part.width * part.height, ground)] for part in rim)


def rims(width: int, height: int) -> list[tuple[int, int, int, int]]:
    return [
        (0, 0, width, 2),
        (0, height - 2, width, height),
        (0, 0, 2, height),
        (width - 2, 0, width, height),
    ]
