import pytest

from nebe.core.texts.languages import language_guess, language_of

TEXTS = [
    ("en", "I can lend you a pram for the baby until spring."),
    ("cs", "Půjčím kočárek pro miminko, stačí se ozvat a přijet."),
    ("uk", "Позичу дитячий візочок, забрати можна у вихідні."),
    ("pl", "Pożyczę wózek dla niemowlęcia, odbiór w weekend."),
    ("ru", "Дам на время детскую коляску, забрать можно в выходные."),
    ("vi", "Tôi cho mượn xe đẩy em bé đến mùa xuân."),
    ("ar", "أعير عربة أطفال حتى الربيع لمن يحتاجها."),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_it_works(language, text):
    assert language_of(text) == language
    assert language_guess(text, likely=language) == language


def test_only_languages_of_the_installation_are_recognised():
    assert language_of("Potrebujem kočík pre bábätko, najlepšie cez víkend.") == "cs"  # Slovak


def test_what_tells_no_language_is_taken_for_the_likely_one():
    assert language_of("123", default="vi") == "vi"
    assert language_of("") in dict(TEXTS)


@pytest.mark.parametrize(
    ("words", "likely", "language"),
    [
        ("doucovani", "cs", "cs"),
        ("doucovani", "pl", "pl"),
        ("репетитор", "ru", "ru"),
        ("репетитор", "cs", "uk"),
        ("ліжко", "ru", "uk"),
        ("объявление", "uk", "ru"),
        ("łóżko", "cs", "pl"),
        ("سرير", "en", "ar"),
        ("tutor", "ar", "en"),
        ("xe đẩy", "cs", "vi"),
        ("", "cs", "cs"),
    ],
)
def test_a_few_words_are_told_by_their_letters(words, likely, language):
    assert language_guess(words, likely=likely) == language
