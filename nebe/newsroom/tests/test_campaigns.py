"""Campaigns: banners in every language, short links, and counts without anybody in them."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from nebe.newsroom.campaigns import BANNERS, SIZES
from nebe.newsroom.campaigns.counting import is_machine, reach_add, waiting
from nebe.newsroom.models import Campaign, Reach, ShortLink

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BROWSER = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/130.0"}
PATH = "/{}/campaigns/your-wage/"
BANNER = "/{}/banners/your-wage/{}.{}"


@pytest.fixture(autouse=True)
def _nothing_waits():
    waiting.counts.clear()
    yield
    waiting.counts.clear()


def campaign(language="en"):
    return Campaign.objects.get(slug="your-wage", locale__language_code=language)


def console(language):
    return f"/{language}/console/campaigns/{campaign().translation_key}/"


def counts():
    waiting.flush()
    return dict(Reach.objects.values_list("what", "count"))


def test_it_works(client, pages):
    page = client.get(PATH.format("cs")).text
    assert "Práce bez smlouvy?" in page
    assert 'href="/cs/infoline/"' in page
    code = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]
    assert "&lt;a href=&quot;http" in code
    assert "/go/your-wage-" in code
    assert "<script" not in code
    assert "your-wage" in client.get("/uk/campaigns/").text


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_banners_have_their_size(client, pages, width, height):
    picture = client.get(BANNER.format("uk", f"{width}x{height}", "png"))
    assert Image.open(io.BytesIO(picture.content)).size == (width, height)
    drawing = client.get(BANNER.format("uk", f"{width}x{height}", "svg"))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert f'viewBox="0 0 {width} {height}"' in drawing.text
    assert "<script" not in drawing.text


def test_other_sizes_and_pages_are_not_drawn(client, pages):
    for size, form in (("1x1", "png"), ("300x250", "gif"), ("99999x99999", "png")):
        assert client.get(BANNER.format("en", size, form)).status_code == 404
    for language in ("en", "cs", "uk"):
        campaign(language).unpublish()
    assert client.get(BANNER.format("en", "300x250", "png")).status_code == 404
    assert client.get(f"/go/{ShortLink.objects.last().code}/", follow=True).status_code == 404


def test_a_banner_that_is_shown_is_counted_and_nobody_with_it(client, pages):
    address = BANNER.format("cs", "300x250", "png")
    for _time in range(3):
        response = client.get(address, headers=BROWSER)
    assert not response.cookies
    assert response["Cache-Control"] == "private, max-age=3600"
    client.get(address, headers={"User-Agent": "Googlebot/2.1"})
    client.get(address)  # says nothing of itself
    client.head(address, headers=BROWSER)
    client.get(address, {"preview": "1"}, headers=BROWSER)
    assert counts() == {"banner/300x250/cs": 3}
    names = {field.name for field in Reach._meta.get_fields()}
    assert names == {"id", "campaign", "what", "day", "count"}


def test_a_short_link_leads_on_and_is_counted(client, pages):
    link = ShortLink.objects.create(
        code="tram", campaign=campaign().translation_key, label="Poster in the tram"
    )
    response = client.get("/go/tram/", headers=BROWSER | {"Accept-Language": "cs"})
    assert response.url == PATH.format("cs")
    assert response["Cache-Control"] == "no-store"
    assert counts() == {f"link/{link.code}": 1}
    assert client.get("/go/none/", follow=True).status_code == 404


def test_a_published_campaign_has_a_link_for_its_banners(pages):
    key = campaign().translation_key
    campaign().save_revision().publish()
    assert ShortLink.objects.filter(campaign=key, label=BANNERS).count() == 1


def test_a_planned_campaign_has_none_yet(pages):
    page = campaign()
    ShortLink.objects.filter(campaign=page.translation_key).delete()
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert not ShortLink.objects.filter(campaign=page.translation_key).exists()


def test_counts_add_up_and_wait(pages):
    key, day = campaign().translation_key, date(2026, 11, 26)
    reach_add(key, "x", day, 2)
    reach_add(key, "x", day, 3)
    assert Reach.objects.get(what="x").count == 5
    waiting.add(key, "y", day)
    assert not Reach.objects.filter(what="y").exists()
    for _time in range(49):
        waiting.add(key, "y", day)
    assert Reach.objects.get(what="y").count == 50


@pytest.mark.parametrize(
    ("agent", "machine"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0", False),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", True),
        ("facebookexternalhit/1.1", True),
        ("curl/8.5", True),
        ("", True),
    ],
)
def test_machines_are_left_out(agent, machine):
    assert is_machine(agent) is machine


def test_editors_see_numbers_and_take_them_along(cast, client_for, pages):
    key = campaign().translation_key
    reach_add(key, "banner/300x250/cs", date(2026, 11, 25), 7)
    editor = client_for(cast.ema)
    assert "Your work, your wage" in editor.get(reverse("newsroom_campaigns:campaigns")).text
    page = editor.get(reverse("newsroom_campaigns:campaign", args=[key])).text
    assert "Banner 300 × 250, Czech" in page
    assert "<bdi>from the banners</bdi>" in page
    rows = list(
        csv.reader(io.StringIO(editor.get(reverse("newsroom_campaigns:csv", args=[key])).text))
    )
    assert rows == [["day", "what", "count"], ["2026-11-25", "banner/300x250/cs", "7"]]


def test_editors_see_titles_in_their_language(cast, client_for, pages):
    listed = client_for(cast.ema).get("/uk/console/campaigns/").text
    assert "Мова відчиняє двері" in listed
    assert "Language opens doors" not in listed
    assert campaign("uk").title in client_for(cast.ema).get(console("uk")).text


def test_titles_say_their_language(cast, client_for, pages):
    """The pages here are in three languages; an editor reads in a fourth."""
    editor = client_for(cast.ema)
    for address in ("/ar/console/campaigns/", console("ar")):
        assert f'lang="en" dir="ltr">{campaign().title}<' in editor.get(address).text


def test_an_editor_makes_a_short_link_with_its_picture(cast, client_for, pages):
    editor = client_for(cast.ema)
    address = reverse("newsroom_campaigns:campaign", args=[campaign().translation_key])
    assert editor.post(address, {"code": "no blanks", "label": "x"}).status_code == 422
    assert editor.post(address, {"code": "tram-5", "label": "Tram"}, follow=True).status_code == 200
    again = editor.post(address, {"code": "tram-5", "label": "Tram"})
    assert again.status_code == 422
    link = ShortLink.objects.get(code="tram-5")
    assert link.campaign == campaign().translation_key
    assert "<svg" in editor.get(reverse("newsroom_campaigns:qr", args=[link.pk])).text


def test_without_campaigns_the_list_says_what_to_do(cast, client_for):
    Campaign.objects.all().delete()
    assert "There is no campaign yet" in client_for(cast.ema).get("/en/console/campaigns/").text


def test_a_campaign_takes_few_queries(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        client.get(PATH.format("en"))
