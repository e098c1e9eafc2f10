from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from nebe.core.texts.normalise import fold, search_text, tokens


def groups(name):
    for line in (Path(__file__).parent / name).read_text().splitlines():
        if not line.startswith("#"):
            language, *words = line.split()
            yield language, words


MEET = [
    pytest.param(a, b, id=f"{language}-{a}-{b}")
    for language, words in groups("meet.txt")
    for a, b in pairwise(words)
]
PART = [pytest.param(*words, id="-".join(words)) for _language, words in groups("part.txt")]


def test_there_are_enough_pairs():
    assert len(MEET) > 300
    assert {language for language, _ in groups("meet.txt")} >= {"cs", "pl", "uk", "ru", "en", "ar"}


@pytest.mark.parametrize(("one", "other"), MEET)
def test_forms_of_a_word_meet(one, other):
    assert tokens(one) == tokens(other)


@pytest.mark.parametrize(("one", "other"), PART)
def test_different_words_stay_apart(one, other):
    assert tokens(one) != tokens(other)


def test_one_token_per_word_in_order():
    assert len(tokens("Doučování češtiny, 2× týdně (on-line)")) == 6
    assert tokens("") == tokens("  –—… ") == []
    assert search_text("Byt", "", "Plzeň") == " ".join(tokens("Byt Plzeň"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("комп'ютер", "комп’ютер"),
        ("п'ять", "пʼять"),
        ("ﬁlm", "film"),
        ("ｂｏｏｋ", "book"),
        ("до\u00adпо\u200bмога", "допомога"),
        ("Прокла́дне", "Прокладне"),
        ("كتـــاب", "كتاب"),
        ("٢٠٢٤", "2024"),
        ("STRAẞE", "strasse"),
    ],
)
def test_the_same_word_however_it_is_typed(one, other):
    assert tokens(one) == tokens(other)


def test_fold():
    assert fold("Łódź Đorđe Ґанок ÉCOLE") == "lodz dorde ганок ecole"


@pytest.mark.parametrize("text", ["\x00", "😀", "a" * 10_000, "\u202egnol", "ﷺ", "'", "''''"])
def test_odd_input(text):
    assert all(len(token) <= 60 for token in tokens(text))


def test_many_threads_get_the_same_tokens():
    words = [f"{word}{number}ami" for word in ("škol", "kurs", "школ") for number in range(200)]
    expected = [tokens(word) for word in words]
    from nebe.core.texts.normalise import stem

    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tokens, words)) == expected
