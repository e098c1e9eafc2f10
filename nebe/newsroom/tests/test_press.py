"""Press: nothing before its hour, experts without addresses, logos and photos."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex
from wagtail_localize.models import String, Translation, TranslationContext, TranslationSource

from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.people.models import Membership, Role
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.registry import personal_data
from nebe.newsroom.asking import press_email
from nebe.newsroom.models import Expert, ExpertMessage, Listed, PressKit, PressRelease, Section
from nebe.newsroom.tasks.editing import pages_publish_due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = {
    "name": "Dana Malá",
    "medium": "Radio 7",
    "email": "dana@radio.example",
    "phone": "+420 555 111 222",
    "text": "We plan a broadcast about seasonal work.",
    "answer_by": "",
}


def expert(slug="marek-zielinski", language="en"):
    return Expert.objects.get(slug=slug, locale__language_code=language)


def planned(hours=2):
    """A release in two languages whose hour is still to come."""
    section = Section.objects.get(kind="press", locale__language_code="en")
    page = PressRelease(
        title="Zebra secret",
        slug="zebra",
        summary="Zebra soon.",
        live=False,
        embargo_until=timezone.now() + timedelta(hours=hours),
    )
    section.add_child(instance=page)
    page.save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(language_code="cs")
    with TestCase.captureOnCommitCallbacks(execute=True):
        Translation.objects.create(source=source, target_locale=locale).save_target(publish=True)
    return page


def everywhere(client):
    """All that anybody can read of a release."""
    addresses = [
        "/en/press/", "/cs/press/", "/vi/press/zebra/", "/en/feeds/press.xml",
        "/cs/feeds/press.xml", "/en/search/?q=zebra", "/sitemap-en.xml",
        "/en/press/zebra/", "/cs/press/zebra/", "/en/",
    ]  # fmt: skip
    return {address: client.get(address) for address in addresses}


def later(client, path, **data):
    page = client.get(path).text
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        return client.post(path, {"stamp": stamp, **data})


def ask_path(page):
    return f"/en/ask-an-expert/{page.translation_key}/"


def test_it_works(client, pages):
    page = client.get("/en/press/stay-bill/").text
    assert "Brno, <time" in page
    assert "Notes for editors" in page
    assert "/en/experts/alena-dvorska/" in page
    assert "Nebe is a network of organisations" in page
    listed = client.get("/en/press/").text
    assert "/en/experts/" in listed
    assert "/en/press-kit/" in listed


def test_journalists_find_whom_to_call(client, pages):
    page = client.get("/uk/press/two-hundred-lifts/").text
    assert "Ema Říhová, пресслужба" in page
    assert 'href="tel:+420555010140"' in page
    assert 'href="mailto:network@nebe.example.org"' in page


def test_nothing_is_known_before_the_hour(client, pages):
    page = planned()
    for address, response in everywhere(client).items():
        assert "ebra secret" not in response.text.replace("q=zebra", ""), address
        assert "/zebra/" not in response.text or response.status_code == 404, address
    assert client.get("/en/press/zebra/").status_code == 404
    assert client.get("/cs/press/zebra/").status_code == 404
    assert not Listed.objects.filter(title__contains="Zebra").exists()
    assert not Page.objects.live().filter(translation_key=page.translation_key).exists()
    pages_publish_due()
    assert client.get("/en/press/zebra/").status_code == 404


def test_at_its_hour_it_is_out_in_every_language(client, pages):
    planned()
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        pages_publish_due()
        answers = everywhere(client)
        assert {answers[f"/{code}/press/zebra/"].status_code for code in ("en", "cs")} == {200}
        for address in ("/en/press/", "/cs/feeds/press.xml", "/en/search/?q=zebra"):
            assert "/press/zebra/" in answers[address].text, address


def replanned(page, **hours):
    """As the form of the CMS does: it brings both hours along, as they stand or as typed."""
    page = page.get_latest_revision_as_object()
    for name, at in hours.items():
        setattr(page, name, at)
    page.save_revision().publish()
    return PressRelease.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_the_schedule_of_the_cms_holds_a_release_back_too(client, pages):
    page, now = planned(), timezone.now().replace(second=0, microsecond=0)
    soon, late = now + timedelta(hours=1), now + timedelta(hours=5)
    page = replanned(page, embargo_until=None)
    page.unpublish()
    page = replanned(page, go_live_at=late)
    assert (page.embargo_until, page.go_live_at, page.live) == (late, late, False)
    assert client.get("/en/press/zebra/").status_code == 404
    page = replanned(page, go_live_at=soon)
    assert page.go_live_at == late, "the later of both"
    page = replanned(page, embargo_until=soon)
    assert page.go_live_at == soon, "an old hour in the schedule does not count"
    page = replanned(page, go_live_at=late)
    assert page.embargo_until == late
    page = replanned(page, embargo_until=None)
    assert (page.go_live_at, page.live) == (None, True)


def test_a_release_without_an_hour_is_out_at_once(client, pages):
    page = PressRelease.objects.get(slug="stay-bill", locale__language_code="en")
    page.embargo_until = timezone.now() - timedelta(minutes=1)
    page.title = "Now with news"
    page.save_revision().publish()
    assert "Now with news" in client.get("/en/press/stay-bill/").text


def test_a_journalist_finds_an_expert_who_speaks_polish(client, pages):
    page = client.get("/en/experts/", {"speaks": "pl"}).text
    assert "Marek Zieliński" in page
    assert "Alena Dvorská" not in page
    assert "Marek" in client.get("/en/search/", {"q": "polish wages"}).text


@pytest.mark.parametrize("path", ["experts/marek-zielinski/", "experts/"])
def test_no_address_of_an_expert_is_public(client, pages, path):
    page = client.get(f"/en/{path}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "Marek Zieliński" in main
    main = main.replace("mailto:?", "")  # by which the page is passed on, to anybody
    for sign in ("mailto:", "tel:", "@"):
        assert sign not in main
    assert "Signed form" not in page


def test_ask_an_expert(client, pages, settings):
    settings.PRESS_EMAIL = "press@nebe.example"
    response = later(client, ask_path(expert()), **WORDS)
    assert response.url == "/en/ask-an-expert/sent/"
    message = ExpertMessage.objects.get()
    assert (message.name, message.text) == (WORDS["name"], WORDS["text"])
    raw = ExpertMessage.objects.values_list("text", flat=True).get()
    assert "seasonal" not in repr(raw)
    mail = Mail.objects.get(template="newsroom/mail/expert_asked")
    assert mail.recipient == "press@nebe.example"
    assert "/en/console/press/" in mail.text
    for word in ("Dana", "Radio", "dana@", "seasonal", "Marek"):
        assert word not in mail.title + mail.text


def test_the_same_form_twice_is_one_message(client, pages, settings):
    settings.PRESS_EMAIL = "press@nebe.example"
    path = ask_path(expert())
    stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(path).text)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        for _time in range(2):
            assert client.post(path, {"stamp": stamp, **WORDS}).status_code == 302
    assert ExpertMessage.objects.count() == 1
    assert Mail.objects.filter(template="newsroom/mail/expert_asked").count() == 1


def test_what_is_wrong_is_told_and_kept(client, pages):
    words = {**WORDS, "email": "x@", "text": "hi", "answer_by": "2020-01-01"}
    response = later(client, ask_path(expert()), **words)
    assert response.status_code == 422
    assert "This day is over" in response.text
    assert "Dana Malá" in response.text
    assert not ExpertMessage.objects.exists()
    assert later(client, ask_path(expert()), **WORDS, homepage="x").status_code == 422


def test_nobody_floods_the_press_office(client, pages):
    words = {**WORDS, "email": "flood@radio.example"}
    for _time in range(10):
        assert later(client, ask_path(expert()), **words).status_code == 302
    assert later(client, ask_path(expert()), **words).status_code == 422


def test_only_experts_who_are_shown_can_be_asked(client, pages):
    path = ask_path(expert())
    for language in ("en", "cs", "uk"):
        expert(language=language).unpublish()
    assert client.get(path).status_code == 404
    release = PressRelease.objects.filter(slug="stay-bill").first()
    assert client.get(ask_path(release)).status_code == 404


def test_editors_read_and_answer(client, cast, client_for, pages):
    later(client, ask_path(expert()), **WORDS)
    message, editor = ExpertMessage.objects.get(), client_for(cast.ema)
    page = editor.get("/en/console/press/").text
    assert WORDS["text"] in page
    assert "Marek Zieliński" in page
    assert client_for(cast.jana).get("/en/console/press/").status_code == 404
    assert editor.post(f"/en/console/press/{message.pk}/answered/").status_code == 302
    message.refresh_from_db()
    assert message.answered_at
    assert AuditEntry.objects.filter(action="expert.answered").count() == 1
    assert "Mark as answered" not in editor.get("/en/console/press/").text


def test_editors_of_members_do_not_read_them(client, cast, client_for, pages):
    later(client, ask_path(expert()), **WORDS)
    message = ExpertMessage.objects.get()
    assert "/en/console/press/" in client_for(cast.ema).get("/en/console/").text
    Membership.objects.create(user=cast.jana, organisation=cast.pomoc, role=Role.EDITOR)
    editor = client_for(cast.jana)
    assert editor.get("/en/console/press/").status_code == 404
    assert editor.post(f"/en/console/press/{message.pk}/answered/").status_code == 404
    assert "/en/console/press/" not in editor.get("/en/console/").text
    message.refresh_from_db()
    assert not message.answered_at


def test_messages_are_forgotten(client, cast, pages):
    later(client, ask_path(expert()), **{**WORDS, "email": cast.olena.email})
    message = ExpertMessage.objects.get()
    rule = next(k for k in personal_data if k.model == "nebe_newsroom.ExpertMessage").retention
    assert not rule.due(ExpertMessage, timezone.now() + timedelta(days=89)).exists()
    assert list(rule.due(ExpertMessage, timezone.now() + timedelta(days=91))) == [message]
    person_erase(person_id=cast.olena.pk, actor=Actor.system())
    assert not ExpertMessage.objects.exists()


def test_an_expert_who_takes_the_agreement_back_is_gone(client, pages):
    key = expert().translation_key
    person_erase(person_id=key, actor=Actor.system())
    assert client.get("/en/experts/marek-zielinski/").status_code == 404
    assert not Listed.objects.filter(key=key).exists()
    assert not Expert.objects.filter(translation_key=key).exists()


def test_nothing_of_an_expert_stays(pages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    portrait = get_image_model().objects.create(title="Portrait", file=get_test_image_file())
    page = expert()
    page.image = portrait
    page.save_revision(log_action=True).publish()
    ReferenceIndex.create_or_update_for_object(page)
    assert String.objects.filter(data=page.summary).exists()
    assert PageLogEntry.objects.filter(label=page.title).exists()
    person_erase(person_id=page.translation_key, actor=Actor.system())
    assert not String.objects.filter(data=page.summary).exists()
    assert not TranslationContext.objects.filter(object_id=page.translation_key).exists()
    assert not PageLogEntry.objects.filter(label=page.title).exists()
    assert not get_image_model().objects.filter(pk=portrait.pk).exists()


def test_nobody_is_shown_without_an_agreement(pages):
    page = expert()
    for day in (None, timezone.localdate() + timedelta(days=1)):
        page.consent_on = day
        with pytest.raises(ValidationError):
            page.full_clean()


def test_the_press_kit(client, pages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(
        title="Door", file=get_test_image_file(size=(900, 600))
    )
    page = PressKit.objects.get(locale__language_code="en")
    photo = {"image": image, "alt": "An open door", "credit": "Eva Malá", "licence": "CC BY 4.0"}
    page.photos.append(("photo", photo))
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    text = client.get("/en/press-kit/").text
    assert "Nebe je síť organizací" in text
    assert '<p lang="uk" dir="ltr">' in text
    assert "Eva Malá" in text
    assert "CC BY 4.0" in text
    file = page.logos[0].value["file"]
    drawing = client.get(f"/en/files/{file.pk}/{file.name}")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "sandbox" in drawing["Content-Security-Policy"]
    assert client.get(f"/en/pictures/{image.pk}/1280.webp").status_code == 200


def test_without_an_address_of_its_own_the_office_is_told(cast, settings):
    settings.PRESS_EMAIL = ""
    assert press_email() == cast.office.email
