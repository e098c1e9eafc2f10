import pytest

from nebe.core.places.selectors import bounding_box, distance_km

PRAHA, BRNO = (50.0755, 14.4378), (49.1951, 16.6068)


def test_distance():
    assert distance_km(PRAHA, BRNO) == pytest.approx(184.5, abs=1)
    assert distance_km(PRAHA, PRAHA) == 0
    assert distance_km((0, 179.9), (0, -179.9)) == pytest.approx(22.2, abs=0.1)


def test_the_box_holds_the_circle():
    south, west, north, east = bounding_box(*PRAHA, 30)
    for edge in [(south, PRAHA[1]), (north, PRAHA[1])]:
        assert distance_km(PRAHA, edge) == pytest.approx(30, abs=0.01)
    for lat in (PRAHA[0] - 0.01, PRAHA[0], PRAHA[0] + 0.01):
        assert distance_km(PRAHA, (lat, east)) >= 29.99
        assert distance_km(PRAHA, (lat, west)) >= 29.99


def test_the_box_at_the_pole_is_all_the_way_round():
    assert bounding_box(89.9, 0, 50)[1::2] == (-180.0, 180.0)
