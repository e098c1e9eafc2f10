"""Words in the order in which a reader of the language looks for them."""

import pytest

from nebe.core.texts.alphabets import initial, sort_key

ORDERS = {
    "en": ["appeal", "asylum", "Éclair", "entry", "visa"],
    "cs": ["azyl", "cesta", "čas", "hranice", "Chráněnec", "chyba", "ihned", "řád", "žádost"],
    "pl": ["azyl", "ciało", "ćma", "lato", "łaska", "meldunek", "zakaz", "źle", "żal"],
    "uk": ["азиль", "гість", "ґанок", "є", "житло", "іспит", "їжа", "йод", "яр"],
    "ru": ["виза", "ежегодно", "ёлка", "жалоба", "якорь"],
    "vi": ["an", "ăn", "ân", "bảo vệ", "di trú", "đơn", "tị nạn", "trục xuất", "ưu tiên"],
}


@pytest.mark.parametrize("language", ["en", "cs", "pl", "uk", "ru", "vi"])
def test_it_works(language):
    words = ORDERS[language]
    backwards = words[::-1]
    assert sorted(backwards, key=lambda each: sort_key(each, language)) == words


def test_arabic_looks_behind_the_article_and_through_the_marks():
    words = ["الاستئناف", "الترحيل", "حماية", "القرار", "لجوء", "المحكمة"]
    backwards = words[::-1]
    assert sorted(backwards, key=lambda each: sort_key(each, "ar")) == words
    assert initial("الترحيل", "ar") == "ت"
    assert initial("أمّ", "ar") == initial("الأم", "ar") == "ا"


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("chráněnec", "cs", "Ch"),
        ("územní", "cs", "U"),
        ("Šance", "cs", "Š"),
        ("độc lập", "vi", "Đ"),
        ("ốm", "vi", "Ô"),
        ("ậ", "vi", "Â"),
        ("ёлка", "ru", "Е"),
        ("112", "en", "#"),
        ("«виза»", "ru", "В"),
        ("", "en", "#"),
    ],
)
def test_letters_that_head_the_words(text, language, letter):
    assert initial(text, language) == letter


def test_what_is_shorter_comes_first():
    assert sort_key("visa", "en") < sort_key("visa free", "en") < sort_key("visas", "en")
