"""Numbers checked by hand, and the traps of each language."""

import pytest

from nebe.newsroom.translating.readability import (
    Measure,
    measure,
    minutes,
    sentences,
    words_of,
)


def test_it_works():
    text = "The cat sat on the mat. " * 5  # 30 words, 5 sentences, none long
    found = measure([text], "en")
    assert (found.words, found.sentence_length, found.lix) == (30, 6.0, 6.0)
    assert found.word_length == round(17 / 6, 1)
    longer = measure([text + "Extraordinary responsibilities multiply."], "en")
    assert longer.lix == round(33 / 6 + 100 * 3 / 33, 1)


def test_a_few_words_have_no_number():
    assert measure(["Hello there."], "en") == Measure(words=2)
    assert measure([], "en").words == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Přijďte 30. listopadu. Vezměte si doklad.", 2),
        ("Je to 3. 5. 2026 ráno. Přijďte.", 2),
        ("Ви можете прийти. Ми допоможемо!", 2),
        ("هل تحتاج إلى مساعدة؟ اتصل بنا.", 2),
        ("Can I come? Yes… Always.", 3),
        ("“Come in.” She waited.", 2),
        ("One line\nanother line", 2),
        ("...", 1),
        ("", 0),
    ],
)
def test_sentences(text, number):
    assert len(sentences(text)) == number


def test_words_are_words():
    assert words_of("Don't pay 500 CZK, e-mail us.") == ["Don't", "pay", "CZK", "e-mail", "us"]
    assert words_of("п’ять м'яч") == ["п’ять", "м'яч"]
    assert len(words_of("مُسَاعَدَة")[0]) == 6  # marks above letters are none


def test_vietnamese_is_counted_in_syllables():
    text = "Bạn có thể gọi cho chúng tôi bất cứ lúc nào trong ngày làm việc. " * 3
    found = measure([text], "vi")
    assert found.lix is None
    assert found.sentence_length == round(15 / 1.5, 1)
    assert minutes(225, "vi") == minutes(150, "en") == 1
    sentence = "một " * 25
    assert not measure([sentence], "vi").long_sentences
    assert measure([sentence], "cs").long_sentences == [sentence.strip()]
