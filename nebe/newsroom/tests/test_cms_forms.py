"""Forms of the CMS: whom, which town and which kind they offer, and how they call people."""

import pytest
from django import forms
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from nebe.core.people.models import Membership, Role, User
from nebe.core.places.models import Municipality
from nebe.newsroom.editing.four_eyes import four_eyes_load
from nebe.newsroom.models import ARTICLES, CounsellingPoint, Event, NewsItem, Section
from nebe.newsroom.towns import TownField

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def section(kind: str) -> Section:
    return Section.objects.get(kind=kind, locale=Locale.objects.get(language_code="en"))


def form_of(model, user, **data):
    form = model.get_edit_handler().get_form_class()
    page = model.objects.first()
    return form(data or None, instance=page, for_user=user, parent_page=page.get_parent())


def test_whoever_looks_after_a_page_is_an_editor(pages, cast):
    offered = form_of(NewsItem, cast.ema).fields["responsible"].queryset
    assert set(offered) == {cast.ema, cast.hana}
    assert cast.jana not in offered
    assert cast.petr_user not in offered
    Membership.objects.filter(user=cast.hana).update(role=Role.COORDINATOR)
    NewsItem.objects.update(responsible=cast.hana)
    assert cast.hana in form_of(NewsItem, cast.ema).fields["responsible"].queryset, "as it was"


@pytest.fixture
def point(pages):
    return {
        "title": "Advice on Friday",
        "slug": "advice-on-friday",
        "organisation": "",
        "address": "Školní 1",
        "appointment": "none",
        "hours": streamfield([]),
        "closed_days": streamfield([]),
        "body": streamfield([]),
        "easy": streamfield([]),
        "related": streamfield([]),
    }


def test_a_town_is_typed_and_not_chosen_among_thousands(editor, point):
    address = f"/cms/pages/add/nebe_newsroom/counsellingpoint/{section('point').pk}/"
    town = Municipality.objects.get(name="Brno")
    form = editor.get(address).text
    assert f'<option value="{town.pk}"' not in form
    assert "htmx" in form, "for suggestions while it is typed"
    answer = editor.post(address, nested_form_data(point | {"municipality": "Nowhere at all"}))
    assert 'value="Nowhere at all"' in answer.text
    assert answer.context["form"].errors.keys() == {"municipality"}
    answer = editor.post(address, nested_form_data(point | {"municipality": "брно"}))
    assert answer.status_code == 302, answer.context["form"].errors
    made = CounsellingPoint.objects.get(slug="advice-on-friday")
    assert made.municipality == town
    form = editor.get(f"/cms/pages/{made.pk}/edit/").context["form"]
    assert form["municipality"].value() == town.label


def test_what_is_no_town_is_said_by_the_form(db):
    class Asked(forms.Form):
        town = TownField()

    for form in (Asked({"town": "ZZ-gone"}), Asked(initial={"town": "ZZ-gone"})):
        assert 'value="ZZ-gone"' in form["town"].as_widget()
    said = Asked({"town": "ZZ-gone"}).errors["town"]
    assert said == [TownField.default_error_messages["unknown"]]


def test_an_event_online_has_no_town(pages, cast):
    assert not form_of(Event, cast.ema).fields["municipality"].required
    assert form_of(CounsellingPoint, cast.ema).fields["municipality"].required


def test_a_section_takes_what_it_lists(editor, pages):
    news = section("news")
    answer = editor.get(f"/cms/pages/{news.pk}/add_subpage/")
    assert answer.url == f"/cms/pages/add/nebe_newsroom/newsitem/{news.pk}/", "the only kind"
    assert editor.get(f"/cms/pages/add/nebe_newsroom/guide/{news.pk}/").status_code == 302
    for model in ARTICLES:
        for parent in Section.objects.filter(kind=model.kind):
            assert model.can_create_at(parent), model


def test_groups_of_fields_begin_with_a_capital(editor, pages):
    page = NewsItem.objects.first()
    form = editor.get(f"/cms/pages/{page.pk}/edit/").text
    assert "Looked after" in form
    assert "looked after" not in form


def test_people_have_names_and_no_addresses(editor, pages, cast):
    page = NewsItem.objects.filter(locale__language_code="en").first()
    page.save_revision(user=cast.hana, log_action=True)
    for address in ("history/", "edit/"):
        said = editor.get(f"/cms/pages/{page.pk}/{address}").text
        assert cast.hana.name in said
        assert cast.hana.email not in said
    assert cast.ema.name in editor.get("/cms/").text
    assert cast.ema.email not in editor.get("/cms/").text


def test_settings_of_the_cms_ask_for_nothing_that_is_kept_elsewhere(editor, cast):
    page = editor.get("/cms/account/")
    assert not {"name_email-first_name", "avatar-avatar"} & set(page.text.split('"'))
    sent = {
        "locale-preferred_language": "uk",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert editor.post("/cms/account/", sent).status_code == 302
    assert User.objects.get(pk=cast.ema.pk).wagtail_userprofile.preferred_language == "uk"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Send to a second reader"), ("uk", "Надіслати другому читачеві")]
)
def test_the_second_reader_is_asked_in_the_language_of_the_editor(editor, pages, language, words):
    four_eyes_load()
    page = NewsItem.objects.filter(locale__language_code="en").first()
    form = editor.get(f"/cms/pages/{page.pk}/edit/", HTTP_ACCEPT_LANGUAGE=language).text
    assert words in form
    assert "Second reader" not in form
    assert 'name="action-submit"' in form


def test_what_is_refused_is_said_in_the_language_of_the_editor(editor, pages):
    page = NewsItem.objects.filter(locale__language_code="en").first()
    empty = {"title": "", **dict.fromkeys(("body-count", "easy-count", "related-count"), 0)}
    answer = editor.post(f"/cms/pages/{page.pk}/edit/", empty, HTTP_ACCEPT_LANGUAGE="uk")
    assert "Сторінку не збережено" in answer.text
    assert "validation errors" not in answer.text


@pytest.mark.parametrize(("language", "who"), [("en", "system"), ("uk", "система")])
def test_an_earlier_version_that_nobody_saved_by_hand(editor, pages, language, who):
    page = NewsItem.objects.filter(locale__language_code="en").first()
    earlier = page.save_revision()
    page.save_revision()
    path = f"/cms/pages/{page.pk}/revisions/{earlier.pk}/revert/"
    said = editor.get(path, HTTP_ACCEPT_LANGUAGE=language).context["messages"]
    assert who in (words := " ".join(str(one) for one in said))
    assert "None" not in words
