"""A member writes its own part of the pages, and sees and changes nothing else in the CMS."""

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from django_scopes import scopes_disabled
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from nebe.core.errors import NotPossible
from nebe.core.jobs.worker import run_due
from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.people.cms import GROUP, OPEN_TO_MEMBERS, cms_rights_sync
from nebe.core.people.members import member_roles_set
from nebe.core.people.models import Membership, Role
from nebe.core.people.organisations import organisation_close
from nebe.core.places.models import Municipality
from nebe.core.privacy.models import AuditEntry
from nebe.newsroom.models import (
    Download,
    Facet,
    Listed,
    NewsItem,
    OrganisationPage,
    OrganisationPart,
    Publication,
    Section,
    Selection,
    Vacancy,
)
from nebe.newsroom.parts import services
from nebe.newsroom.parts.demo import part_load
from nebe.newsroom.search.find import articles_find

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SYSTEM = Actor.system()
NEWS = {
    "title": "Tea on Saturdays",
    "slug": "tea-on-saturdays",
    "summary": "Come in.",
    "date": "2026-11-21",
    "topics": [],
    "related": streamfield([]),
    "responsible": "",
    "review_by": "",
    "image": "",
    "image_alt": "",
    "seo_title": "",
    "search_description": "",
    "body": streamfield([]),
    "easy": streamfield([]),
}


@pytest.fixture
def part(pages, cast):
    return services.part_create(organisation=cast.breh, actor=SYSTEM)


@pytest.fixture
def hana(part, cast, client_for):
    """Her organisation has a part."""
    return client_for(cast.hana)


@pytest.fixture
def draft(pages):
    """Of the network, not public, in a list that everybody sees."""
    section = Page.objects.get(slug="news", locale__language_code="en")
    page = NewsItem(title="Secret plans", slug="secret-plans", live=False)
    section.add_child(instance=page)
    page.save_revision()
    return page


def own_page(part):
    return part.pages.get(locale__language_code="en")


def write(client, part, **values):
    action = values.pop("action", "action-submit")
    form = nested_form_data(NEWS | values | {action: "1"})
    return client.post(
        f"/cms/pages/add/nebe_newsroom/newsitem/{own_page(part).pk}/", form, follow=False
    )


def test_a_part_is_made_in_one_step(pages, cast, client_for):
    ema = client_for(cast.ema)
    assert cast.breh.name in ema.get("/cms/parts/").text
    assert client_for(cast.hana).get("/cms/").status_code == 404
    assert ema.post(f"/cms/parts/{cast.breh.pk}/make/").status_code == 302
    part = OrganisationPart.objects.get()
    assert own_page(part).title == cast.breh.name
    assert not own_page(part).live
    assert AuditEntry.objects.filter(action="part.create").count() == 1
    home = client_for(cast.hana).get("/cms/")
    assert home.status_code == 200
    assert "/cms/newsletters/" not in home.text
    assert "/cms/parts/" not in home.text
    with pytest.raises(NotPossible):
        services.part_create(organisation=cast.breh, actor=SYSTEM)
    with pytest.raises(NotPossible):
        services.part_create(organisation=cast.office, actor=SYSTEM)


def test_the_page_that_is_there_begins_the_part_in_every_language(pages, cast):
    for page in OrganisationPage.objects.filter(slug="mosty-plzen"):
        page.organisation = cast.breh
        page.save()
    part = services.part_create(organisation=cast.breh, actor=SYSTEM)
    rights = part.group.page_permissions
    assert {one.page.locale.language_code for one in rights.all()} == {"en", "cs", "uk"}
    services.part_publishes_set(part=part, publishes=True, actor=SYSTEM)
    assert rights.filter(permission__codename="publish_page").count() == 3
    services.part_publishes_set(part=part, publishes=False, actor=SYSTEM)
    assert not rights.filter(permission__codename="publish_page").exists()


