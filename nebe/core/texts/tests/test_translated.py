from nebe.core.texts.translated import fallbacks, pick, with_translation


def test_it_works():
    text = pick({"cs": "Doučování", "uk": "Репетитор"}, "uk")
    assert (str(text), text.language, text.is_fallback) == ("Репетитор", "uk", False)


def test_falls_back_and_says_so():
    text = pick({"cs": "Doučování"}, "ar")
    assert (str(text), text.language, text.is_fallback, text.direction) == (
        "Doučování",
        "cs",
        True,
        "ltr",
    )


def test_a_ukrainian_reader_is_shown_russian_only_after_english_and_czech():
    chain = fallbacks("uk")
    assert chain.index("en") < chain.index("cs") < chain.index("ru")


def test_a_language_outside_the_chain_is_better_than_nothing():
    assert str(pick({"de": "Nachhilfe"}, "en")) == "Nachhilfe"


def test_nothing_there():
    assert not pick({}, "en")
    assert not pick(None, "en")
    assert not pick({"en": ""}, "en")


def test_a_regional_variant_reads_its_language():
    assert not pick({"pl": "Korepetycje"}, "pl-PL").is_fallback


def test_a_translation_goes_stale_when_its_source_changes():
    data = with_translation(
        {"cs": "Doučování"}, language="uk", text="Репетитор", source="cs", machine=True
    )
    fresh = pick(data, "uk")
    assert fresh.is_machine
    assert not fresh.is_stale
    assert pick({**data, "cs": "Doučování matematiky"}, "uk").is_stale
