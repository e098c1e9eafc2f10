"""Who shows themselves in the team agreed to it, and can take that back everywhere."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import String, TranslationSource

from nebe.core.people.models import Organisation
from nebe.core.privacy.registry import personal_data
from nebe.core.privacy.retention import retain
from nebe.newsroom.models import Facet, Listed, OrganisationPage, TeamMember
from nebe.newsroom.starter.links import organisations_link
from nebe.newsroom.starter.parse import drafts

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KIND = next(kind for kind in personal_data if kind.model == "nebe_newsroom.TeamMember")


def member(language="en", slug="lenka-havlickova"):
    return TeamMember.objects.get(slug=slug, locale__language_code=language)


@pytest.fixture
def portrait(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ImageFile(io.BytesIO(get_test_image_file(size=(400, 400)).file.getvalue()), name="l.png")
    return get_image_model().objects.create(title="Lenka", file=file)


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def test_it_works(client, pages):
    page = client.get("/cs/team/lenka-havlickova/").text
    assert "Poradkyně pro bydlení a pobyt" in page
    assert 'href="tel:+420555010131"' in page
    assert "angličtina" in page.lower()
    assert "Oksana Melnyk" in client.get("/cs/team/").text


def test_the_list_is_narrowed_by_language(client, pages):
    page = client.get("/en/team/", {"language": "uk"}).text
    assert "Oksana Melnyk" in page
    assert "Lenka" not in page


def test_what_was_not_agreed_to_is_not_kept(client, pages, portrait):
    page = publish(member(), image=portrait, image_alt="Lenka smiles", agreed_to=["languages"])
    page.refresh_from_db()
    assert (page.phone, page.email, page.summary, page.image) == ("", "", "", None)
    shown = client.get("/en/team/lenka-havlickova/").text
    assert "lenka@nebe.example" not in shown
    assert "waiting rooms" not in shown


def test_a_portrait_is_shown_with_a_yes(client, pages, portrait):
    publish(member(), image=portrait, image_alt="Lenka smiles", agreed_to=["portrait"])
    assert 'alt="Lenka smiles"' in client.get("/en/team/").text
    assert client.get(f"/en/pictures/{portrait.pk}/320.webp").status_code == 200


def test_a_yes_taken_back_in_one_language_ends_in_all(client, pages, portrait):
    publish(member(), image=portrait, image_alt="Lenka", agreed_to=["portrait", "contact"])
    assert f"/pictures/{portrait.pk}/" in client.get("/uk/team/lenka-havlickova/").text
    publish(member("cs"), agreed_to=[])
    for language in ("en", "cs", "uk"):
        page = client.get(f"/{language}/team/lenka-havlickova/").text
        assert "lenka@nebe.example" not in page
        assert f"/pictures/{portrait.pk}/" not in page
        assert f"/pictures/{portrait.pk}/" not in client.get(f"/{language}/team/").text
    assert client.get(f"/en/pictures/{portrait.pk}/320.webp").status_code == 404
    assert not get_image_model().objects.filter(pk=portrait.pk).exists()
    assert "lenka@nebe.example" not in str(list(Revision.objects.values_list("content")))
    assert not Facet.objects.filter(key=member().translation_key, kind="language").exists()


def block(image):
    value = {"type": "picture", "value": {"image": image.pk, "alt": "Lenka smiles"}, "id": "1"}
    return json.dumps([value, {"type": "call_out", "value": "She listens.", "id": "2"}])


@pytest.mark.parametrize("name", ["body", "easy"])
def test_pictures_in_her_words_are_portraits_too(pages, portrait, name):
    agreed = ["portrait", "words"]
    publish(member(), agreed_to=agreed, **{name: block(portrait)})
    publish(member("cs"), role="Poradkyně")
    assert get_image_model().objects.filter(pk=portrait.pk).exists()
    publish(member("cs"), agreed_to=["words"])
    left = getattr(member(), name)
    assert [each.value for each in left] == ["She listens."]
    assert not get_image_model().objects.filter(pk=portrait.pk).exists()
    assert "Lenka smiles" not in str(list(Revision.objects.values_list("content")))


def test_without_words_the_easy_text_goes_too(pages, portrait):
    publish(member(), agreed_to=["portrait"], easy=block(portrait))
    assert not member().easy
    assert "She listens." not in str(list(Revision.objects.values_list("content")))


def test_what_is_planned_changes_no_other_language(pages):
    page = member("cs")
    page.unpublish()
    publish(member("cs"), agreed_to=[], go_live_at=timezone.now() + timedelta(days=1))
    assert member().email == "lenka@nebe.example"


def test_a_name_is_no_string_to_translate(pages):
    assert not String.objects.filter(data__contains="Havlíčková").exists()


def test_whoever_asks_gets_it_told_and_erased(pages, cast):
    publish(member(), account=cast.jana, easy=[("call_out", "She listens.")])
    rows = list(KIND.find(cast.jana.pk))
    assert len(rows) == 3
    said = {str(key): value for key, value in KIND.export(rows[0]).items()}
    assert said["Name"] == "Lenka Havlíčková"
    assert said["E-mail"] == "lenka@nebe.example"
    assert "waiting rooms" in said["Summary"]
    assert said["Easy to read"] == "She listens."
    key = rows[0].translation_key
    assert KIND.erase_rows(cast.jana.pk) == 3
    assert not TeamMember.objects.filter(translation_key=key).exists()
    assert not Listed.objects.filter(key=key).exists()
    assert not TranslationSource.objects.filter(object_id=key).exists()
    for words in ("Havlíčková", "waiting rooms", "lenka@nebe.example"):
        assert words not in str(list(Revision.objects.values_list("content", "object_str")))
        assert words not in str(list(String.objects.values_list("data")))
        assert words not in str(list(PageLogEntry.objects.values_list("label", "data")))


def test_a_page_taken_down_is_deleted_after_its_time(pages):
    page = member()
    page.unpublish()
    list(retain(now=timezone.now() + timedelta(days=29)))
    assert TeamMember.objects.filter(pk=page.pk).exists()
    list(retain(now=timezone.now() + timedelta(days=31)))
    assert not TeamMember.objects.filter(pk=page.pk).exists()
    assert TeamMember.objects.filter(slug="oksana-melnyk").count() == 3


def test_a_page_that_came_back_is_kept(pages):
    page = member()
    page.unpublish()
    page.refresh_from_db()
    page.save_revision().publish()
    list(retain(now=timezone.now() + timedelta(days=400)))
    assert TeamMember.objects.filter(pk=page.pk).exists()


def organisation(**fields):
    return Organisation.objects.create(
        name="Mosty Plzeň", slug="mosty-plzen", kind="member", status="active",
        email="info@mosty.example", **fields,
    )  # fmt: skip


def test_pages_are_tied_to_organisations_that_come_later(client, pages):
    organisation()
    organisations_link(drafts("en"))
    for language in ("en", "cs", "uk"):
        page = client.get(f"/{language}/partners/mosty-plzen/").text
        assert "mailto:info@mosty.example" in page
        assert f'href="/{language}/team/lenka-havlickova/"' in page
        assert f'href="/{language}/activities/evening-courses/"' in page


def test_an_organisation_that_is_closed_shows_no_contacts(client, pages):
    found = organisation()
    organisations_link(drafts("en"))
    Organisation.objects.filter(pk=found.pk).update(status="closed")
    page = client.get("/en/partners/mosty-plzen/").text
    assert "info@mosty.example" not in page
    assert "/organisations/mosty-plzen/" not in page


def test_partners_are_narrowed_by_kind(client, pages):
    page = client.get("/en/partners/", {"relation": "partner"}).text
    assert "Otevřená škola" in page
    assert "Fundacja Przystań" not in page


def test_the_logo_of_the_organisation_stands_in_the_list(client, pages):
    organisation(logo="organisations/logo.webp")
    organisations_link(drafts("en"))
    assert 'src="/en/organisations/mosty-plzen/logo/"' in client.get("/en/partners/").text
    assert OrganisationPage.objects.filter(organisation__slug="mosty-plzen").count() == 3
