"""The pages of those who translate: the table, side by side, the machine's drafts, the lock."""

import csv
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation, Translation

from nebe.core.jobs import GiveUp
from nebe.core.texts.models import TranslationMonth
from nebe.newsroom.models import ARTICLES, Coverage, Guide, NewsItem, Term, TermWord
from nebe.newsroom.translating import machine
from nebe.newsroom.translating.coverage import coverage_settle
from nebe.newsroom.translating.side_by_side import side_by_side, translation_of_page
from nebe.newsroom.translating.unseen import MachineUnseen
from nebe.newsroom.views.cms_paging import PER_PAGE

from .test_coverage import change, item, started, state, translate

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def editor(cast, client_for, pages):
    client = client_for(cast.ema)
    client.get("/cms/")
    return client


class Service(BaseHTTPRequestHandler):
    """Puts every text into capitals; `server.status` makes it fail."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body["q"])
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"translatedText": body["q"].upper()}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.status = [], 200
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.TRANSLATOR = "libretranslate"
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.TRANSLATOR_OWN = False
    settings.TRANSLATOR_MONTHLY_CHARACTERS = 100_000
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "nebe.newsroom.translating.machine.Translator"
    }
    yield server
    server.shutdown()
    server.server_close()


def polish(slug="legal-day", model=NewsItem):
    """A Polish translation that was just begun."""
    page = item(slug=slug, model=model)
    started(page, "pl")
    return item("pl", slug, model)


def address(page):
    return f"/cms/texts/{page.pk}/"


def form_of(page):
    """The form of the page as a browser would send it back."""
    both = side_by_side(translation_of_page(page))
    texts = {f"text-{text.id}": text.target for text in both.texts}
    return both, texts | {f"was-{text.id}": text.was for text in both.texts}


def test_the_table_shows_every_page_in_every_language(editor):
    page = editor.get("/cms/texts/").text
    assert item().title in page
    assert page.count('class="texts-cell"') == 7 * min(PER_PAGE, len(set(keys())))
    assert f"/cms/localize/submit/page/{item().pk}/" in page
    assert f'href="{address(item("cs"))}"' in page
    assert 'href="?language=pl&amp;state=missing"' in page
    assert "/cms/texts/" in editor.get("/cms/").text


def keys():
    return Coverage.objects.values_list("key", flat=True)


def test_the_table_is_narrowed(editor, cast):
    def titles(**wanted):
        page = editor.get("/cms/texts/", wanted)
        return {original.title for original, _cells in page.context["pages"]}

    assert item().title in titles(kind="news")
    assert len(titles(kind="news")) == 8
    assert titles(q="legal") == {item().title}
    assert titles(state="missing", language="cs") == set()
    assert len(titles(state="published", language="cs", kind="news")) == 8
    assert titles(mine="1") == set()
    NewsItem.objects.filter(pk=item().pk).update(responsible=cast.ema)
    Coverage.objects.filter(page=item()).update(is_due=True)
    assert titles(mine="1") == {item().title}
    assert editor.get("/cms/texts/", {"kind": "x", "p": "x", "state": "<"}).status_code == 200
    assert "No page is like that" in editor.get("/cms/texts/", {"q": "xyzzy"}).text


def test_the_table_as_csv(editor):
    answer = editor.get("/cms/texts/", {"csv": "1", "kind": "news", "language": "cs"})
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert len(rows) == 8
    assert {row["state"] for row in rows} == {"published"}
    assert {row["language"] for row in rows} == {"cs"}
    assert all(int(row["words"]) > 10 for row in rows)


def test_the_table_takes_few_queries(editor, django_assert_max_num_queries):
    editor.get("/cms/texts/")
    with django_assert_max_num_queries(40):
        editor.get("/cms/texts/")


def test_whoever_may_not_edit_sees_nothing_of_it(editor, cast):
    GroupPagePermission.objects.filter(group__in=cast.ema.groups.all()).delete()
    assert item().title not in editor.get("/cms/texts/").text
    assert editor.get(address(item("cs"))).status_code == 404
    assert editor.get(f"/cms/texts/{item().pk}/reading/").status_code == 404
    assert editor.post(f"/cms/texts/{item('cs').pk}/draft/").status_code == 404


@pytest.mark.parametrize("model", ARTICLES)
def test_every_kind_of_page_is_shown_side_by_side(editor, model):
    page = model.objects.filter(locale__language_code="uk").first()
    answer = editor.get(address(page))
    assert answer.status_code == 200
    assert answer.text.count("<textarea") == Coverage.objects.get(page=page).segments
    assert editor.get(f"/cms/texts/{page.pk}/reading/").status_code == 200
    original = page.get_translations().get(locale__language_code="en")
    assert editor.get(address(original)).status_code == 404


def test_a_translation_is_written_and_published(editor, django_capture_on_commit_callbacks):
    page = polish()
    both, form = form_of(page)
    assert both.missing == len(both.texts) > 3
    refused = editor.post(address(page), form | {"publish": "1"}, follow=True)
    assert "not translated yet" in refused.text
    assert not item("pl").live
    form |= {f"text-{text.id}": f"PL {text.source}" for text in both.texts}
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(address(page), form | {"publish": "1"}, follow=True)
    assert "The translation is published" in answer.text
    assert item("pl").live
    assert item("pl").title == f"PL {item().title}"
    assert state("pl") == "published"


def test_what_is_broken_or_newer_is_kept_back_and_what_was_typed_stays(editor):
    page = item("cs")
    both, form = form_of(page)
    one, two = both.texts[0], both.texts[1]
    StringTranslation.objects.get(
        translation_of=two.segment.string, context=two.segment.context, locale=page.locale
    )
    translate(item(), "cs", two.source, "Mezitím někdo jiný.")
    form |= {f"text-{one.id}": "<b>neuzavřené", f"text-{two.id}": "Moje věta."}
    answer = editor.post(address(page), form)
    assert answer.status_code == 200
    for expected in ("&lt;b&gt;neuzavřené</textarea>", "Moje věta.</textarea>", "Mezitím někdo"):
        assert expected in answer.text
    assert not StringTranslation.objects.filter(data="Moje věta.").exists()
    _both, again = form_of(page)
    editor.post(address(page), again | {f"text-{two.id}": "Moje věta."})
    assert StringTranslation.objects.filter(data="Moje věta.").exists()


def test_changed_texts_are_marked_with_what_stood_there(editor, django_capture_on_commit_callbacks):
    coverage_settle()
    before, czech = item().summary, item("cs").summary
    change(item(), django_capture_on_commit_callbacks, summary="Now it says this.")
    answer = editor.get(address(item("cs")), {"open": "1"})
    [text] = answer.context["texts"]
    assert (text.is_changed, text.before, text.target_before) == (True, [before], [czech])
    assert "changed since it was translated" in answer.text
    body = list(item().body.raw_data)[:-1]
    change(item(), django_capture_on_commit_callbacks, body=json.dumps(body))
    answer = editor.get(address(item("cs")))
    assert "No longer in the original" in answer.text


def test_the_glossary_speaks_up_beside_the_text(editor):
    term = Term.objects.create(code="lawyer")
    TermWord.objects.create(term=term, language="en", text=item().title.split()[0])
    TermWord.objects.create(term=term, language="cs", text="neslýchané", definition="Velmi.")
    answer = editor.get(address(item("cs")))
    assert "The glossary says “\u2068neslýchané\u2069” here." in answer.text
    assert '<span lang="cs" dir="ltr">Velmi.</span>' in answer.text


def test_long_sentences_are_named(editor):
    translate(item(), "cs", item().summary, "slovo " * 30)
    assert "A long sentence:" in editor.get(address(item("cs"))).text
    reading = editor.get(f"/cms/texts/{item().pk}/reading/").text
    assert "LIX" in reading


# The machine


def test_the_machine_drafts_and_a_person_reads_before_it_is_published(
    editor, service, django_capture_on_commit_callbacks
):
    page = polish("doctor", Guide)
    answer = editor.get(address(page))
    assert "Let a machine draft" in answer.text
    editor.post(f"{address(page)}draft/")
    machine.write_draft(translation_of_page(page).pk)
    both, form = form_of(page)
    assert (both.missing, both.unseen) == (0, len(both.texts))
    assert both.texts[0].target == both.texts[0].source.upper()
    assert TranslationMonth.objects.get().characters == sum(map(len, service.asked))
    coverage_settle()
    assert Coverage.objects.get(page=page).state == Coverage.State.MACHINE
    refused = editor.post(address(page), form | {"publish": "1"}, follow=True)
    assert "nobody has read yet" in refused.text
    assert not Page.objects.get(pk=page.pk).live
    some = {f"seen-{both.texts[0].id}": "1"}
    editor.post(address(page), form | some)
    assert form_of(page)[0].unseen == len(both.texts) - 1
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address(page), form | {"seen-all": "1", "publish": "1"})
    assert Page.objects.get(pk=page.pk).live


def test_no_other_way_publishes_what_nobody_read(
    editor, service, django_capture_on_commit_callbacks
):
    page = polish()
    translation = translation_of_page(page)
    machine.write_draft(translation.pk)
    answer = editor.post(f"/cms/pages/{page.pk}/edit/", {"action": "publish"}, follow=True)
    assert "nobody has read yet" in answer.text
    with pytest.raises(MachineUnseen), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    revision = item("pl").save_revision()
    with pytest.raises(MachineUnseen):
        revision.publish()
    assert not item("pl").live


def test_translations_are_not_published_together_while_one_is_unread(
    editor, service, django_capture_on_commit_callbacks
):
    page = polish()
    translation = translation_of_page(page)
    update = f"/cms/localize/update/{translation.source_id}/"
    assert editor.get(update).status_code == 200
    machine.write_draft(translation.pk)
    answer = editor.post(update, {"publish_translations": "on"}, follow=True)
    assert "nobody has read yet" in answer.text
    assert not item("pl").live
    _both, form = form_of(page)
    editor.post(address(page), form | {"seen-all": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(update, {"publish_translations": "on"})
    assert item("pl").live


def test_a_draft_older_than_the_machine_s_words_may_be_published(
    editor, service, django_capture_on_commit_callbacks
):
    coverage_settle()
    revision = item("cs").save_revision()
    change(item(), django_capture_on_commit_callbacks, summary="New words.")
    machine.write_draft(translation_of_page(item("cs")).pk)
    revision.publish()
    assert item("cs").live


def test_marks_survive_the_machine(service):
    html = 'See <a id="a1">our <b>office</b></a> &amp; <br/> 24 {name}.'
    assert machine.translated(html, "en", "cs", public=True) == (
        'SEE <a id="a1">OUR <b>OFFICE</b></a> &amp; <br/> 24 {NAME}.'
    )
    assert "&amp;" not in "".join(service.asked)


def test_what_is_not_public_goes_to_nobody(editor, service):
    page = polish()
    item().unpublish()
    with pytest.raises(GiveUp):
        machine.write_draft(translation_of_page(page).pk)
    assert service.asked == []


def test_the_budget_ends_it_and_what_is_done_stays(editor, service, settings):
    page = polish()
    settings.TRANSLATOR_MONTHLY_CHARACTERS = len(item().title) + 5
    with pytest.raises(GiveUp, match="budget"):
        machine.write_draft(translation_of_page(page).pk)
    assert form_of(page)[0].unseen == 1


def test_a_service_that_is_away_is_asked_again_later(editor, service):
    page = polish()
    service.status = 503
    with pytest.raises(machine.machine.TranslationLater):
        machine.write_draft(translation_of_page(page).pk)
    service.status = 200
    machine.write_draft(translation_of_page(page).pk)
    assert form_of(page)[0].missing == 0


def test_what_a_person_wrote_the_machine_leaves(editor, service):
    page = polish()
    translate(item(), "pl", item().title, "Dzień prawa")
    machine.write_draft(translation_of_page(page).pk)
    both, _form = form_of(page)
    assert "Dzień prawa" in [text.target for text in both.texts if not text.is_machine]


def test_the_editor_of_wagtail_asks_the_worker(editor, service, monkeypatch):
    page = polish()
    asked = []
    monkeypatch.setattr(machine, "draft_enqueue", asked.append)
    monkeypatch.setattr("nebe.newsroom.views.translating.side_by_side.draft_enqueue", asked.append)
    translation = translation_of_page(page)
    answer = editor.post(f"/cms/localize/translate/{translation.pk}/machine_translate/")
    assert answer.url == address(page)
    segment = translation.source.stringsegment_set.first()
    found = machine.Translator({}).translate(
        translation.source.locale, translation.target_locale, [segment.string.as_value()]
    )
    assert found == {}
    assert asked[0] == translation.pk
    assert translation.pk in asked[1:]
    assert service.asked == []


def test_without_a_service_there_is_no_machine(editor, settings):
    page = polish()
    assert settings.TRANSLATOR == ""
    assert "Let a machine draft" not in editor.get(address(page)).text
    assert editor.post(f"{address(page)}draft/").status_code == 404


def test_a_translation_that_was_begun_is_a_draft(editor):
    page = polish()
    assert not page.live
    assert Translation.objects.filter(target_locale=page.locale).exists()
    assert state("pl") == "translating"
