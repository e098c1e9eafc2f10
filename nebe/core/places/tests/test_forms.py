import pytest
from django import forms
from django.utils.translation import override

from nebe.core.places.forms import MunicipalityField
from nebe.core.places.testing import places_for_tests

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class WhereForm(forms.Form):
    place = MunicipalityField(label="Where?")
    also = MunicipalityField(label="Also", required=False, country="PL")


@pytest.fixture
def places(db):
    return places_for_tests()


def test_it_works(places):
    form = WhereForm({"place": "пльзень", "also": "krakow"})
    assert form.is_valid()
    assert form.cleaned_data == {"place": places["Plzeň"], "also": places["Kraków"]}


def test_required_and_optional(places):
    form = WhereForm({})
    assert list(form.errors) == ["place"]


def test_an_unknown_place_says_what_to_do_and_keeps_what_was_typed(places):
    form = WhereForm({"place": "Atlantida"})
    assert "nearest bigger town" in form.errors["place"][0]
    assert 'value="Atlantida"' in str(form["place"])


def test_several_of_one_name_give_a_choice(places):
    form = WhereForm({"place": "nova ves"})
    assert form.errors["place"][0].startswith("There are several")
    page = str(form["place"])
    assert page.count('type="radio"') == 2
    village = places["Nová Ves (Mělník)"]
    assert WhereForm({"place": "nova ves", "place-choice": village.code}).is_valid()


def test_a_choice_left_over_from_another_name_is_not_taken(places):
    form = WhereForm({"place": "Brno", "place-choice": places["Nová Ves (Mělník)"].code})
    assert form.is_valid()
    assert form.cleaned_data["place"] == places["Brno"]
    assert not WhereForm({"place": "nova ves", "place-choice": places["Brno"].code}).is_valid()


def test_only_of_its_country(places):
    form = WhereForm({"place": "Brno", "also": "Brno"})
    assert "also" in form.errors


def test_only_where_this_installation_works(places, settings):
    settings.COUNTRIES = ["CZ"]
    assert not WhereForm({"place": "Львів"}).is_valid()
    settings.COUNTRIES = ["CZ", "UA"]
    assert WhereForm({"place": "Львів"}).is_valid()


def test_the_choice_of_one_form_is_not_seen_in_another(places):
    str(WhereForm({"place": "nova ves"}).errors)
    assert "radio" not in str(WhereForm()["place"])


def test_initial_is_shown_by_its_label_and_is_no_change(places):
    with override("uk"):
        label = "Пльзень (Plzeň)"
        form = WhereForm({"place": label}, initial={"place": places["Plzeň"]})
        assert not form.has_changed()
        assert f'value="{label}"' in str(WhereForm(initial={"place": places["Plzeň"]})["place"])


def test_what_was_typed_is_escaped(places):
    page = str(WhereForm({"place": '"><script>'})["place"])
    assert "<script>" not in page
