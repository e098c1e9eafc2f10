from django.template import Context, Template
from django.utils.translation import override

from nebe.core.texts.translated import with_translation


def render(source, **context):
    return Template("{% load texts %}" + source).render(Context(context))


def test_it_works():
    with override("uk"):
        assert render("{{ name|in_language }}", name={"uk": "Одяг", "cs": "Oblečení"}) == "Одяг"
        assert render("{{ name|in_language:'cs' }}", name={"cs": "Oblečení"}) == "Oblečení"
    assert render("{{ name|in_language }}", name=None) == ""


def test_a_fallback_says_its_language_and_direction():
    with override("ar"):
        page = render("{% translated text %}", text={"cs": "Ahoj"})
    assert 'lang="cs" dir="ltr"' in page


def test_a_machine_is_marked_and_the_original_near():
    data = with_translation({"cs": "Ahoj"}, language="ar", text="مرحبا", source="cs", machine=True)
    with override("ar"):
        page = render("{% translated text %}", text=data)
    assert 'lang="ar" dir="rtl"' in page
    assert "<details" in page
    assert "Ahoj" in page


def test_a_human_translation_is_not_marked():
    data = with_translation({"cs": "Ahoj"}, language="pl", text="Cześć", source="cs", machine=False)
    with override("pl"):
        page = render("{% translated text %}", text=data)
    assert "<details" not in page
    assert "lang=" not in page


def test_text_is_escaped():
    assert "<script>" not in render("{% translated text %}", text={"en": "<script>"})
