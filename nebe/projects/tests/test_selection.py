"""What the explorer counts in memory is what the database counts, at every moment."""

from datetime import date
from itertools import product

import pytest
from django.http import QueryDict

from nebe.core.people.actors import Actor
from nebe.core.places.testing import places_for_tests
from nebe.projects.demo import demo_load
from nebe.projects.facets import NAMES, facets_settle
from nebe.projects.models import Facet, Listed, Project
from nebe.projects.selectors import sets
from nebe.projects.selectors.explorer import question_of
from nebe.projects.selectors.selection import Selection
from nebe.projects.services.projects import state_set

from .in_sql import projects_found

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
QUESTIONS = [
    "",
    "q=parents",
    "q=батьків",
    "q=zeppelin",
    "q=uprchlíci+z+Ukrajiny",
    "q=người+tị+nạn",
    "target=ukraine",
    "target=ukraine&target=workers",
    "target=ukraine&country=CZ&since=2022",
    "country=PL&theme=housing&q=flats",
    "since=2027",
    "until=2024",
    "year=2025&since=2026",
    "since=2027&until=2020",
    "funder=nobody&town=nowhere",
]


@pytest.fixture
def demo(cast):
    places_for_tests()
    demo_load(today=TODAY)
    return Project.objects.order_by("pk")


def asked(text: str) -> Selection:
    return Selection(question_of(QueryDict(text)))


def found(text: str) -> set[str]:
    selection = asked(text)
    rows = selection.projects(selection.numbers())
    assert len(rows) == selection.total
    return {row.slug for row in rows}


def in_sql(text: str) -> set[str]:
    return set(projects_found(question_of(QueryDict(text))).values_list("slug", flat=True))


def agrees(text: str) -> None:
    assert found(text) == in_sql(text), text
    question = question_of(QueryDict(text))
    for name in NAMES:
        rows = projects_found(question.without(name))
        if name == "year":
            rows = projects_found(question.without(name).without("since").without("until"))
        counted = Facet.objects.filter(name=name, project__in=rows.values("pk"))
        values = list(counted.values_list("value", flat=True))
        assert asked(text).facets[name] == {v: values.count(v) for v in values}, (text, name)


def test_memory_and_database_agree(demo):
    for text in QUESTIONS:
        agrees(text)


def test_words_of_another_language_find(demo):
    towards = {row.slug for row in demo if row.facets.filter(value="ukraine").exists()}
    assert len(towards) == 2
    assert found("q=uprchlíci+z+Ukrajiny") == towards
    assert found("q=لاجئين") >= towards
    assert len(found("q=ukraińscy+uchodźcy+Praga")) == 1


def test_what_changes_is_counted_at_once(demo):
    before = found("")
    assert len(before) == 6
    project = demo.first()
    state_set(ids={Project: [str(project.pk)]}, state="withdrawn", actor=Actor.system())
    assert found("") == before - {project.slug}
    assert sets.kept.sets.beside.size
    for text in QUESTIONS:
        agrees(text)
    state_set(ids={Project: [str(project.pk)]}, state="published", actor=Actor.system())
    assert found("") == before
    project.tags.all().delete()
    project.planned_start = project.actual_start = None
    project.save()
    facets_settle([project])
    for text in QUESTIONS:
        agrees(text)


def test_what_was_added_last_comes_first(demo):
    newest = [row.slug for row in demo.order_by("-created_at")]
    assert [row.slug for row in asked("").added_last(4)] == newest[:4]
    assert [row.slug for row in asked("country=CZ").added_last(4)] == [
        slug for slug in newest if slug in found("country=CZ")
    ][:4]


def test_much_that_changed_is_read_anew(demo, monkeypatch):
    monkeypatch.setattr(sets, "BESIDE", 2)
    assert len(found("")) == 6
    base = sets.kept.sets.base
    facets_settle(demo[:2])
    assert len(found("")) == 6
    assert sets.kept.sets.base is base
    facets_settle(demo[2:6])
    assert len(found("")) == 6
    assert sets.kept.sets.base is not base


def test_a_project_that_is_deleted_is_gone(demo):
    assert len(found("")) == 6
    demo.first().delete()
    assert len(found("")) == 5
    assert Listed.objects.filter(project=None, is_public=False).count() == 1


def test_dense_and_sparse_sets_count_the_same():
    import numpy as np

    from nebe.projects.selectors.postings import Postings, packed, pairs_of

    size = 1000
    having = {1: range(0, size, 2), 2: [3, 700], 3: range(size), 9: [size - 1]}
    of = [[term for term, numbers in having.items() if number in numbers] for number in range(size)]
    numbers = np.arange(size, dtype=np.int32)
    postings = Postings(pairs_of(numbers, [packed(terms) for terms in of]), size)
    assert (len(postings.dense), len(postings.sparse)) == (2, 2)
    for step, term in product((1, 3, 7), having):
        mask = np.zeros(size, dtype=np.bool_)
        mask[::step] = True
        want = {t: n for t, of_it in having.items() if (n := sum(mask[list(of_it)]))}
        assert dict(postings.counts(mask)) == want
        marked = np.zeros(size, dtype=np.bool_)
        postings.add_to(marked, term)
        assert np.flatnonzero(marked).tolist() == list(having[term])
