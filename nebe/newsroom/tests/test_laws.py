"""Laws: where they are, who is told of it, and how one stops being told."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from nebe.core.crypto.models import SubjectKey
from nebe.core.mail.lists import headers_of
from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.registry import personal_data
from nebe.newsroom import following
from nebe.newsroom.models import Law, LawFollower, LawMove, Listed
from nebe.newsroom.models.laws import Stage
from nebe.newsroom.personal_data.press import followings_of
from nebe.newsroom.stages import steps_of
from nebe.newsroom.tasks.laws import law_tell
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EMAIL = "olena@example.org"
BEHIND = "This law has moved since this text was written. The stages below are the newest."


def law(language="en", slug="longer-stay"):
    return Law.objects.get(slug=slug, locale__language_code=language)


def later(client, path, **data):
    """Send the form a few seconds after it was opened."""
    page = client.get(path).text
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        return client.post(path, {"stamp": stamp, **data})


def link_in(mail):
    return re.search(r"https?://[^/]+(/\w\w/l/[^\s]+)", mail.text)[1]


def follower_of(law, *, email=EMAIL, language="uk", confirmed=True):
    found = Listed.objects.get(reader=language, key=law.translation_key)
    following.law_follow(law=found, email=email, language=language, once=f"{email}{language}")
    follower = LawFollower.objects.order_by("created_at").last()
    if confirmed:
        following.law_follow_confirm(follower=follower, actor=Actor.nobody())
    follower.refresh_from_db()
    return follower


def moved(page, *, stage="upper", tell=""):
    page.stages.append(("stage", {"stage": stage, "on": TODAY, "note": ""}))
    page.tell = tell
    page.save_revision().publish()
    return LawMove.objects.filter(key=page.translation_key).order_by("at").last()


def tell_all(move):
    law_tell(str(move.pk), str(following.NOBODY))


def told():
    return Mail.objects.filter(template="newsroom/mail/law_moved")


def test_it_works(client, pages):
    page = client.get("/en/laws/longer-stay/").text
    assert "in the lower house of parliament" in page
    assert 'aria-current="step"' in page
    assert "still ahead" in page
    assert "Families with children in school" in page
    assert f"/en/follow/{law().translation_key}/" in page
    assert "/en/laws/longer-stay/" in client.get("/en/laws/").text
    assert 'href="/uk/laws/"' in client.get("/uk/").text


@time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False)
def test_a_reader_sees_that_it_was_checked_today(client, pages):
    assert "Checked today" in client.get("/en/laws/longer-stay/").text
    with override("uk"):
        words = gettext("Checked today")
    assert words in client.get("/uk/laws/longer-stay/").text
    assert "Checked today" not in client.get("/en/laws/free-interpreter/").text


def test_the_way_of_a_law(pages):
    steps = steps_of(law())
    assert [step.state for step in steps[:4]] == ["done", "done", "done", "now"]
    assert [str(step.label) for step in steps if step.state == "ahead"] == [
        "in the senate", "with the president", "published, not in force yet", "in force",
    ]  # fmt: skip
    assert not [step for step in steps_of(law(slug="free-interpreter")) if step.state == "ahead"]


def test_a_translation_never_shows_an_old_stage(client, pages):
    moved(law())
    page = client.get("/cs/laws/longer-stay/").text
    with override("cs"):
        assert str(Stage.UPPER.label) in page
        assert gettext(BEHIND) in page
    assert Listed.objects.get(reader="cs", path="laws/longer-stay/").facts_told[0] == str(
        translated(Stage.UPPER.label, "cs")
    )


def translated(text, language):
    with override(language):
        return str(text)


def test_the_list_is_narrowed_by_stage_and_country(client, pages):
    force = client.get("/en/laws/", {"stage": "force"}).text
    assert "laws/free-interpreter/" in force
    assert "laws/longer-stay/" not in force
    assert "laws/longer-stay/" in client.get("/en/laws/", {"country": "CZ", "stage": "x"}).text
    page = client.get("/en/laws/").text
    assert '<option value="lower">' in page
    assert '<option value="withdrawn">' not in page


def test_machines_read_what_it_is(client, pages):
    page = client.get("/en/laws/free-interpreter/").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    facts = json.loads(found[1])
    assert facts["@type"] == "Legislation"
    assert facts["legislationIdentifier"] == "567/2026"
    assert facts["legislationJurisdiction"] == "PL"
    assert facts["legislationLegalForce"] == "https://schema.org/InForce"


def test_search_and_feed_find_it(client, pages):
    assert "laws/longer-stay/" in client.get("/en/search/", {"q": "employer"}).text
    assert "laws/longer-stay/" in client.get("/en/feeds/law.xml").text


def test_follow_confirm_and_stop(client, pages, django_capture_on_commit_callbacks):
    path = f"/uk/follow/{law().translation_key}/"
    assert later(client, path, email=EMAIL).url == "/uk/follow/sent/"
    follower = LawFollower.objects.get()
    assert (follower.email, follower.language, follower.confirmed_at) == (EMAIL, "uk", None)
    link = link_in(Mail.objects.get(template="newsroom/mail/law_confirm"))
    assert client.get(link).status_code == 200
    assert LawFollower.objects.get().confirmed_at is None  # a link alone does nothing
    assert client.post(link).url == "/uk/laws/longer-stay/"
    assert LawFollower.objects.get().confirmed_at
    assert client.get(link).status_code == 200  # says that it is done
    tell_all(moved(law()))
    stop = link_in(told().get())
    assert client.get(stop).status_code == 200
    assert LawFollower.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(stop).status_code == 200
    assert not LawFollower.objects.exists()
    assert not SubjectKey.objects.filter(subject=follower.pk).exists()
    assert client.get(stop).status_code == 200


def test_a_mail_program_ends_it_by_one_post(pages, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    follower_of(law())
    tell_all(moved(law()))
    mail = told().get()
    headers = headers_of(mail.list_name, mail.unsubscribe)
    assert headers["List-Id"] == "<law.127.0.0.1>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert LawFollower.objects.exists(), "a scanner follows links"
    for _twice in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not LawFollower.objects.exists()


def test_a_wrong_address_is_kept_and_told(client, pages):
    response = later(client, f"/en/follow/{law().translation_key}/", email="olena@")
    assert response.status_code == 422
    assert 'value="olena@"' in response.text
    assert not LawFollower.objects.exists()


def test_nobody_learns_who_follows(client, pages):
    follower_of(law())
    path = f"/en/follow/{law().translation_key}/"
    assert later(client, path, email=EMAIL.upper()).url == "/en/follow/sent/"
    assert LawFollower.objects.count() == 1


def test_no_mailbox_is_flooded(client, pages):
    path = f"/en/follow/{law().translation_key}/"
    for _time in range(10):
        assert later(client, path, email="flooded@example.org").status_code == 302
    assert later(client, path, email="flooded@example.org").status_code == 422


def test_an_unknown_law_cannot_be_followed(client, pages):
    assert client.get("/en/follow/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_each_is_told_once_in_their_language(pages):
    follower_of(law())
    follower_of(law(), email="petr@example.org", language="cs")
    follower_of(law(), email="nobody@example.org", language="en", confirmed=False)
    move = moved(law())
    for _again in range(3):
        tell_all(move)
    LawMove.objects.update(told_at=None)  # a worker that died before it noted the end
    tell_all(move)
    texts = {mail.language: mail.text for mail in told()}
    assert sorted(texts) == ["cs", "uk"]
    assert told().count() == 2
    assert translated(Stage.UPPER.label, "uk") in texts["uk"]
    assert law("cs").title in texts["cs"]
    assert "/cs/laws/longer-stay/" in texts["cs"]
    for mail in told():
        assert law(mail.language).title not in mail.title


def test_many_are_told_in_portions_and_an_interrupted_one_is_begun_anew(pages, monkeypatch):
    monkeypatch.setattr(following, "PORTION", 2)
    for number in range(5):
        follower_of(law(), email=f"one{number}@example.org")
    move = moved(law())
    real, calls = following.tell, []

    def dies(follower, **kwargs):
        calls.append(follower.pk)
        if len(calls) == 4:
            raise RuntimeError("killed")
        real(follower, **kwargs)

    monkeypatch.setattr(following, "tell", dies)
    last = following.law_tell_portion(move=move, after=following.NOBODY)
    with pytest.raises(RuntimeError):
        following.law_tell_portion(move=move, after=last)
    while last:
        last = following.law_tell_portion(move=move, after=last)
    assert told().count() == 5
    assert len(set(told().values_list("subject_id", flat=True))) == 5
    assert LawMove.objects.get(pk=move.pk).told_at


def test_who_comes_after_a_move_is_not_told_of_it(pages):
    move = moved(law())
    follower_of(law())
    tell_all(move)
    assert not told().exists()


def test_a_translation_published_later_tells_nobody_again(pages):
    moved(law())
    law("cs").save_revision().publish()
    page = law("uk")
    page.stages.append(("stage", {"stage": "upper", "on": TODAY, "note": "x"}))
    page.save_revision().publish()
    assert LawMove.objects.count() == 1


def test_the_editor_decides_whether_a_change_of_text_is_told(pages):
    law().save_revision().publish()
    assert not LawMove.objects.exists()
    page = law()
    page.tell = "a" * 32
    page.save_revision().publish()
    page.save_revision().publish()  # the same words once more
    assert LawMove.objects.get().is_stage is False
    assert moved(law(), tell="no").is_stage is False  # no second move
    assert LawMove.objects.count() == 1


def test_the_form_asks_anew_each_time(cast, client_for, pages):
    editor, page = client_for(cast.ema), law(slug="free-interpreter")
    raw = [
        (block.block_type, {**block.value, "on": str(block.value["on"])}) for block in page.stages
    ]
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "country": "PL",
        "type": "act",
        "number": "567/2026",
        "stages": streamfield(raw),
        "changes": streamfield([]),
        "sources": streamfield([]),
        "positions": streamfield([]),
        "tell_followers": "yes",
        "verified_on": "2026-11-26",
        "verified_by": "",
        "topics": [],
        "related": streamfield([]),
        "easy": streamfield([]),
        "body": streamfield([("paragraph", rich_text("<p>New words.</p>"))]),
        **dict.fromkeys(["responsible", "review_by", "image", "image_alt", "seo_title"], ""),
        "search_description": "",
        "action-publish": "1",
    }
    address = f"/cms/pages/{page.pk}/edit/"
    assert "tell_followers" in editor.get(address).text
    response = editor.post(address, nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors
    assert LawMove.objects.get().is_stage is False
    assert 'value="yes" checked' not in editor.get(address).text.replace("  ", " ")
    response = editor.post(address, nested_form_data({**form, "tell_followers": ""}))
    assert LawMove.objects.count() == 1


def test_a_law_that_is_gone_has_no_followers(pages, django_capture_on_commit_callbacks):
    follower = follower_of(law())
    for language in ("uk", "cs"):
        law(language).delete()
    assert LawFollower.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        law("en").delete()
    assert not LawFollower.objects.exists()
    assert not SubjectKey.objects.filter(subject=follower.pk).exists()


def test_who_is_erased_follows_nothing(cast, pages):
    follower = follower_of(law(), email=cast.olena.email)
    stranger = follower_of(law(), email="stranger@example.org")
    assert list(followings_of(cast.olena.pk)) == [follower]
    person_erase(person_id=cast.olena.pk, actor=Actor.system())
    assert list(LawFollower.objects.all()) == [stranger]


def test_what_is_kept_has_an_end(pages):
    old = follower_of(law(), confirmed=False)
    rule = next(k for k in personal_data if k.model == "nebe_newsroom.LawFollower")
    soon, late = rule.retentions
    now = timezone.now()
    assert list(soon.due(LawFollower, now + timedelta(days=8))) == [old]
    assert not soon.due(LawFollower, now + timedelta(days=6)).exists()
    following.law_follow_confirm(follower=old, actor=Actor.nobody())
    assert not soon.due(LawFollower, now + timedelta(days=900)).exists()
    assert list(late.due(LawFollower, now + timedelta(days=1096))) == [old]
    soon.anonymise(old)
    assert not LawFollower.objects.exists()


def test_dates_of_stages_are_days(pages):
    assert isinstance(law().listed_on, date)
    assert law().listed_on == TODAY - timedelta(days=20)
