"""What a member translates shows no more than its own, and what the network gave the original."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, Translation
from wagtail_localize.operations import translate_object

from nebe.newsroom.models import NewsItem, OrganisationPage
from nebe.newsroom.parts import services
from nebe.newsroom.translating.side_by_side import side_by_side, texts_save

from .test_parts import SYSTEM, own_page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def translation(pages, cast):
    """Of a page of Hana's part, which she may publish, into Czech; all of it is translated."""
    for page in OrganisationPage.objects.filter(slug="mosty-plzen"):
        page.organisation = cast.breh
        page.save()
    part = services.part_create(organisation=cast.breh, actor=SYSTEM)
    services.part_publishes_set(part=part, publishes=True, actor=SYSTEM)
    given = picture("ours.png", collection=part.collection)
    news = NewsItem(title="Tea", summary="Come in.", image=given, image_alt="A cup")
    own_page(part).add_child(instance=news)
    news.save_revision().publish()
    translate_object(news, [Locale.objects.get(language_code="cs")])
    found = Translation.objects.get(source__object_id=news.translation_key)
    texts = side_by_side(found).texts
    posted = {f"text-{text.id}": text.source for text in texts}
    texts_save(found, posted | {f"was-{text.id}": text.was for text in texts}, cast.hana)
    return found


def picture(name, **fields):
    return get_image_model().objects.create(title=name, file=get_test_image_file(name), **fields)


def test_a_member_puts_no_foreign_picture_into_a_translation(translation, cast, client_for):
    theirs = picture("theirs.png")
    segment = translation.source.overridablesegment_set.get(context__path="image")
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    form = {"content_type": "application/x-www-form-urlencoded"}
    answer = client_for(cast.hana).put(address, f"value={theirs.pk}", **form)
    assert answer.status_code == 404
    assert not SegmentOverride.objects.exists()
    assert client_for(cast.ema).put(address, f"value={theirs.pk}", **form).status_code == 201


@pytest.mark.parametrize("way", ["/cms/texts/{}/", "/cms/pages/{}/edit/"])
def test_a_member_publishes_no_translation_with_a_foreign_picture(
    translation, cast, client_for, way, django_capture_on_commit_callbacks
):
    theirs = picture("theirs.png")
    segment = translation.source.overridablesegment_set.get(context__path="image")
    own = {"context": segment.context, "locale": translation.target_locale}
    kept = SegmentOverride.objects.create(data_json=str(theirs.pk), **own)
    page = translation.get_target_instance()
    form = {"action": "publish", "publish": "1"}
    hana = client_for(cast.hana)
    with django_capture_on_commit_callbacks(execute=True):
        refused = hana.post(way.format(page.pk), form, follow=True)
    assert "not of your organisation" in refused.text
    assert not NewsItem.objects.get(pk=page.pk).live
    kept.delete()
    with django_capture_on_commit_callbacks(execute=True):
        hana.post(way.format(page.pk), form)
    assert NewsItem.objects.get(pk=page.pk).live


def test_a_member_publishes_in_translation_what_the_network_gave_to_the_original(
    translation, cast, client_for, django_capture_on_commit_callbacks
):
    news = translation.source.get_source_instance()
    news.image = picture("theirs.png")
    news.related = [("page", Page.objects.get(slug="about", locale__language_code="en"))]
    news.save_revision().publish()
    translation.source.update_from_db()
    page = translation.get_target_instance()
    with django_capture_on_commit_callbacks(execute=True):
        client_for(cast.hana).post(f"/cms/texts/{page.pk}/", {"publish": "1"})
    assert NewsItem.objects.get(pk=page.pk).live
