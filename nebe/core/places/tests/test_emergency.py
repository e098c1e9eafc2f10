from nebe.core.places.emergency import NUMBERS, emergency_numbers


def test_it_works(settings):
    settings.COUNTRIES = ["PL", "CZ", "XX"]
    (poland, polish), (_czechia, czech) = emergency_numbers()
    assert str(poland) == "Poland"
    assert polish[1].number == "999"
    assert czech[1].number == "155"


def test_every_country_has_the_european_number_first_and_every_number_can_be_dialled():
    for numbers in NUMBERS.values():
        assert numbers[0].number == "112"
        assert all(number.dial.isdigit() for number in numbers)
