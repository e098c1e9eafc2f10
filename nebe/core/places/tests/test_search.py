import pytest
from django.utils.translation import override

from nebe.core.places.loading import municipality_rows, places_load
from nebe.core.places.models import Municipality, PlaceName
from nebe.core.places.selectors import (
    municipalities_resolve,
    municipality_resolve,
    municipality_search,
)
from nebe.core.places.testing import places_for_tests

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def places(db):
    return places_for_tests()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *[(typed, "Plzeň") for typed in ("plzen", "Plzeň", "ПЛЬЗЕНЬ", "пльз", "Pilsen", "Pilzno")],
        *[(typed, "Praha") for typed in ("praha", "Прага", "Prague", "Praga", "براغ", "Prag")],
        *[(typed, "Kraków") for typed in ("Краків", "Краков", "Krakow", "Cracow", "Krakov")],
        *[(typed, "Warszawa") for typed in ("Warsaw", "Варшава", "varšava", "wars", "وارسو")],
        *[(typed, "Львів") for typed in ("Lviv", "Львов", "Lwów", "lvov", "львів", "لفيف")],
        *[(typed, "Rokycany") for typed in ("Рокицани", "Рокицаны", "rokycany", "ROKYC")],
        *[(typed, "Ostrava") for typed in ("Ostrawa", "острава", "  ostrava  ")],
        *[(typed, "Bratislava") for typed in ("Братислава", "Pressburg", "bratisl")],
    ],
)
def test_a_place_is_found_in_every_language(places, typed, name):
    assert municipality_search(typed)[0] == places[name]


@pytest.mark.parametrize("typed", ["", "  ", "?!", "qqqq", "\x00", "%", "'; --", "😀"])
def test_nothing_of_that_name(places, typed):
    assert municipality_search(typed) == []


def test_only_of_one_country(places):
    assert places["Praha"] in municipality_search("pra", country="CZ")
    assert places["Praha"] not in municipality_search("pra", country="PL")


def test_constant_queries(places, django_assert_num_queries):
    with django_assert_num_queries(2):
        labels = [place.label + str(place.region) for place in municipality_search("nova ves")]
    assert len(labels) == 2


def test_two_of_one_name_are_told_apart(places):
    both = municipality_resolve("Nová Ves")
    assert {place.label for place in both} == {"Nová Ves, Mělník", "Nová Ves, České Budějovice"}
    for place in both:
        assert municipality_resolve(place.label) == [place]
    assert municipality_resolve("nova ves, středočeský") == [places["Nová Ves (Mělník)"]]


def test_many_are_resolved_as_each_alone(places, django_assert_num_queries):
    typed = ["Nová Ves", "nova ves, středočeský", "Пльзень", "Pilsen", "brn", "", "Atlantis"]
    labels = [place.label for place in places.values()]
    alone = {text: municipality_resolve(text) for text in [*typed, *labels]}
    assert municipalities_resolve([*typed, *labels]) == alone
    with django_assert_num_queries(2):
        municipalities_resolve(labels)


def test_a_label_in_every_language_means_its_place(places):
    for language in ("en", "cs", "uk", "pl", "ru", "vi", "ar"):
        with override(language):
            for place in places.values():
                assert municipality_resolve(place.label) == [place]


def test_the_label_gives_the_name_on_the_signs_too(places):
    with override("uk"):
        assert places["Plzeň"].label == "Пльзень (Plzeň)"
    with override("cs"):
        assert places["Plzeň"].label == "Plzeň"
    with override("vi"):
        assert places["Львів"].label == "Lviv (Львів)"


def test_loading_again_changes_nothing(places):
    before = PlaceName.objects.count()
    places_for_tests()
    assert (PlaceName.objects.count(), Municipality.objects.count()) == (before, len(places))


def test_a_place_that_is_gone_is_no_longer_found_but_stays(places):
    from nebe.core.places.loading import rows_load

    rows_load(list(municipality_rows({"CZ-554782"})))
    assert municipality_search("Plzeň") == []
    assert Municipality.objects.filter(code="CZ-554791").exists()


def test_the_whole_table(db):
    assert places_load() > 16_000
    assert places_load() == 0
    czech = Municipality.objects.filter(region__country="CZ")
    assert czech.count() == 6258
    assert not czech.filter(district="").exists()
    assert municipality_search("п", country="CZ")[0].name == "Praha"
    assert municipality_search("Brno", country="CZ")[0].name == "Brno"
    assert {place.name for place in municipality_resolve("Nová Ves", "CZ")} == {"Nová Ves"}
    assert municipality_search("p", country=["CZ", "PL"])[0].name == "Praha"
    assert municipality_search("místek")[0].name == "Frýdek-Místek"
    labels = Municipality.objects.values_list("region__country", "name", "qualifier")
    assert len(labels) == len(set(labels))
