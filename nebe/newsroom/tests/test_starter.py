from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, ReferenceIndex

from nebe.newsroom.cms_jobs import pages_note
from nebe.newsroom.models import ARTICLES, HomePage, Law, NewsItem, PlainPage, Section
from nebe.newsroom.starter.load import pages_load
from nebe.newsroom.starter.parse import drafts, value_of
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def shape(draft):
    """Its blocks, how many items each list has, and where each link leads."""
    sizes = {"list": len, "link": lambda value: value["address"]}
    return [(kind, sizes.get(kind, bool)(value)) for kind, value in draft.body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_blocks_of_its_source(language):
    source = drafts("en")
    for slug, draft in drafts(language).items():
        assert shape(draft) == shape(source[slug]), slug
        assert draft.title
        assert draft.summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_every_language(language):
    assert set(drafts(language)) == set(drafts("en"))


def test_the_network_has_one_name_in_all_scripts():
    """As in the catalogue: Nebe, in letters that stand on the door and in the address."""
    for draft in drafts("ar").values():
        assert "نيبه" not in str(draft), draft.slug


def test_what_a_quote_says_may_have_a_dash():
    said = value_of("quote", "Рік — це мало. — Алена Дворська")
    assert said == {"text": "Рік — це мало.", "author": "Алена Дворська"}


@pytest.mark.parametrize("kind", [model.kind for model in ARTICLES])
def test_there_are_two_of_every_kind(kind):
    kinds = [draft.meta.get("kind", PlainPage.kind) for draft in drafts("en").values()]
    assert kinds.count(kind) >= 2


def test_there_is_a_year_of_news():
    ages = sorted(
        -int(draft.fields["date"].rstrip("d"))
        for draft in drafts("en").values()
        if draft.meta.get("kind") == "news"
    )
    assert len(ages) >= 24
    assert ages[0] < 14
    assert 330 < ages[-1] < 366
    assert max(later - sooner for sooner, later in pairwise(ages)) < 31


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


def test_the_year_of_news_comes_on_top(pages):
    year = [draft for draft in drafts("en").values() if draft.meta.get("demo") == "year"]
    assert not Page.objects.filter(slug="thousandth-request").exists()
    assert pages_load(demo=True, year=True, today=TODAY, languages=["en"]) == len(year)
    item = NewsItem.objects.get(slug="thousandth-request", locale__language_code="en")
    assert item.date == TODAY - timedelta(days=348)


def test_the_cms_has_one_job_for_many_pages(pages):
    asked = DBTaskResult.objects.exclude(task_path__endswith="pages_note")
    noted = {
        number
        for each in DBTaskResult.objects.exclude(pk__in=asked)
        for number in each.args_kwargs["args"]
    }
    assert noted == set(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))
    law = Law.objects.get(slug="longer-stay", locale__language_code="en")
    found = ReferenceIndex.objects.filter(object_id=law.pk, model_path__startswith="positions")
    assert not found.exists()
    pages_note(law.pk)
    assert found.exists()
    before = asked.count()
    law.save()  # once it is loaded, each save asks again
    assert asked.count() == before + 2
