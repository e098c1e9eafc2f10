"""Search over everything published, whatever language the words are in."""

from datetime import date

import numpy as np
import pytest

from nebe.core.people import limits
from nebe.core.sql import sql_told
from nebe.newsroom.indexing import index_all
from nebe.newsroom.models import Listed, NewsItem, PlainPage
from nebe.newsroom.search import find
from nebe.newsroom.search.answers import search_answer, titles_suggested
from nebe.newsroom.search.known import in_order
from nebe.newsroom.search.marked import marked
from nebe.newsroom.search.models import Recommended, SearchedArticle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page_of(slug, language="en", model=PlainPage):
    return model.objects.get(slug=slug, locale__language_code=language)


def paths(text, language="en", **wanted):
    return [item.path for item in search_answer(text, wanted, language).results]


def filter_of(text, key, **wanted):
    return next(each for each in search_answer(text, wanted, "en").filters if each.key == key)


def publish(slug, **values):
    page = page_of(slug, model=NewsItem)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_a_page_is_found_by_a_word_of_its_body_in_any_form(pages):
    assert "about/" in paths("advertisement") + paths("advertising")
    assert paths("") == paths("xyzzy") == []


def test_words_of_any_language_find_the_page_in_the_language_of_the_reader(pages):
    answer = search_answer("паспорт", {}, "cs")
    assert answer.total == len({item.key for item in answer.results}) > 0
    told = {item.key: (item.title, item.language) for item in answer.results}
    rows = Listed.objects.filter(reader="cs", key__in=told)
    assert told == {row.key: (row.title, row.language) for row in rows}
    assert {row.language for row in rows} <= {"cs", "en"}


def test_title_comes_before_summary_before_text_and_newer_before_older(pages):
    publish("legal-day", title="The quokka", summary="x", date=date(2026, 1, 1))
    publish("never-pay", title="Another quokka", summary="x", date=date(2026, 2, 1))
    publish("winter-clothes", title="x", summary="Of a quokka", date=date(2026, 3, 1))
    publish("thank-you", body=[("heading", "Quokkas")], date=date(2026, 4, 1))
    assert paths("quokka") == [
        "news/never-pay/", "news/legal-day/", "news/winter-clothes/", "news/thank-you/",
    ]  # fmt: skip
    assert paths("quokka another") == ["news/never-pay/"]


def test_the_index_follows_the_pages(pages):
    page = publish("legal-day", title="The quokka")
    assert paths("quokka", "vi") == ["news/legal-day/"]
    page.unpublish()
    assert paths("quokka") == []
    assert "news/legal-day/" in paths("poradenství")  # by its translation, which is still there
    for language in ("cs", "uk"):
        page_of("legal-day", language, NewsItem).unpublish()
    assert "news/legal-day/" not in paths("poradenství")


def test_made_anew_it_finds_the_same(pages):
    before = list(SearchedArticle.objects.order_by("key").values_list("key", "date", "tokens"))
    SearchedArticle.objects.all().delete()
    assert paths("passport") == []
    index_all()
    assert list(SearchedArticle.objects.order_by("key").values_list("key", "date", "tokens")) == (
        before
    )
    assert paths("passport") != []


def test_filters_count_what_they_leave(pages):
    total = search_answer("help", {}, "en").total
    kinds = filter_of("help", "type").choices
    assert sum(number for _value, _name, number in kinds) == total
    for text, key in (
        *(("help", key) for key in ("type", "topic", "year", "language")),
        ("Praha", "place"),
    ):
        choices = filter_of(text, key).choices
        assert choices, key
        for value, _name, number in choices:
            assert search_answer(text, {key: value}, "en").total == number


def test_a_filter_without_words_lists_everything_of_it(pages):
    found = search_answer("", {"type": "news"}, "uk")
    assert found.total == Listed.objects.filter(reader="uk", kind="news").count()
    assert filter_of("", "type", type="news").chosen == ("news", "news")


@pytest.mark.parametrize("value", ["nothing", "'", '"', "\0", "a b", "x" * 500, "-", "*", "("])
@pytest.mark.parametrize("key", ["q", "type", "topic", "place", "year", "language", "page"])
def test_odd_questions_are_no_errors(client, pages, key, value):
    assert client.get("/en/search/", {"q": "help", key: value}).status_code == 200


def test_more_than_the_limit_is_said(client, pages, monkeypatch):
    monkeypatch.setattr(find, "TOTAL_LIMIT", 3)
    answer = search_answer("help", {}, "en")
    assert (answer.total, answer.is_cut) == (3, True)
    assert "More than" in client.get("/en/search/", {"q": "help"}).text


def test_the_page_links_filters_that_can_be_taken_away(client, pages):
    page = client.get("/en/search/", {"q": "help"}).text
    assert 'href="?q=help&amp;type=news"' in page
    narrowed = client.get("/en/search/", {"q": "help", "type": "news", "page": "1"}).text
    assert 'href="?q=help" aria-label="Remove the filter Type: news"' in narrowed


def test_found_words_are_marked_in_every_form(client, pages):
    page = client.get("/en/search/", {"q": "free lawyer"}).text
    assert "A day of <mark>free</mark> legal advice" in page
    assert "the month <mark>lawyers</mark> answer" in page
    assert marked("Школи <b> & школа", {"школ"}) == (
        "<mark>Школи</mark> &lt;b&gt; &amp; <mark>школа</mark>"
    )
    assert marked("الكتاب", {"كتاب"}) == "<mark>الكتاب</mark>"
    assert marked("cafe\u0301 x", {"caf"}) == "<mark>cafe\u0301</mark> x"


