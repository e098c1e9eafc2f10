import pytest
from django.conf import settings
from wagtail.models import Page

from nebe.newsroom.models import HomePage, NewsItem, PlainPage, Section
from nebe.newsroom.starter.load import pages_load
from nebe.newsroom.starter.parse import drafts

from .conftest import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_blocks_of_its_source(language):
    source = drafts("en")
    for slug, draft in drafts(language).items():
        shape = [(kind, len(value) if kind == "list" else 1) for kind, value in draft.body]
        assert shape == [
            (kind, len(value) if kind == "list" else 1) for kind, value in source[slug].body
        ], slug
        assert draft.title
        assert draft.summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_new_installation_is_in_every_language(language):
    wanted = {slug for slug, draft in drafts("en").items() if not draft.meta.get("demo")}
    assert wanted <= set(drafts(language))


def test_it_works(all_pages):
    assert HomePage.objects.live().count() == len(LANGUAGES)
    assert PlainPage.objects.live().count() == 7 * len(LANGUAGES)
    assert NewsItem.objects.live().filter(locale__language_code="en").count() == 8
    home = PlainPage.objects.get(slug="contact", locale__language_code="uk")
    assert home.title == "Контакти"
    assert not Page.objects.filter(depth=2, content_type__model="page").exists()


def test_the_tree_is_sound_in_every_language(all_pages):
    assert not any(Page.find_problems())
    for section in Section.objects.filter(kind="news"):
        assert section.get_children().count() == section.numchild > 0


def test_a_second_run_changes_nothing(all_pages):
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    assert pages_load(demo=True, today=TODAY) == 0
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before


def test_an_edited_page_stays(all_pages):
    page = PlainPage.objects.get(slug="about", locale__language_code="cs")
    page.title = "Naše síť"
    page.save()
    pages_load(demo=True, today=TODAY)
    page.refresh_from_db()
    assert page.title == "Naše síť"
