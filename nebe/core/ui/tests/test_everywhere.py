"""The search of the whole site asks the rooms that may have something."""

import pytest

from nebe.core.ui import everywhere
from nebe.core.ui.registry import Registry, SearchFound, SearchHit, SearchSource

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def rooms(monkeypatch):
    """`rooms(one=…, two=…)`: rooms by their conditions, each with one hit; who was asked."""
    asked: list[str] = []

    def make(**conditions) -> list[str]:
        fresh: Registry[SearchSource] = Registry()
        for key, may_find in conditions.items():
            fresh.register(SearchSource(key, key, finder(key), may_find=may_find))
        monkeypatch.setattr(everywhere, "search_everywhere", fresh)
        return asked

    def finder(key):
        def find(text: str, limit: int) -> SearchFound:
            asked.append(key)
            return SearchFound([SearchHit(text, "/")] if key != "empty" else [])

        return find

    return make


def same(value):
    return lambda text: ("%s = %s", [value, text])


def test_rooms_are_asked_whose_condition_holds(rooms, django_assert_num_queries):
    asked = rooms(one=same("x"), two=same("y"), three=lambda text: None)
    with django_assert_num_queries(1):
        found = everywhere.found_everywhere("y", 3)
    assert asked == ["three", "two"]
    assert [label for label, _found in found] == asked


def test_without_conditions_nothing_is_asked_before(rooms, django_assert_num_queries):
    asked = rooms(one=lambda text: None, empty=lambda text: None)
    with django_assert_num_queries(0):
        found = everywhere.found_everywhere("y", 3)
    assert asked == ["empty", "one"]
    assert [label for label, _found in found] == ["one"]