def test_the_page_asks_few_questions_of_the_database(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/en/search/", {"q": "help"})


def test_who_finds_nothing_is_shown_the_infoline(client, pages):
    page = client.get("/en/search/", {"q": "xyzzy"}).text
    assert "Ask us" in page
    assert 'href="tel:' in page
    assert "Open now" in page or "Closed now" in page
    assert "Ask us" not in client.get("/en/search/", {"q": "help"}).text
    assert "Ask us" not in client.get("/en/search/").text


def test_titles_are_suggested_while_one_types(client, pages):
    title = page_of("legal-day", model=NewsItem).title
    typed = "free legal adv"
    answer = client.get("/en/search/suggest/", {"q": typed})
    assert {"title": title, "url": "/en/news/legal-day/"} in answer.json()["titles"]
    assert "no-store" in answer["Cache-Control"]
    options = client.get("/en/search/suggest/", {"q": typed}, headers={"HX-Request": "true"})
    assert f'<option value="{title}">news item</option>' in options.text
    options = client.get("/ar/search/suggest/", {"q": typed}, headers={"HX-Request": "true"})
    assert f'<option value="{title}" lang="en" dir="ltr">' in options.text, "not in Arabic here"
    czech = page_of("legal-day", "cs", NewsItem).title
    assert czech in [row.title for row in titles_suggested(czech[:6], "cs")]
    assert czech not in [row.title for row in titles_suggested(czech[:6], "en")]


@pytest.mark.parametrize("text", ["", " ", "'", "\0", "x" * 5000, "a b c d e f g h"])
def test_odd_beginnings_are_no_errors(client, pages, text):
    assert client.get("/ar/search/suggest/", {"q": text}).status_code == 200


def test_suggestions_are_limited_by_network(client, pages, monkeypatch):
    monkeypatch.setattr(limits, "limit", lambda *parts, rate: False)
    assert client.get("/en/search/suggest/", {"q": "a"}).status_code == 429


def test_the_search_box_suggests_on_every_page_that_has_one(client, pages):
    for path in ("", "search/", "search/?q=xyzzy", "nowhere/"):
        page = client.get(f"/uk/{path}").text
        assert 'list="search-titles"' in page
        assert 'hx-get="/uk/search/suggest/"' in page


def test_a_recommended_page_stands_first(client, pages):
    page = page_of("about")
    Recommended.objects.create(words="free lawyers", language="en", page=page)
    answer = search_answer("a free lawyer in Brno", {}, "en")
    assert [row.path for row in answer.recommended] == ["about/"]
    assert "We recommend" in client.get("/en/search/", {"q": "free lawyer"}).text
    for text, language in (("lawyer", "en"), ("lawyer free", "en"), ("free lawyer", "cs")):
        assert not search_answer(text, {}, language).recommended
    page.unpublish()
    for language in ("cs", "uk"):
        page_of("about", language).unpublish()
    assert not search_answer("free lawyer", {}, "en").recommended


def test_what_is_recommended_is_not_shown_twice(pages):
    first = Listed.objects.get(reader="en", path=paths("passport")[0])
    before = search_answer("passport", {}, "en").total
    Recommended.objects.create(words="passport", language="en", page=first.page)
    answer = search_answer("passport", {}, "en")
    assert answer.total == before
    assert first.path not in [item.path for item in answer.results]


def numbers_of(mark: str) -> list[int]:
    """Of the rows that have it, as the database says them."""
    told = sql_told({"": find.together(find.full_text([[mark]]))})
    return find.numbers_told(told)[0].tolist()


def test_the_full_text_index_forgets(pages):
    """Nothing of a page taken down answers the full-text index itself."""
    page = page_of("legal-day", model=NewsItem)
    number = SearchedArticle.objects.get(key=page.translation_key).pk

    assert number in numbers_of("k:news")
    for language in ("en", "cs", "uk"):
        page_of("legal-day", language, NewsItem).unpublish()
    assert number not in numbers_of("k:news")


def test_rows_are_replaced_under_a_number_that_none_had(pages):
    def number():
        return SearchedArticle.objects.get(key=page.translation_key).pk

    page = publish("legal-day", title="The quokka")
    before = number()
    publish("legal-day", title="The quokka")
    assert number() > before


def test_order_and_facets_are_read_again_only_when_something_was_published(
    pages, django_assert_num_queries
):
    publish("legal-day", title="The quokka", date=date(2026, 1, 1))
    publish("never-pay", title="Another quokka", date=date(2025, 1, 1))
    before = find.articles_find("quokka")
    with django_assert_num_queries(1):
        assert find.articles_find("quokka") == before
    assert (before.facets["y:2026"], before.facets["y:2025"]) == (1, 1)
    publish("never-pay", date=date(2026, 2, 1))
    after = find.articles_find("quokka")
    assert after.keys == before.keys[::-1]
    assert (after.facets["y:2026"], after.facets["y:2025"]) == (2, 0)


def test_a_row_that_goes_between_the_questions_is_left_out(pages):
    numbers = numbers_of("k:news")
    known, found = in_order([np.array([*numbers, 1])])
    assert len(found) == len(numbers)
    assert known.counted(found)["k:news"] == len(numbers)
