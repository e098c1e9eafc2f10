"""A press release is given to outlets before its hour, by links that can be taken back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from nebe.core.people.models import Membership, Role
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.tasks import retention_apply
from nebe.newsroom.models import PressLink, PressRelease
from nebe.newsroom.tasks.editing import pages_publish_due
from nebe.newsroom.testing import asks_first

from .test_press import planned

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.ema)


def given(editor, page, outlet="Radio 7"):
    """The path of a new link."""
    address = f"/en/console/press/before/{page.translation_key}/"
    told = editor.post(address, {"outlet": outlet}).text
    return re.search(r"https?://[^/<]+(/en/l/press/[^<]+)</code>", told)[1]


def test_it_works(editor, client, pages):
    page = planned()
    path = given(editor, page)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Zebra secret" in answer.text
    assert "Not before" in answer.text
    assert "Radio 7" in answer.text
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert "og:image" not in answer.text
    assert client.get(path.replace("/en/", "/cs/", 1)).status_code == 200
    assert client.get("/en/press/zebra/").status_code == 404


def test_who_opened_it_is_not_known_only_how_often(editor, client, pages):
    page = planned()
    path = given(editor, page)
    link = PressLink.objects.get()
    assert (link.opened, link.first_opened_at) == (0, None)
    for _time in range(2):
        client.get(path, headers={"user-agent": "Radio 7 desktop"})
    client.head(path)
    link.refresh_from_db()
    assert link.opened == 2
    assert link.first_opened_at < link.last_opened_at
    shown = editor.get(f"/en/console/press/before/{page.translation_key}/").text
    assert '<td data-label="How often opened">2</td>' in shown
    assert {field.name for field in PressLink._meta.fields} == {
        *("id", "key", "outlet", "created_at", "revoked_at"),
        *("opened", "first_opened_at", "last_opened_at"),
    }


def test_a_link_that_was_taken_back_opens_nothing(editor, client, pages):
    page = planned()
    theirs, others = given(editor, page), given(editor, page, "Weekly")
    row = PressLink.objects.get(outlet="Radio 7")
    asked = editor.get(f"/en/console/press/before/{page.translation_key}/").text
    assert asks_first(asked, f"form[action$='/press/links/{row.pk}/revoke/'] button")
    assert "You cannot take this back." in asked
    for _time in range(2):
        assert editor.post(f"/en/console/press/links/{row.pk}/revoke/").status_code == 302
    answer = client.get(theirs)
    assert answer.status_code == 410
    assert "Zebra" not in answer.text
    assert client.get(others).status_code == 200
    assert AuditEntry.objects.filter(action="press.link").count() == 2
    assert AuditEntry.objects.filter(action="press.link_end").count() == 1


def test_what_was_given_is_forgotten(editor, pages):
    page = planned()
    given(editor, page)
    given(editor, page, "Weekly")
    now = timezone.now()
    PressLink.objects.filter(outlet="Weekly").update(revoked_at=now - timedelta(days=91))
    retention_apply()
    assert [link.outlet for link in PressLink.objects.all()] == ["Radio 7"]
    PressLink.objects.update(created_at=now - timedelta(days=181))
    retention_apply()
    assert not PressLink.objects.exists()


def test_at_its_hour_the_link_leads_on(editor, client, pages):
    path = given(editor, planned())
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        pages_publish_due()
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/en/press/zebra/")
        assert client.get(answer["Location"]).status_code == 200


def test_what_nobody_approved_is_read_by_nobody(editor, client, pages):
    page = planned()
    path = given(editor, page)
    draft = page.get_latest_revision_as_object()
    draft.title = "Half a sentence"
    draft.save_revision()
    assert "Zebra secret" in client.get(path).text
    assert "Half a sentence" not in client.get(path).text
    page.revisions.update(approved_go_live_at=None)
    for language in ("cs", "en"):
        PressRelease.objects.get(
            translation_key=page.translation_key, locale__language_code=language
        ).revisions.update(approved_go_live_at=None)
    assert client.get(path).status_code == 410
    address = f"/en/console/press/before/{page.translation_key}/"
    assert editor.post(address, {"outlet": "Radio 7"}).status_code == 404


def test_pictures_come_with_the_public_page(editor, client, pages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="Door", file=get_test_image_file())
    page = planned()
    page = page.get_latest_revision_as_object()
    page.image = image
    page.body = [
        ("paragraph", "<p>Words of it.</p>"),
        ("picture", {"image": image, "alt": "A door"}),
    ]
    page.save_revision().publish()
    answer = client.get(given(editor, page)).text
    assert "Words of it." in answer
    assert "<picture" not in answer
    assert f"/pictures/{image.pk}/" not in answer


def test_only_the_press_office_gives_it_away(editor, client_for, cast, pages):
    page = planned()
    address = f"/en/console/press/before/{page.translation_key}/"
    assert page.title in editor.get("/en/console/press/before/").text
    Membership.objects.create(user=cast.jana, organisation=cast.pomoc, role=Role.EDITOR)
    other = client_for(cast.jana)
    assert other.get("/en/console/press/before/").status_code == 404
    assert other.post(address, {"outlet": "Radio 7"}).status_code == 404
    given(editor, page)
    row = PressLink.objects.get()
    assert other.post(f"/en/console/press/links/{row.pk}/revoke/").status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None


def test_the_form_of_the_cms_leads_there(editor, pages):
    page = planned()
    there = f"/en/console/press/before/{page.translation_key}/"
    assert there in editor.get(f"/cms/pages/{page.pk}/edit/").text
    public = PressRelease.objects.get(slug="stay-bill", locale__language_code="en")
    assert "/press/before/" not in editor.get(f"/cms/pages/{public.pk}/edit/").text
