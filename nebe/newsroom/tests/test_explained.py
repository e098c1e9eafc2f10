"""Terms of the glossary within articles."""

import json

import pytest

from nebe.newsroom.explained import explained
from nebe.newsroom.models import NewsItem, Term

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def link(code, text, language="en"):
    return f'<a class="term" href="/{language}/words/#{code}">{text}</a>'


@pytest.fixture
def term(pages):
    found = Term.objects.get(code="temporary-protection")
    found.save()  # what this process knew of another database is forgotten
    return found


def of(language="en"):
    return NewsItem.objects.get(slug="legal-day", locale__language_code=language)


def test_the_first_one_in_the_text_leads_to_what_it_means(term):
    html = (
        '<h2>Temporary protection</h2><p class="actions"><a href="/x">temporary protection</a> '
        '<span class="tag">temporary protection</span></p><p lang="cs">temporary protection</p>'
        "<ul><li><b>Temporary\nprotection</b> &amp; temporary protection.</li></ul>"
    )
    linked = explained(html, "en")
    words = link("temporary-protection", "Temporary\nprotection")
    assert linked == html.replace("Temporary\nprotection", words)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("cs", "Lidé s dočasnou ochranou.", "dočasnou ochranou"),
        ("uk", "Хто має тимчасового захисту.", "тимчасового захисту"),
        ("en", "Temporary, protection.", None),
        ("en", "Applicants for international protection wait.", "Applicants for international"),
    ],
)
def test_other_forms_and_the_longest_term(term, language, text, said):
    linked = explained(f"<p>{text}</p>", language)
    assert (f">{said}" in linked) if said else (linked == f"<p>{text}</p>")
    assert linked.count("<a ") == bool(said)


def test_articles_link_in_the_readers_own_language_only(client, term):
    page = of()
    page.body = json.dumps(
        [{"type": "paragraph", "value": "<p>Ask about temporary protection.</p>"}]
    )
    page.easy = json.dumps([{"type": "paragraph", "value": "<p>This is easy.</p>"}])
    page.save_revision().publish()
    words = link("temporary-protection", "temporary protection")
    assert words in client.get("/en/news/legal-day/").text
    assert "#temporary-protection" not in client.get("/en/news/legal-day/?easy=1").text
    of("cs").unpublish()
    assert "temporary protection" in client.get("/cs/news/legal-day/").text
    assert "#temporary-protection" not in client.get("/cs/news/legal-day/").text


def test_a_term_that_is_explained_no_longer_is_no_link(term):
    term.public = False
    term.save()
    assert explained("<p>temporary protection</p>", "en") == "<p>temporary protection</p>"
