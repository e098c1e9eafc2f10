"""What can be called or written to is a link, within articles."""

import pytest

from nebe.newsroom.reachable import reachable

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def call(number: str) -> str:
    return f'<a href="tel:{number.replace(" ", "")}" dir="ltr">{number}</a>'


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Call +420 555 010 100, please.", f"Call {call('+420 555 010 100')}, please."),
        ("In danger? Call 112.", f"In danger? Call {call('112')}."),
        ("Call 155 or 112", f"Call {call('155')} or {call('112')}"),
        (
            "Write to help@nebe.example.org.",
            'Write to <a href="mailto:help@nebe.example.org" dir="ltr">help@nebe.example.org</a>.',
        ),
    ],
)
def test_it_works(text, linked):
    assert reachable(f"<p>{text}</p>") == f"<p>{linked}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>150 people came, and 3,112 crowns.</p>",
        "<p>2 + 3 = 5, and 112.5</p>",
        "<p>Tom &amp; Jerry&#112;</p>",
        '<p><a href="tel:112">112</a></p>',
        "<h2>112</h2>",
        "<p>2026-112-1 and 112%</p>",
    ],
)
def test_other_numbers_and_links_stay_as_they_are(html):
    assert reachable(html) == html


def test_articles_have_it_in_every_language(client, all_pages):
    mail = '<a href="mailto:help@nebe.example.org" dir="ltr">'
    for language in ("en", "ar"):
        page = client.get(f"/{language}/contact/").text
        assert mail in page
        assert 'href="tel:112"' in page
