"""Pages over time: the clock, old addresses, review, a second reader, what readers say."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from nebe.core.mail.models import Mail
from nebe.core.people.cms import cms_rights_sync
from nebe.core.people.models import Membership, Role
from nebe.newsroom.editing import review, schedule
from nebe.newsroom.models import Listed, NewsItem, PageFeedback
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def item(language="en", slug="legal-day"):
    return NewsItem.objects.get(slug=slug, locale__language_code=language)


def publish(page, capture, **values):
    for name, value in values.items():
        setattr(page, name, value)
    with capture(execute=True):
        page.save_revision().publish()


def test_a_page_comes_and_goes_by_the_clock(pages, client, django_capture_on_commit_callbacks):
    page, now = item(), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
        item("cs").unpublish()
    page = item()
    page.go_live_at = now + timedelta(hours=1)
    page.save_revision().publish()
    assert client.get("/en/news/legal-day/").status_code == 200  # in Ukrainian, with a note
    assert not item().live
    revision = item().scheduled_revision
    due = now - timedelta(minutes=1)  # as it is after two hours
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save()
    with django_capture_on_commit_callbacks(execute=True):
        schedule.publish_scheduled()
    assert item().live
    NewsItem.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        schedule.publish_scheduled()
    assert not item().live
    assert not item("uk").live
    assert not Listed.objects.filter(key=page.translation_key).exists()
    assert client.get("/en/news/legal-day/").status_code == 404


def test_a_translation_that_expires_takes_nothing_with_it(
    pages, django_capture_on_commit_callbacks
):
    past = timezone.now() - timedelta(minutes=1)
    NewsItem.objects.filter(pk=item("uk").pk).update(expire_at=past)
    with django_capture_on_commit_callbacks(execute=True):
        schedule.publish_scheduled()
    assert not item("uk").live
    assert item().live


def test_old_addresses_lead_on(pages, client, django_capture_on_commit_callbacks):
    for language in ("en", "cs", "uk"):
        publish(item(language), django_capture_on_commit_callbacks, slug="day-of-law")
    for language in ("en", "ar"):
        answer = client.get(f"/{language}/news/legal-day/")
        assert (answer.status_code, answer["Location"]) == (
            301,
            f"/{language}/news/day-of-law/",
        )
    for language in ("en", "cs", "uk"):
        page = item(language, slug="day-of-law")
        publish(page, django_capture_on_commit_callbacks, slug="legal-day")
    assert client.get("/en/news/legal-day/").status_code == 200
    assert client.get("/en/news/day-of-law/")["Location"] == "/en/news/legal-day/"


def test_what_stands_below_a_moved_page_is_found_too(
    pages, client, django_capture_on_commit_callbacks
):
    news = Page.objects.get(slug="news", locale__language_code="en").specific
    publish(news, django_capture_on_commit_callbacks, slug="reports")
    answer = client.get("/en/news/legal-day/")
    assert answer["Location"] == "/en/reports/legal-day/"


def test_an_editor_writes_an_old_address(pages, editor, client):
    form = {"old_path": "/2019/05/old-post", "site": "", "is_permanent": "on"}
    added = editor.post(
        "/cms/redirects/add/", form | {"redirect_page": str(item().pk), "redirect_link": ""}
    )
    assert added.status_code == 302, added.context["form"].errors
    assert Redirect.objects.get().redirect_page_id == item().pk
    assert client.get("/cs/2019/05/old-post/")["Location"] == "/cs/news/legal-day/"
    item().unpublish()
    item("cs").unpublish()
    item("uk").unpublish()
    assert client.get("/cs/2019/05/old-post/").status_code == 404


def test_pages_to_look_at_again(pages, cast, editor, django_capture_on_commit_callbacks):
    NewsItem.objects.filter(pk=item().pk).update(
        review_by=TODAY - timedelta(days=3), responsible=cast.ema
    )
    found = [one for one in review.due(today=TODAY) if one.page.pk == item().pk]
    assert [one.is_over for one in found] == [True]
    listed = editor.get("/cms/editing/review/?mine").text
    assert item().title in listed
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/cms/editing/review/{item().pk}/")
    again = timezone.localdate() + review.AGAIN
    assert {item(code).review_by for code in ("en", "cs", "uk")} == {again}
    assert item().get_latest_revision_as_object().review_by == again
    assert item().title not in editor.get("/cms/editing/review/?mine").text


def test_still_right_publishes_no_draft(pages, cast, django_capture_on_commit_callbacks):
    draft = item()
    draft.title = "Not yet"
    draft.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        review.still_right(page=item(), user=cast.ema, today=TODAY)
    assert item().title != "Not yet"
    assert item().get_latest_revision_as_object().title == "Not yet"
    assert item().review_by == TODAY + review.AGAIN


def test_whoever_looks_after_pages_is_reminded_once_a_week(pages, cast):
    NewsItem.objects.filter(pk=item().pk).update(review_by=TODAY, responsible=cast.ema)
    for day in (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30)):
        review.remind(today=day)
    mails = Mail.objects.filter(template="newsroom/mail/review")
    assert mails.count() == 2
    assert mails.first().recipient == cast.ema.email


def test_a_colleague_publishes_what_an_editor_sent(
    pages, cast, editor, client_for, client, django_capture_on_commit_callbacks
):
    other = cast.adam
    Membership.objects.filter(user=other).update(role=Role.EDITOR, organisation=cast.office)
    cms_rights_sync(user=other)
    page = item()
    page.title = "Day of law"
    page.save_revision(user=cast.ema)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_workflow().start(page, cast.ema)
    assert item().title != "Day of law"
    told = Mail.objects.filter(template="newsroom/mail/second_reader")
    assert {mail.recipient for mail in told} == {other.email}
    assert "Day of law" not in told.first().title
    state = item().current_workflow_task_state
    assert state.task.specific.get_actions(item(), cast.ema) == []
    path = f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    editor.post(path)
    assert item().title != "Day of law"
    form = client_for(other).get(f"/cms/pages/{page.pk}/edit/", HTTP_ACCEPT_LANGUAGE="uk").text
    assert "Схвалити й опублікувати" in form
    assert "and Publish" not in form, "Wagtail adds it to a name that says so already"
    with django_capture_on_commit_callbacks(execute=True):
        client_for(other).post(path)
    assert item().title == "Day of law"
    assert "Day of law" in client.get("/en/news/legal-day/").text


def test_a_reader_says_what_was_missing(pages, client, editor):
    page = client.get("/uk/news/legal-day/").text
    assert "/uk/was-it-useful/news/legal-day/?useful=no" in page
    path = "/uk/was-it-useful/news/legal-day/"
    assert 'value="no" required' in client.get(f"{path}?useful=no").text.replace("checked ", "")
    assert client.post(path, {"text": "x"}).status_code == 422
    answer = client.post(path, {"useful": "no", "text": "Де це?"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/uk/was-it-useful/thanks/"
    said = PageFeedback.objects.get()
    assert (said.language, said.useful, said.text) == ("uk", False, "Де це?")
    assert "Де це?" in editor.get("/cms/editing/feedback/").text
    editor.post(f"/cms/editing/feedback/{said.pk}/")
    assert "Де це?" not in editor.get("/cms/editing/feedback/").text
    assert 'name="again"' in (done := editor.get("/cms/editing/feedback/?done=1").text)
    assert "Де це?" in done
    for _twice in range(2):  # pressed again, nothing turns round
        editor.post(f"/cms/editing/feedback/{said.pk}/", {"again": "1"})
        assert "Де це?" in editor.get("/cms/editing/feedback/").text
    said.refresh_from_db()
    assert (said.done_at, said.done_by) == (None, None)


def test_pages_that_help_least_come_first(pages, client, editor):
    for number in range(6):
        client.post("/en/was-it-useful/news/legal-day/", {"useful": "yes" if number == 0 else "no"})
    assert "17 %" in editor.get("/cms/editing/feedback/").text


def test_too_many_answers_from_one_network(pages, client, monkeypatch):
    cache.clear()
    monkeypatch.setattr("nebe.newsroom.views.feedback.PER_NETWORK", "1/h")
    path = "/en/was-it-useful/news/legal-day/"
    client.post(path, {"useful": "no"})
    answer = client.post(path, {"useful": "no", "text": "kept words"})
    assert answer.status_code == 429
    assert "kept words" in answer.text
    assert PageFeedback.objects.count() == 1


def test_no_feedback_of_what_is_not_there(pages, client):
    assert client.get("/en/was-it-useful/no-such-page/").status_code == 404
    assert client.get("/en/was-it-useful/news/").status_code == 404  # a list
