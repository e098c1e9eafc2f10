"""The soak's own judgement: what it calls a contact, and when one was shown too early."""

import httpx

from benchmarks.matched.browser import Page, contacts_in, email_of, phone_of
from benchmarks.matched.judge import Agreed, shown_too_early

HELPER, SEEKER = 17, 23
AGREED = [Agreed(frozenset((HELPER, SEEKER)), since=100.0, until=200.0)]


def saw(who, number, sent, received) -> list[dict]:
    return [{"who": who, "saw": [number], "sent": sent, "received": received, "page": "/"}]


def test_a_contact_is_found_however_it_is_written():
    phone = phone_of(HELPER)
    for text in (email_of(HELPER), phone, phone.replace(" ", "\u00a0"), phone.replace(" ", "-")):
        assert contacts_in(f"<p>Call {text}.</p>") == {HELPER}
    assert contacts_in("soak@example.org, +420 700 000 001") == set()


def test_a_contact_is_shown_while_both_agree_and_not_before_or_after():
    assert shown_too_early(saw(HELPER, SEEKER, 100, 101), AGREED, {}) == []
    assert shown_too_early(saw(SEEKER, HELPER, 199, 201), AGREED, {}) == []
    assert len(shown_too_early(saw(HELPER, SEEKER, 98, 99), AGREED, {})) == 1
    assert len(shown_too_early(saw(SEEKER, HELPER, 201, 202), AGREED, {})) == 1
    assert len(shown_too_early(saw(99, HELPER, 150, 151), AGREED, {})) == 1


def test_an_organisation_sees_whom_it_has_taken_on():
    given = {("pomocna-ruka", SEEKER): 50.0}
    assert shown_too_early(saw("pomocna-ruka", SEEKER, 50, 51), [], given) == []
    assert len(shown_too_early(saw("pomocna-ruka", SEEKER, 40, 41), [], given)) == 1
    assert len(shown_too_early(saw("druhy-breh", SEEKER, 50, 51), [], given)) == 1


HTML = """<form method="post" action="/language/"></form><main>
<form method="post" action="/x/share/"><input type="hidden" name="stamp" value="s">
<input type="radio" name="alone" value="yes"><input type="radio" name="alone" value="no">
<select name="km"><option value="0">0<option value="5" selected>5</select>
<textarea name="text">Hello</textarea></form><a href="/en/l/my/t/talks/1/">Talk</a></main>
<a href="/talks/">Elsewhere</a>"""


def test_a_form_is_read_as_a_browser_would():
    request = httpx.Request("GET", "http://127.0.0.1/en/need/")
    page = Page(httpx.Response(200, text=HTML, request=request))
    form = page.form("/share/")
    assert form.data == {"stamp": ["s"], "km": ["5"], "text": ["Hello"]}
    assert form.options == {"alone": ["yes", "no"]}
    assert page.links_with("/talks/") == ["/en/l/my/t/talks/1/"]
