"""Newsletters as editors compose them, and as they are read on the site."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from nebe.core.jobs.worker import run_due
from nebe.core.mail.models import Mail
from nebe.newsroom.models import Listed, Newsletter
from nebe.newsroom.newsletters.composing import choice, draft_start
from nebe.newsroom.newsletters.letter import letter_render
from nebe.newsroom.tasks.newsletters import newsletters_go_on
from nebe.newsroom.testing import TODAY

from .test_newsletters import LINK, _clean, ask, newsletter, path_in, subscriber  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_editor_composes_in_a_few_clicks(pages, editor, cast, client):
    subscriber("olena@example.org", language="cs")
    listed = Listed.objects.filter(reader="en", kind="news").order_by("-date")
    since, until_day = TODAY - timedelta(days=90), TODAY
    answer = editor.post(
        "/cms/newsletters/new/", {"since": since.isoformat(), "until": until_day.isoformat()}
    )
    draft = Newsletter.objects.get()
    assert answer.url == f"/cms/newsletters/{draft.pk}/"
    inside = {str(one.key) for one in listed if since <= one.date <= until_day}
    assert inside
    assert inside <= set(draft.items)
    assert not Listed.objects.filter(key__in=draft.items, kind="page").exists()
    page = editor.get(answer.url).text
    assert page.count(" checked") >= len(inside)
    keep = sorted(inside)[:2]
    answer = editor.post(
        answer.url, {"items": keep, "title_en": "Autumn", "introduction_cs": "Milí <čtenáři>,"}
    )
    page = editor.get(f"/cms/newsletters/{draft.pk}/").text
    offered = re.findall(r'name="items" value="([^"]+)"[^>]*( checked)', page)
    first = re.findall(r'name="items" value="([^"]+)"', page)[: len(keep)]
    assert {key for key, _checked in offered} == set(first) == set(keep), "what is in it is on top"
    look = editor.get(f"{answer.url}?language=cs").text
    assert "Milí &lt;čtenáři&gt;," in look, "as plain text"
    page = html.unescape(re.search(r'srcdoc="([^"]*)"', look)[1])
    assert page.strip().endswith("</html>")
    assert "Milí &lt;čtenáři&gt;," in page
    act = f"/cms/newsletters/{draft.pk}/act/"
    editor.post(act, {"act": "test", "language": "cs"})
    mail = Mail.objects.get()
    assert mail.recipient == cast.ema.email
    assert mail.language == "cs"
    assert not mail.unsubscribe
    assert Newsletter.objects.get().status == "draft"
    here = f"/cms/newsletters/{draft.pk}/look/"
    past = editor.post(here, {"at": "2020-01-01T10:00"})
    assert past.status_code == 422
    assert 'value="2020-01-01T10:00"' in past.text, "what was typed stays"
    assert Newsletter.objects.get().status == "draft"
    moment = timezone.localtime() + timedelta(hours=2)
    editor.post(here, {"at": moment.strftime("%Y-%m-%dT%H:%M")})
    assert Newsletter.objects.get().status == "scheduled"
    assert client.get(f"/en/newsletter/archive/{draft.pk}/").status_code == 404
    newsletters_go_on()
    assert Mail.objects.count() == 1
    assert editor.get(f"/cms/newsletters/{draft.pk}/").status_code == 302
    editor.post(act, {"act": "stop"})
    assert Newsletter.objects.get().status == "draft"
    editor.post(act, {"act": "send"})
    assert Newsletter.objects.get().status == "sending"
    editor.post(act, {"act": "stop"})
    run_due()
    assert Mail.objects.count() == 1
    editor.post(act, {"act": "go_on"})
    run_due()
    assert Newsletter.objects.get().sent == 1
    assert "Autumn" in editor.get("/cms/newsletters/").text
    editor.post(act, {"act": "discard"})
    assert Newsletter.objects.exists()
    assert editor.post(act, {"act": "nonsense"}).status_code == 404


def test_what_is_past_is_not_offered_and_what_comes_is(pages):
    rows = Listed.objects.filter(reader="en")
    keys = list(rows.filter(kind="news").values_list("key", flat=True)[:1])
    today, day = timezone.localdate(), timedelta(days=1)
    rows.filter(key=keys[0]).update(date=today - day)
    events = list(rows.filter(kind="event").values_list("key", flat=True)[:2])
    jobs = list(rows.filter(kind="vacancy").values_list("key", flat=True)[:2])
    rows.filter(key=events[0]).update(date=today - 2 * day, until=today - day)
    rows.filter(key=events[1]).update(date=today + 9 * day, until=today + 9 * day)
    rows.filter(key=jobs[0]).update(date=today - 2 * day, until=today - day)
    rows.filter(key=jobs[1]).update(date=today - 2 * day, until=today + day)
    rows.filter(kind__in=["expert", "area"]).update(date=today - day)
    made = draft_start(since=today - 7 * day, until=today, topic=None, language="en", by=None)
    assert {str(key) for key in (keys[0], events[1], jobs[1])} <= set(made.items)
    assert not {str(events[0]), str(jobs[0])} & set(made.items)
    standing = {"page", "expert", "presskit", "area", "organisation", "member", "point"}
    assert not rows.filter(key__in=made.items, kind__in=standing).exists()
    offered = {item.key for item in choice(made, "en")}
    assert set(rows.filter(kind="expert").values_list("key", flat=True)) <= offered
    assert not {events[0], jobs[0]} & offered


def test_nothing_is_sent_without_title_items_readers(pages, editor):
    draft = newsletter("draft")
    act = f"/cms/newsletters/{draft.pk}/act/"
    moment = timezone.localtime() + timedelta(hours=2)
    typed = {"at": moment.strftime("%Y-%m-%dT%H:%M")}
    later = editor.post(f"/cms/newsletters/{draft.pk}/look/", typed)
    assert later.status_code == 422
    assert f'value="{typed["at"]}"' in later.text
    editor.post(act, {"act": "send"})
    assert Newsletter.objects.get().status == "draft", "nobody would get it"
    subscriber("a@example.org")
    for values in ({"title": {}}, {"items": []}):
        Newsletter.objects.update(**{"title": {"en": "x"}, "items": ["x"]} | values)
        editor.post(act, {"act": "send"})
        assert Newsletter.objects.get().status == "draft"
    editor.post(act, {"act": "discard"})
    assert not Newsletter.objects.exists()


def test_what_cannot_be_undone_is_asked_for_once_more(pages, editor):
    draft = newsletter("draft")
    page = editor.get(f"/cms/newsletters/{draft.pk}/look/").text
    folded = "".join(re.findall(r"<details.*?</details>", page, re.DOTALL))
    for act in ("send", "discard"):
        assert page.count(f'value="{act}"') == folded.count(f'value="{act}"') == 1


def test_a_scheduled_one_begins_by_the_clock(pages):
    subscriber("a@example.org")
    newsletter("scheduled", begun_at=None, send_at=timezone.now() - timedelta(minutes=1))
    newsletters_go_on.enqueue()
    run_due()
    letter = Newsletter.objects.get()
    assert (letter.status, letter.sent) == ("sent", 1)
    assert letter.begun_at


def test_the_archive(pages, client, django_assert_max_num_queries):
    assert client.get("/uk/newsletter/archive/").status_code == 200
    letters = [newsletter("sent") for _each in range(5)]
    with django_assert_max_num_queries(12):
        page = client.get("/cs/newsletter/archive/").text
    assert page.count("Podzim") == 5
    page = client.get(f"/uk/newsletter/archive/{letters[0].pk}/").text
    item = Listed.objects.get(reader="uk", key=letters[0].items[0])
    assert item.title in page
    assert '<span lang="en" dir="ltr">Autumn</span>' in page
    assert client.get(f"/uk/newsletter/archive/{newsletter('draft').pk}/").status_code == 404


def test_what_was_taken_down_is_gone_from_letters_too(pages, client):
    letter = newsletter("sent")
    item = Listed.objects.get(reader="en", key=letter.items[0])
    Listed.objects.filter(key=item.key).delete()
    assert item.title not in client.get(f"/en/newsletter/archive/{letter.pk}/").text
    assert item.title not in letter_render(letter, "en").text
