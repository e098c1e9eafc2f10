"""The media library: words in each language, licence and consent, and what follows from them."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex
from wagtail.search.index import insert_or_update_object
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation

from nebe.newsroom.library.forget import pictures_forget
from nebe.newsroom.library.lacks import choices, lacks_of, narrowed, with_lacks
from nebe.newsroom.models import Coverage, NewsItem, Picture, Section
from nebe.newsroom.starter.parse import drafts
from nebe.newsroom.translating.coverage import coverage_count

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 20)
YESTERDAY = timezone.localdate() - timedelta(days=1)
AGREED = {"people": "agreed", "consent_number": "C-17", "consent_on": YESTERDAY}


def file_of(size=(800, 600)):
    return SimpleUploadedFile("well.png", get_test_image_file(size=size).file.getvalue())


@pytest.fixture
def well(settings, tmp_path):
    """A picture with nothing but words in two languages."""
    settings.MEDIA_ROOT = tmp_path
    words = {"en": "A well in a garden.", "cs": "Studna v zahradě."}
    return Picture.objects.create(title="Well", file=file_of(), alternatives=words)


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.ema)


def item(language="en", slug="thank-you"):
    return NewsItem.objects.get(slug=slug, locale__language_code=language)


def show(picture, language="en", **fields):
    page = item(language)
    page.image = picture
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def change(picture, **fields):
    for name, value in fields.items():
        setattr(picture, name, value)
    picture.save()


def test_it_works(client, pages):
    page = client.get("/cs/news/winter-clothes/").text
    assert 'alt="Čtyři teplé kabáty různých velikostí na věšáku, pod nimi pár bot."' in page
    picture = Picture.objects.get(title="Warm coats on a rack")
    response = client.get(f"/cs/pictures/{picture.pk}/320.webp")
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=300"
    square = client.get(f"/cs/pictures/{picture.pk}/square.webp")
    assert square.status_code == 200


def test_the_pictures_of_the_demonstration_have_words_in_every_language(pages):
    used = {draft.fields["image"] for draft in drafts("en").values() if "image" in draft.fields}
    assert used == {"coats", "classroom", "door"}
    lacking = Picture.objects.filter(pk__in=narrowed(Picture.objects.all(), "words"))
    assert [picture.title for picture in lacking] == ["most-2019-final.jpg"]


def test_the_page_has_the_first_word(client, pages, well):
    show(well)
    assert 'alt="A well in a garden."' in client.get("/en/news/thank-you/").text
    show(well, image_alt="The well we paid for")
    page = client.get("/en/news/thank-you/").text
    assert 'alt="The well we paid for"' in page
    assert "A well in a garden." not in page


def test_words_of_another_language_say_so(client, pages, well):
    show(well, "uk")
    assert 'alt="A well in a garden." lang="en" dir="ltr"' in client.get("/uk/news/thank-you/").text


def test_a_decoration_has_no_words(client, pages, well):
    change(well, is_decoration=True)
    show(well)
    figure = (
        client.get("/en/news/thank-you/").text.partition("<figure")[2].partition("</figure>")[0]
    )
    assert 'alt="" loading' in figure


def test_a_block_without_words_of_its_own_has_the_library_s(client, pages, well):
    show(None, body=[("picture", {"image": well, "alt": ""})])
    assert 'alt="A well in a garden."' in client.get("/en/news/thank-you/").text


def test_who_made_it_and_how_it_may_be_used_is_said(client, pages, well):
    change(well, credit="Eva <Malá>", licence="by-sa", source="https://pictures.example/7")
    show(well)
    page = client.get("/en/news/thank-you/").text
    assert "<bdi>Eva &lt;Malá&gt;</bdi>" in page
    address = "https://creativecommons.org/licenses/by-sa/4.0/"
    assert f'<a href="{address}" rel="license noreferrer"><bdi>CC BY-SA 4.0</bdi></a>' in page
    assert '"@type": "ImageObject"' in page
    assert f'"license": "{address}"' in page
    assert '"creditText": "Eva \\u003CMalá\\u003E"' in page


@pytest.mark.parametrize(
    "gone",
    [
        {"licence": "contract", "licence_until": YESTERDAY},
        {**AGREED, "consent_withdrawn_on": YESTERDAY},
    ],
)
def test_what_may_not_be_shown_any_more_is_nowhere(client, pages, well, gone):
    page = show(well, body=[("picture", {"image": well, "alt": "Here it is"})])
    address = f"/en/pictures/{well.pk}/640.webp"
    assert client.get(address).status_code == 200
    file = well.renditions.get().file.name
    change(well, **gone)
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"if-none-match": "*"}).status_code == 404
    text = client.get("/en/news/thank-you/").text
    assert page.title in text
    assert f"/pictures/{well.pk}/" not in text
    assert "Here it is" not in text
    assert not well.renditions.exists()
    assert storages["cms"].exists(file)  # until it is committed


def test_a_licence_that_runs_out_by_night_takes_the_files_along(
    pages, well, django_capture_on_commit_callbacks
):
    until = timezone.localdate()
    change(well, licence="contract", licence_until=until)
    file = well.get_rendition("width-320").file.name
    pictures_forget(today=until)
    assert well.renditions.exists()
    with django_capture_on_commit_callbacks(execute=True):
        pictures_forget(today=until + timedelta(days=1))
    assert not well.renditions.exists()
    assert not storages["cms"].exists(file)


def test_caches_ask_again_where_people_are_seen(client, pages, well):
    change(well, **AGREED)
    show(well)
    address = f"/en/pictures/{well.pk}/320.webp"
    response = client.get(address)
    assert response["Cache-Control"] == "public, no-cache"
    same = client.get(address, headers={"if-none-match": response["ETag"]})
    assert same.status_code == 304


def test_a_square_keeps_what_matters(client, pages, well):
    """The left half is red, the right one blue, and the blue one matters."""
    from PIL import Image

    halves = Image.new("RGB", (900, 300), "red")
    halves.paste("blue", (450, 0, 900, 300))
    content = io.BytesIO()
    halves.save(content, "PNG")
    well.file.save("halves.png", SimpleUploadedFile("halves.png", content.getvalue()))
    change(well, focal_point_x=800, focal_point_y=150, focal_point_width=100, focal_point_height=99)
    show(well)
    got = client.get(f"/en/pictures/{well.pk}/square.webp")
    square = Image.open(io.BytesIO(b"".join(got.streaming_content)))
    assert square.width == square.height
    red, _green, blue = square.convert("RGB").getpixel((5, 150))
    assert blue > 200 > red


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"licence": "by"}, "credit"),
        ({"licence": "contract"}, "licence_until"),
        ({"people": "agreed", "consent_on": YESTERDAY}, "consent_number"),
        ({"people": "agreed", "consent_number": "7"}, "consent_on"),
        (
            {"consent_withdrawn_on": timezone.localdate() + timedelta(days=1)},
            "consent_withdrawn_on",
        ),
        ({**AGREED, "consent_withdrawn_on": date(2020, 1, 1)}, "consent_withdrawn_on"),
    ],
)
def test_what_does_not_go_together_is_said(fields, wrong):
    with pytest.raises(ValidationError) as error:
        Picture(**{"licence": "own", "people": "nobody"} | fields).clean()
    assert list(error.value.message_dict) == [wrong]


def test_what_pictures_lack(well):
    change(well, licence="by", **AGREED, licence_until=timezone.localdate() + timedelta(days=60))

    def lacking(wanted, language=""):
        return list(narrowed(Picture.objects.filter(pk=well.pk), wanted, language))

    known = {str(label) for label in lacks_of(with_lacks(Picture.objects.all()).get(pk=well.pk))}
    assert known == {"credit missing", "licence runs out soon", "words missing"}
    found = {wanted for wanted, _label in choices() if lacking(wanted)}
    assert found == {"", "any", "credit", "ends", "words"}
    assert lacking("words", "uk") == [well]
    assert lacking("", "cs") == []
    change(well, credit="Eva", licence_until=None, is_decoration=True)
    assert {wanted for wanted, _label in choices() if lacking(wanted)} == {"", "none"}
    change(well, consent_number="", licence="", consent_withdrawn_on=YESTERDAY)
    assert {wanted for wanted, _label in choices() if lacking(wanted)} == {
        *("", "any", "gone", "licence", "consent")
    }


def form_of(page, **fields):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "As it was typed.",
            "date": page.date.isoformat(),
            "topics": [],
            "related": streamfield([]),
            "body": streamfield([]),
            "easy": streamfield([]),
            **dict.fromkeys(["responsible", "review_by", "image", "image_alt"], ""),
            **dict.fromkeys(["seo_title", "search_description"], ""),
            "action-publish": "1",
            **fields,
        }
    )


def test_no_page_is_published_with_a_picture_without_words(editor, client, pages, well):
    section = Section.objects.get(kind="news", locale__language_code="en")
    change(well, alternatives={})
    page = NewsItem(title="A new well", slug="a-new-well", date=TODAY)
    add = f"/cms/pages/add/nebe_newsroom/newsitem/{section.pk}/"
    response = editor.post(add, form_of(page, image=well.pk), follow=True)
    assert "The picture “Well” has no words in English" in response.text
    made = NewsItem.objects.get(slug="a-new-well")
    assert not made.live
    assert made.get_latest_revision_as_object().summary == "As it was typed."
    edit = f"/cms/pages/{made.pk}/edit/"
    editor.post(edit, form_of(page, image=well.pk, image_alt="A well"))
    assert client.get("/en/news/a-new-well/").status_code == 200


def test_many_pages_are_not_published_without_words_either(editor, pages, well):
    change(well, alternatives={})
    page = show(well)
    page.unpublish()
    response = editor.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}", follow=True)
    assert "The picture “Well” has no words in English" in response.text
    assert not item().live


def test_a_translation_needs_words_of_its_own(editor, pages, well):
    show(well)
    page = item("uk")
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=page.locale
    )
    translation.source.update_from_db()
    side = f"/cms/texts/{page.pk}/"
    assert "The picture “Well” has no words in Ukrainian" in editor.get(side).text
    editor.post(side, {"publish": "1"})
    assert item("uk").image is None
    change(well, alternatives={**well.alternatives, "uk": "Криниця в саду."})
    assert "The picture “Well”" not in editor.get(side).text
    editor.post(side, {"publish": "1"})
    assert item("uk").image == well


def test_all_translations_are_not_published_without_words(editor, pages, well):
    show(well)
    source = Translation.objects.filter(source__object_id=item().translation_key).first().source
    update = f"/cms/localize/update/{source.pk}/"
    told = editor.post(update, {"publish_translations": "on"}, follow=True).text
    assert "The picture “Well” has no words in Ukrainian" in told
    assert item("uk").image is None
    change(well, alternatives={**well.alternatives, "uk": "Криниця в саду."})
    editor.post(update, {"publish_translations": "on"})
    assert item("uk").image == well


def test_the_table_of_languages_counts_pictures_without_words(editor, pages, well):
    show(well)
    show(well, "uk")
    coverage_count([item().translation_key])
    rows = Coverage.objects.filter(key=item().translation_key)
    assert dict(rows.filter(wordless__gt=0).values_list("language", "wordless")) == {"uk": 1}
    table = f"/cms/texts/?q={item().title}"
    assert "1 picture without words" in editor.get(table).text
    change(well, alternatives={**well.alternatives, "uk": "Криниця в саду."})
    assert "1 picture without words" not in editor.get(table).text


def test_an_editor_uploads_a_picture(editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    asked = editor.get("/cms/images/add/").text
    assert 'name="alternative_ar"' in asked
    assert '<option value="own" selected>' in asked
    form = {"title": "A well", "file": file_of(), "collection": 1, "tags": ""}
    form |= {"alternative_cs": " Studna ", "licence": "own", "people": "agreed"}
    response = editor.post("/cms/images/add/", form)
    assert "Where is their consent filed?" in response.text
    form |= {"file": file_of(), "consent_number": "C-1", "consent_on": "2026-11-01"}
    assert editor.post("/cms/images/add/", form).status_code == 302
    picture = Picture.objects.get(title="A well")
    assert picture.alternatives == {"cs": "Studna"}
    assert picture.consent_on == date(2026, 11, 1)
    assert 'value="Studna"' in editor.get(f"/cms/images/{picture.pk}/").text


def test_of_many_pictures_each_is_asked_for_what_is_needed(editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    add = {"files[]": file_of(), "title": "Well", "collection": 1}
    headers = {"x-requested-with": "XMLHttpRequest"}
    asked = editor.post("/cms/images/multiple/add/", add, headers=headers).json()
    assert asked["success"]
    assert not Picture.objects.filter(title="Well").exists()
    number = asked["uploaded_file_id"]
    names = {"title": "Well", "licence": "own", "people": "nobody", "alternative_en": "A well"}
    form = {f"uploaded-image-{number}-{name}": value for name, value in names.items()}
    form |= {f"uploaded-image-{number}-collection": 1, f"uploaded-image-{number}-tags": ""}
    address = f"/cms/images/multiple/create_from_uploaded_image/{number}/"
    assert editor.post(address, form, headers=headers).json()["success"]
    assert Picture.objects.get(title="Well").alternatives == {"en": "A well"}


def test_the_list_of_what_lacks_something(editor, pages, well):
    show(well)
    whole = Picture.objects.get(title="Warm coats on a rack")
    page = editor.get("/cms/pictures/").text
    assert "licence not stated" in page
    assert f'href="/cms/images/{well.pk}/"' in page
    assert f'href="/cms/pages/{item().pk}/edit/"' in page
    assert whole.title not in page
    assert whole.title in editor.get("/cms/pictures/?lack=none").text
    assert "Well" in editor.get("/cms/pictures/?lack=&language=uk").text
    assert "No picture is like that." in editor.get("/cms/pictures/?lack=credit").text
    assert editor.get("/cms/pictures/?lack=x&p=x").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/cms/images/",
        "/cms/images/results/",
        "/cms/images/chooser/",
        "/cms/images/chooser/results/",
    ],
)
def test_lists_of_the_cms_are_narrowed_by_what_is_missing(editor, pages, well, address):
    insert_or_update_object(well)  # a job of Wagtail's
    assert "What is missing" in editor.get("/cms/images/").text
    assert "Well" in editor.get(address, {"lack": "licence"}).text
    assert "Well" not in editor.get(address, {"lack": "none"}).text
    assert "Well" not in editor.get(address, {"lack": "none", "q": "well"}).text
    assert "Well" in editor.get(address, {"lack": "people", "q": "well"}).text


def test_lists_are_for_editors(client):
    assert client.get("/cms/pictures/").status_code == 302
