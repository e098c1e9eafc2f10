"""The needs and offers that the comparison of texts is tested with, and the least it must reach."""

from collections import Counter

import numpy as np
import pytest

from benchmarks.texts import LANGUAGES, by_vectors, by_words, pairs_read, ranks
from nebe.core.texts import contacts
from nebe.core.texts.languages import language_of
from nebe.core.texts.testing import needs_vectors
from nebe.exchange.categories import categories_read


def test_it_works():
    tuning, held_out = pairs_read()
    pairs = [*tuning, *held_out]
    assert len(pairs) >= 300
    assert abs(len(tuning) - len(held_out)) <= 1
    assert {pair["kind"] for pair in pairs} == set(categories_read())
    spread = Counter((pair["need_language"], pair["offer_language"]) for pair in pairs)
    assert len(spread) == len(LANGUAGES) ** 2
    assert min(spread.values()) >= 6
    texts = [pair[side] for pair in pairs for side in ("need", "offer")]
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if contacts.find(text)]


def test_each_is_in_the_language_it_says():
    pairs = pairs_read()[1]
    right = [language_of(pair["need"]) == pair["need_language"] for pair in pairs]
    assert np.mean(right) > 0.98


def first(likeness, pairs) -> float:
    return (ranks(likeness, pairs, same_kind=True) < 1).mean()


@needs_vectors
def test_vectors_find_the_offer_far_oftener_than_words():
    pairs = pairs_read()[1][:60]
    by_meaning = first(by_vectors(pairs), pairs)
    assert by_meaning > 0.65
    assert by_meaning > first(by_words(pairs), pairs) + 0.25
    assert by_meaning > first(by_vectors(pairs, centred=False), pairs) + 0.1


def test_a_tie_is_no_hit():
    pairs = [{"kind": "a"}, {"kind": "a"}, {"kind": "b"}]
    same = np.ones((3, 3))
    assert ranks(same, pairs, same_kind=False) == pytest.approx([1, 1, 1])
    assert ranks(same, pairs, same_kind=True) == pytest.approx([0.5, 0.5, 0])
