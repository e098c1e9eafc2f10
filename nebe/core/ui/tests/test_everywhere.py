"""The search of the whole site asks the rooms that may have something."""

import pytest

from nebe.core.sql import Statement, Told, sql_told
from nebe.core.ui import everywhere
from nebe.core.ui.registry import Registry, SearchFound, SearchHit, SearchSource

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def rooms(monkeypatch):
    """`rooms(one=…, two=…)`: rooms by what they ask before, each with one hit; who was asked."""
    asked: list[str] = []

    def make(**conditions) -> list[str]:
        fresh: Registry[SearchSource] = Registry()
        for key, asks in conditions.items():
            fresh.register(SearchSource(key, key, finder(key), asks=asks))
        monkeypatch.setattr(everywhere, "search_everywhere", fresh)
        return asked

    def finder(key):
        def find(text: str, limit: int, told: Told) -> SearchFound:
            asked.append(key)
            title = "".join(first for first, _second, _third in told) or text
            return SearchFound([SearchHit(title, "/")] if key != "empty" else [])

        return find

    return make


def same(value):
    """One row where the text is this value."""
    sql = "SELECT CAST(%s AS text), '', '' WHERE CAST(%s AS text) = %s"
    return lambda text: Statement(sql, [f"{value}!", value, text])


def test_rooms_are_asked_who_were_told_something(rooms, django_assert_num_queries):
    asked = rooms(one=same("x"), two=same("y"), three=lambda text: None)
    with django_assert_num_queries(1):
        found = everywhere.found_everywhere("y", 3)
    assert asked == ["three", "two"]
    assert {label: each.hits[0].title for label, each in found} == {"three": "y", "two": "y!"}


def test_what_was_told_before_is_not_asked_again(rooms, django_assert_num_queries):
    asked = rooms(one=same("x"), two=same("y"), three=lambda text: None)
    told = sql_told(everywhere.asked_everywhere("y"))
    with django_assert_num_queries(0):
        found = everywhere.found_everywhere("y", 3, told)
    assert asked == ["three", "two"]
    assert {label: each.hits[0].title for label, each in found} == {"three": "y", "two": "y!"}


def test_without_statements_nothing_is_asked_before(rooms, django_assert_num_queries):
    asked = rooms(one=lambda text: None, empty=lambda text: None)
    with django_assert_num_queries(0):
        found = everywhere.found_everywhere("y", 3)
    assert asked == ["empty", "one"]
    assert [label for label, _found in found] == ["one"]
