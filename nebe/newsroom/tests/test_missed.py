"""Words that nobody found: read by editors once they are nobody's in particular."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from nebe.newsroom.models import PlainPage
from nebe.newsroom.search import missed as rule
from nebe.newsroom.search.missed import missed_forget, missed_note, words_kept
from nebe.newsroom.search.models import Missed, MissedSeed, MissedWeek, Recommended

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONDAY = date(2026, 11, 16)
OTHER = "192.0.2.7"


def search(text="Marriage  abroad", day=0, network="192.0.2.1", language="en"):
    """On another day the limits of the day before are gone."""
    today = MONDAY + timedelta(days=day)
    if day != search.day:
        cache.clear()
        search.day = day
    missed_note(text=text, language=language, network=network, today=today)


search.day = -1


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    search.day = -1


def enough(text="Marriage  abroad"):
    for day, networks in ((0, 1), (1, 2), (2, 2)):
        for number in range(networks):
            search(text, day, f"192.0.2.{number}")


def test_words_are_written_down_once_several_people_looked_for_them():
    enough()
    row = Missed.objects.get()
    assert (row.words, row.language, row.is_done) == ("marriage abroad", "en", False)
    assert list(row.weeks.values_list("week", "count")) == [(MONDAY, 5)]
    assert not MissedSeed.objects.exists()
    search("marriages abroad", 8)
    assert list(row.weeks.order_by("week").values_list("count", flat=True)) == [5, 1]


def test_one_network_never_makes_words_readable_by_asking_again():
    for day in range(20):
        for _again in range(9):
            search(day=day)
    assert not Missed.objects.exists()
    assert MissedSeed.objects.get().count == 20


def test_many_on_two_days_are_not_enough():
    for day in range(2):
        for number in range(20):
            search(day=day, network=f"192.0.2.{number}")
    assert not Missed.objects.exists()


def test_what_is_kept_before_cannot_be_read():
    search()
    [values] = MissedSeed.objects.values_list()
    assert not [value for value in values if "marriage" in str(value).lower()]


@pytest.mark.parametrize(
    "text",
    [
        *("olena@example.org", "call 777 123 456", "+420 777 12", "12/34/56", "٠١٢٣٤٥"),
        *("a@b", "https://example.org/x", "", "?!"),
    ],
)
def test_contacts_and_long_numbers_are_kept_in_no_form(text):
    assert words_kept(text) == ""
    search(text)
    assert not MissedSeed.objects.exists()


def test_words_are_cut():
    assert words_kept("One TWO three four five six seven") == "one two three four five six"
    assert len(words_kept(" ".join(["x" * 30] * 5))) <= 60
    assert words_kept("law 326") == "law 326"


def test_one_network_cannot_fill_the_list(monkeypatch):
    monkeypatch.setattr(rule, "OF_A_NETWORK", "3/d")
    for number in range(10):
        search(f"wordwithout{'abcdefghij'[number]}")
    assert MissedSeed.objects.count() == 3


def test_everything_is_forgotten_in_its_time():
    enough()
    search("something else", 2, OTHER)
    missed_forget(today=MONDAY + timedelta(days=2 + rule.SEED_DAYS))
    assert MissedSeed.objects.count() == 1
    missed_forget(today=MONDAY + timedelta(days=3 + rule.SEED_DAYS))
    assert (MissedSeed.objects.count(), Missed.objects.count()) == (0, 1)
    missed_forget(today=MONDAY + timedelta(weeks=rule.WEEKS))
    assert MissedWeek.objects.count() == 1
    missed_forget(today=MONDAY + timedelta(weeks=rule.WEEKS + 1))
    assert not Missed.objects.exists()


def test_the_page_counts_what_it_did_not_find(client, pages):
    client.get("/en/search/", {"q": "xyzzy"})
    client.get("/en/search/", {"q": "help"})
    client.get("/en/search/", {"q": "xyzzy", "type": "news"})
    assert MissedSeed.objects.get().count == 1


def test_an_editor_reads_and_settles_the_list(editor, pages):
    address = reverse("newsroom_search:missed")
    assert "There is nothing in this list" in editor.get(address).text
    row = Missed.objects.create(words="marriage abroad", language="en", tokens="marriag abroad")
    page = editor.get(address).text
    assert "marriage abroad" in page
    assert "words=marriage%20abroad&amp;language=en" in page
    editor.post(reverse("newsroom_search:missed_settle", args=[row.pk]))
    assert "marriage abroad" not in editor.get(address).text
    assert "marriage abroad" in editor.get(address, {"done": 1}).text
    assert address in editor.get("/cms/").text


def test_an_editor_recommends_a_page(editor, client, pages):
    enough()
    add = reverse(Recommended.snippet_viewset.get_url_name("add"))
    assert 'value="marriage abroad"' in editor.get(add, {"words": "marriage abroad"}).text
    page = PlainPage.objects.get(slug="about", locale__language_code="en")
    form = {"words": "marriage abroad", "language": "en", "page": page.pk}
    response = editor.post(add, form)
    assert response.status_code == 302, response.context["form"].errors
    assert Missed.objects.get().is_done
    assert "We recommend" in client.get("/en/search/", {"q": "Marriage abroad"}).text
    again = editor.post(add, form)
    assert "There is a page for these words already" in again.text
    assert Recommended.objects.count() == 1


@pytest.mark.parametrize("words", ["red green blue white black", "?"])
def test_one_to_four_words_are_recommended_for(editor, pages, words):
    add = reverse(Recommended.snippet_viewset.get_url_name("add"))
    page = PlainPage.objects.get(slug="about", locale__language_code="en")
    response = editor.post(add, {"words": words, "language": "en", "page": page.pk})
    assert "Write one to four words" in response.text
    assert not Recommended.objects.exists()


def test_only_what_is_published_is_recommended(editor, pages):
    add = reverse(Recommended.snippet_viewset.get_url_name("add"))
    home = PlainPage.objects.get(slug="about", locale__language_code="en").get_parent()
    response = editor.post(add, {"words": "x", "language": "en", "page": home.pk})
    assert "Choose a published page" in response.text


def test_the_list_is_for_editors(client, cast, client_for):
    address = reverse("newsroom_search:missed")
    assert client.get(address).status_code == 302
    assert client_for(cast.jana).get(address).status_code == 404
