"""Which page stands how in which language, and what happens to that."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from nebe.newsroom.models import ARTICLES, Coverage, Guide, NewsItem
from nebe.newsroom.tasks.translating import coverage_settle_job
from nebe.newsroom.translating.coverage import coverage_all, coverage_settle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
State = Coverage.State


def item(language="en", slug="legal-day", model=NewsItem):
    return model.objects.get(slug=slug, locale__language_code=language)


def state(language, slug="legal-day"):
    coverage_settle()
    return row(language, slug).state


def row(language, slug="legal-day", model=NewsItem):
    return Coverage.objects.get(key=item(slug=slug, model=model).translation_key, language=language)


def change(page, capture, **values):
    for name, value in values.items():
        setattr(page, name, value)
    with capture(execute=True):
        page.save_revision().publish()


def test_it_works(pages):
    assert coverage_settle() > 20
    states = {code: row(code).state for code in ("en", "cs", "uk", "pl", "ar")}
    assert states == {
        "en": State.SOURCE,
        "cs": State.PUBLISHED,
        "uk": State.PUBLISHED,
        "pl": State.MISSING,
        "ar": State.MISSING,
    }
    english = row("en")
    assert english.title == item().title
    assert english.words > 20
    assert row("cs").translated == row("cs").segments > 3
    assert coverage_settle() == 0


def test_every_kind_is_covered_in_every_language(pages):
    coverage_settle()
    kinds = {model.kind for model in ARTICLES} | {"section", "home"}
    assert set(Coverage.objects.values_list("kind", flat=True)) == kinds
    keys = Coverage.objects.values("key").distinct().count()
    assert Coverage.objects.count() == 7 * keys


def test_a_changed_original_makes_its_translations_stale(pages, django_capture_on_commit_callbacks):
    coverage_settle()
    change(item(), django_capture_on_commit_callbacks, summary="Quite another summary.")
    assert state("cs") == State.STALE
    assert row("cs").changed == 1
    assert row("cs").translated == row("cs").segments - 1
    assert state("en") == State.SOURCE
    assert state("pl") == State.MISSING
    assert state("cs", "never-pay") == State.PUBLISHED
    translate(item(), "cs", "Quite another summary.", "Úplně jiné shrnutí.")
    assert state("cs") == State.STALE  # written, and not published yet
    publish(item(), "cs", django_capture_on_commit_callbacks)
    assert state("cs") == State.PUBLISHED
    assert state("uk") == State.STALE
    assert item("cs").summary == "Úplně jiné shrnutí."


def test_a_changed_date_makes_stale_and_an_owner_does_not(
    pages, cast, django_capture_on_commit_callbacks
):
    coverage_settle()
    change(item(), django_capture_on_commit_callbacks, responsible=cast.ema)
    assert state("cs") == State.PUBLISHED
    assert row("cs").owner == cast.ema
    change(item(), django_capture_on_commit_callbacks, date="2026-01-02")
    assert state("cs") == State.STALE
    assert row("cs").changed == 0


def test_a_page_taken_down_or_deleted_shows(pages):
    coverage_settle()
    item("cs").unpublish()
    assert state("cs") == State.TRANSLATING
    item("uk").delete()
    assert state("uk") == State.MISSING
    for code in ("en", "cs"):
        key = item(code).translation_key
        item(code).delete()
    coverage_settle()
    assert not Coverage.objects.filter(key=key).exists()


def test_what_a_machine_wrote_shows_until_somebody_has_read_it(pages):
    page = item()
    started(page, "pl")
    assert state("pl") == State.TRANSLATING
    translate(page, "pl", page.title, "Dzień prawa", kind="machine")
    assert state("pl") == State.MACHINE
    assert (row("pl").machine, row("pl").translated) == (1, 1)
    StringTranslation.objects.get(data="Dzień prawa").delete()
    assert row("pl").is_due
    translate(page, "pl", page.title, "Dzień prawa")
    assert state("pl") == State.TRANSLATING


def test_a_few_at_a_time_and_the_rest_by_a_job(pages):
    assert coverage_settle(3) == 3
    assert Coverage.objects.filter(is_due=True).exists()
    coverage_settle_job()
    assert not Coverage.objects.filter(is_due=True).exists()


def test_counted_anew_it_is_the_same(pages, django_capture_on_commit_callbacks):
    coverage_settle()
    change(item(), django_capture_on_commit_callbacks, summary="Other.")
    coverage_settle()
    before = list(Coverage.objects.order_by("key", "language").values("state", "words", "lix"))
    coverage_all()
    assert before == list(
        Coverage.objects.order_by("key", "language").values("state", "words", "lix")
    )


def test_the_steps_of_a_guide_are_read_too(pages):
    coverage_settle()
    guide = item(slug="doctor", model=Guide)
    found = row("en", "doctor", Guide)
    assert found.words > len(guide.summary.split()) + 20
    assert 10 < found.lix < 80


def started(page, language):
    """As the CMS does when an editor asks for a translation."""
    from wagtail_localize.operations import translate_object

    translate_object(page, [Locale.objects.get_or_create(language_code=language)[0]])


def translate(page, language, source, text, kind="manual"):
    origin = TranslationSource.objects.get(object_id=page.translation_key)
    segment = origin.stringsegment_set.get(string__data=source)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code=language),
        defaults={"data": text, "translation_type": kind},
    )


def publish(page, language, capture):
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )
    with capture(execute=True):
        translation.save_target(publish=True)
