import pytest

from nebe.core.mail.render import blocks, mail_render


def render(language="en", **context):
    return mail_render(
        template="room/mail/hello", context={"name": "Olena"} | context, language=language
    )


def test_it_works():
    mail = render()
    assert mail.title == "E-mail"
    assert mail.text.startswith("Hello Olena\n")
    assert mail.html.count("<a ") == 2, "the button and the same address to copy"
    assert 'lang="en" dir="ltr"' in mail.html


def test_arabic_is_written_from_the_right():
    assert 'lang="ar" dir="rtl"' in render("ar").html


def test_text_is_plain_and_html_is_escaped():
    mail = render(name="<b>Petr & Olena</b>")
    assert "<b>Petr & Olena</b>" in mail.text
    assert "&lt;b&gt;Petr &amp; Olena&lt;/b&gt;" in mail.html


def test_nothing_is_loaded_from_elsewhere():
    html = render().html
    assert "<img" not in html
    assert "url(" not in html
    assert "<link" not in html


def test_only_our_own_first_link_becomes_the_button(settings):
    settings.BASE_URL = "https://nebe.example.org"
    text = "Win: https://evil.example.com/\n\nA: https://nebe.example.org/a\n\nB: https://nebe.example.org/b"
    assert [block.url for block in blocks(text)] == ["", "https://nebe.example.org/a", ""]


@pytest.mark.parametrize(
    "url", ["https://nebe.example.org.evil.example.com/", "https://nebe.example.org@evil.example"]
)
def test_a_look_alike_is_not_our_own(settings, url):
    settings.BASE_URL = "https://nebe.example.org"
    assert [block.url for block in blocks(f"Open: {url}")] == [""]


def test_direction_overrides_and_controls_are_taken_out():
    assert "safe.exe" in render(name="sa\u202efe\x07.exe").text
