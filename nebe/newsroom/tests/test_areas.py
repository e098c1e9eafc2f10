"""Areas of work and activities: what goes on, with whom, and what must be said of who pays."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import IntegrityError, transaction
from django.utils.translation import override
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from nebe.newsroom.models import Activity, Funder, FunderStatement, Listed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def activity(slug="evening-courses", language="en"):
    return Activity.objects.get(slug=slug, locale__language_code=language)


def test_it_works(client, pages):
    page = client.get("/cs/areas/labour-migration/").text
    assert "Čeho chceme dosáhnout" in page
    assert page.count("<h1") == 1
    assert "Každá smlouva v jazyce, který pracovník čte" in page
    assert 'href="/cs/activities/know-your-contract/"' in page


def test_what_is_past_stands_apart(client, pages):
    page = client.get("/en/areas/labour-migration/").text
    assert "What we have done" in page
    assert "What we do now" not in page
    page = client.get("/en/areas/return/").text
    assert "What we do now" in page
    assert "What we have done" not in page


def test_an_activity_says_since_when_with_whom_and_who_pays(client, pages):
    page = client.get("/en/activities/return-with-a-plan/").text
    assert "Going on" in page
    assert 'href="/en/partners/fundacja-przystan/"' in page
    assert "This activity is paid for by the Bridge Fund." in page
    assert "With the financial support of the River Regions Programme." in page
    ended = client.get("/en/activities/know-your-contract/").text
    assert "Ended" in ended


@pytest.mark.parametrize(
    ("language", "since", "span"),
    [
        ("en", "since May 2026", "October 2025 – October 2027"),
        ("cs", "od května 2026", "říjen 2025 – říjen 2027"),
        ("uk", "з травня 2026", "жовтень 2025 – жовтень 2027"),
    ],
)
def test_months_stand_as_the_language_writes_them(language, since, span):
    with override(language):
        assert Activity.fact_told("months", "2026-05-11") == since
        assert Activity.fact_told("months", "2025-10-03", "2027-10-03") == span


def test_the_statement_is_in_the_language_of_the_reader_or_the_nearest(client, pages):
    assert "Tuto aktivitu platí Fond Mosty." in client.get("/cs/activities/evening-courses/").text
    FunderStatement.objects.filter(language="cs").delete()
    page = client.get("/cs/activities/evening-courses/").text
    assert '<p lang="en" dir="ltr">This activity is paid for' in page


def test_a_funder_added_to_the_source_is_named_in_every_language(client, pages):
    page = activity()
    page.funders.add(Funder.objects.get(code="river-programme"))
    page.save_revision().publish()
    assert "S finanční podporou Programu" in client.get("/cs/activities/evening-courses/").text


def test_a_statement_is_there_once_in_a_language(pages):
    funder = Funder.objects.get(code="bridge-fund")
    with pytest.raises(IntegrityError), transaction.atomic():
        FunderStatement.objects.create(funder=funder, language="en", text="Twice")


def test_an_emblem_is_public_and_stands_beside_the_words(client, pages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ImageFile(get_test_image_file(size=(400, 200)).file, name="emblem.png")
    image = get_image_model().objects.create(title="Emblem", file=file)
    assert client.get(f"/en/pictures/{image.pk}/320.webp").status_code == 404
    FunderStatement.objects.filter(language="en", funder__code="bridge-fund").update(logo=image)
    assert client.get(f"/en/pictures/{image.pk}/320.webp").status_code == 200
    page = client.get("/en/activities/evening-courses/").text
    assert f'src="/en/pictures/{image.pk}/640.webp"' in page
    assert 'alt="" loading' in page


def test_an_activity_cannot_end_before_it_began(pages):
    page = activity()
    page.ends = page.starts.replace(year=page.starts.year - 1)
    with pytest.raises(ValidationError, match="before it began"):
        page.full_clean()


def test_the_list_shows_what_goes_on_and_on_request_the_past(client, pages):
    page = client.get("/en/activities/").text
    assert "evening-courses" in page
    assert "know-your-contract" not in page
    assert "know-your-contract" in client.get("/en/activities/?past=1").text


def test_the_list_is_narrowed_by_area(client, pages):
    area = Listed.objects.get(reader="en", path="areas/return/").key
    page = client.get("/en/activities/", {"area": str(area)}).text
    assert "return-with-a-plan" in page
    assert "evening-courses" not in page
    for odd in ("x", "\0", "' or 1"):
        assert client.get("/en/activities/", {"area": odd}).status_code == 200


def test_cards_say_from_when_to_when_in_the_language_of_the_page(pages):
    row = Listed.objects.get(reader="cs", path="activities/return-with-a-plan/")
    assert row.facts_told[0].startswith("od ")
    row = Listed.objects.get(reader="en", path="activities/know-your-contract/")
    assert re.fullmatch(r"\w+ \d{4} – \w+ \d{4}", row.facts_told[0])


def test_machines_read_dates_partners_and_funders(client, pages):
    page = client.get("/en/activities/evening-courses/").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    project = json.loads(found[1])["mainEntity"]
    assert project["@type"] == "Project"
    assert project["foundingDate"] == activity().starts.isoformat()
    assert {each["name"] for each in project["member"]} == {"Mosty Plzeň", "Otevřená škola"}
    assert project["funder"][0]["name"].startswith("Bridge Fund")


def test_the_feed_has_activities(client, pages):
    assert "evening-courses" in client.get("/en/feeds/activity.xml").text


def test_pages_take_few_queries(client, pages, django_assert_max_num_queries):
    for path in ("areas/return/", "activities/", "activities/evening-courses/", "partners/"):
        with django_assert_max_num_queries(34):
            client.get(f"/uk/{path}")


def test_an_editor_writes_down_a_funder(client_for, cast):
    editor = client_for(cast.ema)
    page = editor.get("/cms/snippets/nebe_newsroom/funder/add/")
    assert page.status_code == 200
    response = editor.post(
        "/cms/snippets/nebe_newsroom/funder/add/",
        {
            "name": "New fund",
            "code": "new-fund",
            "website": "",
            "statements-TOTAL_FORMS": "1",
            "statements-INITIAL_FORMS": "0",
            "statements-MIN_NUM_FORMS": "0",
            "statements-MAX_NUM_FORMS": "99",
            "statements-0-language": "en",
            "statements-0-text": "Paid for by the new fund.",
        },
    )
    assert response.status_code == 302
    assert Funder.objects.get(code="new-fund").statement_in("pl").text.startswith("Paid")