def test_an_editor_of_the_network_publishes_what_a_member_wrote(
    part, hana, cast, client, client_for, django_capture_on_commit_callbacks
):
    own_page(part).save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        assert write(hana, part).status_code == 302
    page = NewsItem.objects.get(slug="tea-on-saturdays")
    assert not page.live
    assert Mail.objects.get(template="newsroom/mail/second_reader").recipient == cast.ema.email
    state = page.current_workflow_task_state
    approve = f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    hana.post(approve)
    assert not NewsItem.objects.get(pk=page.pk).live
    with django_capture_on_commit_callbacks(execute=True):
        client_for(cast.ema).post(approve)
    assert NewsItem.objects.get(pk=page.pk).live
    listed = client.get("/en/news/").text
    assert cast.breh.name in listed.partition("Tea on Saturdays")[2]
    own = client.get("/en/partners/druhy-breh/").text
    assert "News of this organisation" in own
    assert "Tea on Saturdays" in own
    shown = client.get("/en/partners/druhy-breh/tea-on-saturdays/").text
    assert f"<bdi>{cast.breh.name}</bdi></a>" in shown
    assert "Tea on Saturdays" in client.get("/en/all-about/organisation/druhy-breh/").text


def test_a_member_publishes_where_it_may(part, hana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(hana, part, action="action-publish")
    assert not NewsItem.objects.get(slug="tea-on-saturdays").live
    services.part_publishes_set(part=part, publishes=True, actor=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        write(hana, part, action="action-publish", slug="second")
    assert NewsItem.objects.get(slug="second").live


def names_of_the_cms(resolver=None, namespaces=(), route=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if here.startswith("cms/") and pattern.name:
                yield ":".join([*namespaces, pattern.name]), here
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            yield from names_of_the_cms(pattern, inner, here)


def test_whatever_is_not_named_is_closed_to_members(hana, cast, rf):
    """Every address of the CMS, at the door, so that none needs a row of its own."""
    from django.http import Http404
    from django.urls import ResolverMatch

    from nebe.core.people.access import AccessMiddleware
    from nebe.core.people.actors import actor_of

    actor = actor_of(cast.hana, has_mfa=True)
    names = dict(names_of_the_cms())
    assert set(names) >= OPEN_TO_MEMBERS
    opened = set()
    for name in names:
        request = rf.get("/cms/anything/")
        request.actor, request.user = actor, cast.hana
        namespace, _colon, last = name.rpartition(":")
        request.resolver_match = ResolverMatch(
            test_whatever_is_not_named_is_closed_to_members,
            (),
            {},
            url_name=last,
            namespaces=namespace.split(":") if namespace else [],
        )
        try:
            AccessMiddleware(None).process_view(request, lambda request: None, (), {})
            opened.add(name)
        except Http404:
            pass
    assert opened == OPEN_TO_MEMBERS


@pytest.mark.parametrize(
    "path",
    ["newsletters/", "searches/", "parts/", "texts/out/", "texts/in/", "texts/glossary/in/"]
    + ["reports/site-history/", "snippets/nebe_newsroom/term/", "snippets/nebe_newsroom/funder/"]
    + ["snippets/nebe_newsroom/recording/", "redirects/", "collections/", "users/", "sites/"]
    + ["workflows/list/", "reports/workflow/", "groups/", "locales/", "tag-autocomplete/"],
)
def test_pages_of_the_network_are_closed(hana, path):
    assert hana.get(f"/cms/{path}").status_code == 404


def test_foreign_pages_are_neither_seen_nor_changed(hana, part, draft, cast, client_for):
    one = f"/cms/pages/{draft.pk}/"
    ema = client_for(cast.ema)
    assert "Secret plans" in ema.get(f"{one}edit/").text
    revision = draft.latest_revision_id
    for path in [
        f"{one}edit/", f"{one}delete/", f"{one}unpublish/", f"{one}history/", f"{one}view_draft/",
        f"{one}move/", f"{one}revisions/{revision}/view/", f"{one}revisions/{revision}/revert/",
        f"{one}", f"{one}workflow_history/", f"{one}edit/preview/",
        f"/cms/texts/{draft.pk}/", f"/cms/texts/{draft.pk}/reading/",
        f"/cms/pages/add/nebe_newsroom/newsitem/{draft.get_parent().pk}/",
        f"/cms/pages/{draft.get_parent().pk}/add_subpage/",
    ]:  # fmt: skip
        answer = hana.get(path)
        assert answer.status_code in (302, 403, 404), path
        assert "Secret plans" not in answer.text
    for path in [
        "/cms/pages/", f"/cms/pages/{draft.get_parent().pk}/", "/cms/pages/search/?q=Secret",
        "/cms/pages/search/results/?q=Secret", "/cms/choose-page/", "/cms/",
        f"/cms/choose-page/{draft.get_parent().pk}/", "/cms/choose-page/search/?q=Secret",
        f"/cms/api/main/pages/?child_of={draft.get_parent().pk}",
        f"/cms/api/main/pages/{draft.pk}/",
        "/cms/texts/", "/cms/editing/review/", "/cms/editing/links/", "/cms/editing/feedback/",
    ]:  # fmt: skip
        assert "Secret plans" not in hana.get(path).text, path
    assert hana.post(f"/cms/editing/review/{draft.pk}/").status_code == 404
    hana.post(f"{one}delete/")
    hana.post(f"{one}edit/", nested_form_data(NEWS | {"action-publish": "1"}))
    draft.refresh_from_db()
    assert (draft.title, draft.live) == ("Secret plans", False)


def test_what_waits_for_a_second_reader_is_not_open_to_members(hana, draft, cast):
    draft.get_workflow().start(draft, cast.ema)
    assert hana.get(f"/cms/pages/{draft.pk}/edit/").status_code in (302, 403, 404)
    assert "Secret plans" not in hana.get("/cms/").text


def test_the_first_page_of_a_part_stays_where_it_is(hana, part, client_for, cast):
    page = own_page(part)
    hana.post(f"/cms/pages/{page.pk}/delete/")
    client_for(cast.ema).post(f"/cms/pages/{page.pk}/delete/")
    page.refresh_from_db()
    page.organisation = cast.pomoc
    page.save()
    assert own_page(part).organisation == cast.breh


def test_rights_follow_the_role_at_once(hana, part, cast):
    assert hana.get("/cms/").status_code == 200
    member_roles_set(organisation=cast.breh, user=cast.hana, roles=[Role.COUNSELLOR], actor=SYSTEM)
    assert hana.get("/cms/").status_code == 404
    assert not cast.hana.groups.exists()
    member_roles_set(organisation=cast.breh, user=cast.karim, roles=[Role.EDITOR], actor=SYSTEM)
    assert list(cast.karim.groups.all()) == [part.group]
    organisation_close(organisation=cast.breh, actor=SYSTEM, reason="It has ended.")
    assert not cast.karim.groups.exists()


def test_an_editor_of_the_network_edits_everything(part, cast):
    Membership.objects.create(user=cast.hana, organisation=cast.office, role=Role.EDITOR)
    cms_rights_sync(user=cast.hana)
    assert {group.name for group in cast.hana.groups.all()} == {GROUP, part.group.name}
    Membership.objects.filter(user=cast.hana, organisation=cast.office).delete()
    cms_rights_sync(user=cast.hana)
    assert [group.name for group in cast.hana.groups.all()] == [part.group.name]


def small(image) -> str:
    return image.get_rendition("width-20").file.name


def test_pictures_and_files_of_others_are_not_seen(hana, part, cast):
    Image = get_image_model()
    theirs = Image.objects.create(title="Their picture", file=get_test_image_file("theirs.png"))
    ours = Image.objects.create(
        title="Our picture", file=get_test_image_file("ours.png"), collection=part.collection
    )
    report = Download(title="Their report", file=ContentFile(b"x", "their-report.txt"))
    report.save()
    for path in ("/cms/images/", "/cms/images/chooser/"):
        shown = hana.get(path).text
        assert "Our picture" in shown
        assert "Their picture" not in shown
    chooser = "/cms/snippets/choose/nebe_newsroom/download/"
    for path in ("/cms/snippets/nebe_newsroom/download/", chooser):
        assert "Their report" not in hana.get(path).text
    assert hana.get(f"{chooser}chosen/{report.pk}/").status_code == 404
    assert "Their report" not in hana.get(f"{chooser}chosen-multiple/?id={report.pk}").text
    assert "Their picture" not in hana.get(f"/cms/images/chooser/chosen/{theirs.pk}/").text
    assert hana.get(f"/cms/images/{theirs.pk}/").status_code in (302, 403, 404)
    edit = hana.get(f"/cms/snippets/nebe_newsroom/download/edit/{report.pk}/")
    assert edit.status_code == 404
    delete = f"/cms/snippets/nebe_newsroom/download/delete/{report.pk}/"
    assert hana.post(delete).status_code == 404
    assert hana.get(f"/cms/files/{small(theirs)}").status_code == 404
    assert hana.get(f"/cms/files/{report.file.name}").status_code == 404
    write(hana, part, image=str(theirs.pk))
    assert not NewsItem.objects.filter(slug="tea-on-saturdays").exists()
    write(hana, part, image=str(ours.pk), image_alt="A cup")
    assert NewsItem.objects.get(slug="tea-on-saturdays").image == ours
    shown = hana.get(f"/cms/files/{small(ours)}")
    assert shown.status_code == 200
    shown.close()


def test_a_member_uploads_a_file_into_its_own_collection(hana, part):
    form = {"title": "Our report", "language": "cs", "access_note": ""}
    form["file"] = ContentFile(b"A report.", "report.txt")
    answer = hana.post("/cms/snippets/nebe_newsroom/download/add/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Download.objects.get(title="Our report").collection == part.collection
    assert "Our report" in hana.get("/cms/snippets/choose/nebe_newsroom/download/").text


def test_a_member_cannot_make_a_foreign_file_public(hana, part):
    report = Download(title="Their report", file=ContentFile(b"x", "their-report.txt"))
    report.save()
    version = {"number": "1", "on": "2026-11-01", "note": ""}
    form = NEWS | {
        "slug": "ours", "type": "report", "authors": "", "year": "2026", "publisher": "",
        "languages": [], "isbn": "", "doi": "", "action-submit": "1",
    }  # fmt: skip
    form["versions"] = streamfield([("version", version | {"files": streamfield([])})])
    form = nested_form_data(form)
    form |= {
        "versions-0-value-files-count": "1", "versions-0-value-files-0-deleted": "",
        "versions-0-value-files-0-order": "0", "versions-0-value-files-0-value": str(report.pk),
    }  # fmt: skip
    add = f"/cms/pages/add/nebe_newsroom/publication/{own_page(part).pk}/"
    assert "not of your organisation" in hana.post(add, form).text
    assert not Publication.objects.filter(slug="ours").exists()


def test_what_is_closed_to_members_is_not_begun(hana, part, cast, client_for):
    write(hana, part)
    page = NewsItem.objects.get(slug="tea-on-saturdays")
    listed, edited = f"/cms/pages/{own_page(part).pk}/", f"/cms/pages/{page.pk}/edit/"
    for address in (listed, edited, "/cms/texts/"):
        assert "/cms/localize/submit/" not in hana.get(address).text
    assert "cms-of-members" in hana.get(listed).text
    assert "cms-of-members" not in client_for(cast.ema).get(listed).text


def test_only_colleagues_look_after_a_page(hana, part, cast):
    form = hana.get(f"/cms/pages/add/nebe_newsroom/newsitem/{own_page(part).pk}/").text
    choices = form.partition('name="responsible"')[2].partition("</select>")[0]
    assert cast.hana.name in choices
    assert cast.ema.name not in choices


def test_a_job_of_a_member_is_read_by_the_member(part, cast):
    vacancy = Vacancy(
        title="Cook", slug="cook", contract="permanent", closes_on="2030-01-01",
        municipality=Municipality.objects.first(), organisation=cast.pomoc,
    )  # fmt: skip
    own_page(part).add_child(instance=vacancy)
    assert vacancy.organisation == cast.breh


def test_pages_that_are_there_when_a_part_is_made_are_told_as_its_own(pages, cast, client):
    own = OrganisationPage.objects.get(slug="mosty-plzen", locale__language_code="en")
    own.organisation = cast.breh
    own.save()
    page = NewsItem(title="Open late", slug="open-late")
    own.add_child(instance=page)
    page.save_revision().publish()
    about = Facet.objects.filter(key=page.translation_key, kind="organisation")
    assert not about.exists()
    services.part_create(organisation=cast.breh, actor=SYSTEM)
    assert about.get().value == cast.breh.slug
    assert cast.breh.name in Listed.objects.get(key=page.translation_key, reader="en").facts_told
    assert "News of this organisation" in client.get("/en/partners/mosty-plzen/").text


def test_cards_tell_the_new_name_of_an_organisation(part, cast):
    page = NewsItem(title="Inside", slug="inside")
    own_page(part).add_child(instance=page)
    page.save_revision().publish()
    run_due()
    cast.breh.email = "office@breh.example"
    cast.breh.save()
    assert run_due() == 0
    cast.breh.name = "Jiný břeh"
    cast.breh.save()
    run_due()
    facts = Listed.objects.get(key=page.translation_key, reader="en").facts_told
    assert facts[0] == "Jiný břeh"
    part.collection.refresh_from_db()
    assert part.collection.name == "Jiný břeh"


def test_a_moved_job_is_read_by_the_organisation_it_comes_to(part, cast):
    own = own_page(part)
    own.save_revision().publish()
    vacancy = Vacancy(
        title="Cook", slug="cook", contract="permanent", closes_on="2030-01-01",
        municipality=Municipality.objects.first(), organisation=cast.pomoc,
    )  # fmt: skip
    section = Section.objects.get(kind="vacancy", locale=own.locale)
    section.add_child(instance=vacancy)
    vacancy.save_revision().publish()
    with scopes_disabled():
        reader = Selection.objects.filter(key=vacancy.translation_key).values_list("organisation")
        assert reader.get() == (cast.pomoc.pk,)
        vacancy.move(own, pos="last-child")
        assert Vacancy.objects.get(pk=vacancy.pk).organisation == cast.breh
        assert reader.get() == (cast.breh.pk,)
        Vacancy.objects.get(pk=vacancy.pk).move(section, pos="last-child")
        moved = Vacancy.objects.get(pk=vacancy.pk)
        assert moved.organisation is None
        assert moved.get_latest_revision_as_object().organisation is None
        assert reader.get() == (cast.office.pk,)


def test_the_search_finds_jobs_by_the_new_name_of_who_offers_them(pages, cast):
    vacancy = Vacancy.objects.live().filter(locale__language_code="en").first()
    Vacancy.objects.filter(pk=vacancy.pk).update(organisation=cast.breh)
    cast.breh.name = "Kormorán"
    cast.breh.save()
    assert vacancy.translation_key in articles_find("kormoran").keys


def test_an_empty_part_goes_and_a_full_one_stays(part, hana, cast):
    write(hana, part)
    with pytest.raises(NotPossible):
        services.part_remove(part=part, actor=SYSTEM)
    NewsItem.objects.get(slug="tea-on-saturdays").delete()
    services.part_remove(part=OrganisationPart.objects.get(), actor=SYSTEM)
    assert not OrganisationPart.objects.exists()
    assert not OrganisationPage.objects.filter(organisation=cast.breh).exists()
    assert not cast.hana.groups.exists()
    assert hana.get("/cms/").status_code == 404


def test_what_a_member_wrote_is_withheld_with_its_part(part, client):
    own_page(part).save_revision().publish()
    page = NewsItem(title="Inside", slug="inside")
    own_page(part).add_child(instance=page)
    page.save_revision().publish()
    assert client.get("/en/partners/druhy-breh/inside/").status_code == 200
    PageViewRestriction.objects.create(page=own_page(part), restriction_type="login")
    assert client.get("/en/partners/druhy-breh/inside/").status_code == 404


def test_the_demonstration_has_a_part_that_hana_writes(
    pages, cast, client, client_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        part_load(cast)
        part_load(cast)
    own = client.get("/en/partners/druhy-breh/").text
    assert "Our office stays open on Saturdays" in own
    assert "Вечір про трудові договори" in client.get("/uk/events/").text
    uk = client.get("/uk/partners/druhy-breh/").text
    assert "Наша приймальня відчинена й у суботу" in uk
    assert "Юристи й консультанти" in uk
    page = NewsItem.objects.get(slug="open-on-saturdays", locale__language_code="en")
    assert client_for(cast.hana).get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    row = client_for(cast.ema).get("/cms/parts/").text.partition(cast.breh.name)[2]
    assert cast.hana.name in row.partition("</tr>")[0]
