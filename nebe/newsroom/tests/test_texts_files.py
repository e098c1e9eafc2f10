"""XLIFF and PO: out, in, and what becomes of each text."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from nebe.newsroom.models import Guide, NewsItem
from nebe.newsroom.translating.files import (
    NoFile,
    PageTexts,
    Unit,
    page_texts,
    po_read,
    po_write,
    xliff_read,
    xliff_write,
)
from nebe.newsroom.translating.markup import canonical, wrong_with
from nebe.newsroom.translating.taking_in import Fate, file_take
from nebe.newsroom.translating.taking_in import file_read as read

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORMATS = {"xlf": (xliff_write, xliff_read), "po": (po_write, po_read)}
ODD = [
    "Plain & simple < 5 > 3 “quoted”",
    'See <a id="a1">our <b>office</b></a> or <i>call</i>.',
    "One line<br/>another<br/><br/>third",
    "{name} pays %(price)s",
    "العربية <b>مهمة</b>\u200f!",
    "  blanks  inside ",
    "back\\slash and \"quotes\" and 'more'",
]


@pytest.fixture
def editor(cast, pages, client_for):
    client = client_for(cast.ema)
    client.get("/cms/")  # the door puts her in the group
    cast.ema.refresh_from_db()
    return cast.ema


def translation(slug="legal-day", language="cs", model=NewsItem):
    page = model.objects.get(slug=slug, locale__language_code="en")
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )


def out(*translations, at=None):
    return [page_texts(each, at or timezone.now()) for each in translations]


def first(of, path="summary"):
    segment = StringSegment.objects.get(source=of.source, context__path=path)
    return StringTranslation.objects.get(
        translation_of=segment.string, context=segment.context, locale=of.target_locale
    )


def fates(told):
    return {each.fate for each in told}


def with_target(pages, path, target, **values):
    """The texts of a file in which one text was changed."""
    for page in pages:
        page.units = [
            Unit(**{**vars(unit), "target": target, **values}) if unit.path == path else unit
            for unit in page.units
        ]
    return pages


@pytest.mark.parametrize("ending", FORMATS)
def test_a_round_trip_is_identical(editor, ending):
    write, parse = FORMATS[ending]
    told = [translation(), translation("doctor", "uk", Guide)]
    for one in told:
        at = timezone.now()
        file = write(out(one, at=at))
        pages = parse(file)
        assert [(u.name, u.source, u.target) for u in pages[0].units] == [
            (u.name, u.source, u.target) for u in out(one)[0].units
        ]
        before = list(StringTranslation.objects.order_by("pk").values())
        assert fates(file_take(pages, editor)) == {Fate.UNCHANGED}
        assert list(StringTranslation.objects.order_by("pk").values()) == before
        assert write(out(one, at=at)) == file


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("html", ODD)
def test_every_text_comes_back_as_it_went(ending, html):
    write, parse = FORMATS[ending]
    html = canonical(html)
    unit = Unit("a-b", "body.x", html, html)
    page = PageTexts("k", "Title", "en", "ar", timezone.now(), [unit])
    [back] = parse(write([page]))
    assert (back.units[0].source, back.units[0].target) == (html, html)
    assert (back.source_language, back.target_language) == ("en", "ar")
    assert back.made_at == page.made_at


def test_a_mark_is_protected_in_xliff(editor):
    page = PageTexts("k", "T", "en", "cs", None, [Unit("a-b", "p", ODD[1], "")])
    file = xliff_write([page]).decode()
    assert '<g id="a1" ctype="link">our <g id="b-1" ctype="bold">office</g></g>' in file
    assert "&lt;b" not in file


def test_a_translated_text_is_taken(editor):
    pages = with_target(out(translation()), "summary", "Nové shrnutí.")
    told = file_take(pages, editor)
    assert [each.fate for each in told].count(Fate.TAKEN) == 1
    text = first(translation())
    assert (text.data, text.translation_type) == ("Nové shrnutí.", "manual")
    assert text.last_translated_by == editor
    assert fates(file_take(pages, editor)) == {Fate.UNCHANGED}


def test_what_was_written_here_since_is_kept(editor):
    pages = with_target(out(translation()), "summary", "Ze souboru.")
    text = first(translation())
    text.data = "Novější zde."
    text.save()
    told = file_take(pages, editor)
    assert Fate.NEWER in fates(told)
    assert Fate.TAKEN not in fates(told)
    assert first(translation()).data == "Novější zde."


def test_a_file_that_does_not_say_when_it_was_made_replaces_nothing(editor):
    pages = with_target(out(translation()), "summary", "Ze souboru.")
    pages[0].made_at = None
    assert Fate.NEWER in fates(file_take(pages, editor))


@pytest.mark.parametrize(
    ("source", "target", "is_wrong"),
    [
        ('a <a id="a1">b</a>', 'x <a id="a1">y</a>', False),
        ('a <a id="a1">b</a>', "x y", True),
        ('a <a id="a1">b</a>', '<a id="a2">y</a>', True),
        ('a <a id="a1">b</a>', '<a id="a1">x</a><a id="a1">y</a>', True),
        ("a <b>b</b>", "x y", False),
        ("a", "<b>x", True),
        ("a", "x</b>", True),
        ("a", "<b><i>x</b></i>", True),
        ("a", "<script>x</script>", True),
        ("a", '<b onclick="x">x</b>', True),
        ("a", '<a href="javascript:x">x</a>', True),
        ("{name}", "x {name}", False),
        ("{name}", "x", True),
        ("%(n)s", "%(m)s", True),
        ("a<br/>b", "x<br>y", False),
    ],
)
def test_what_is_broken(source, target, is_wrong):
    assert bool(wrong_with(source, target)) is is_wrong


def test_a_broken_text_is_refused_and_the_rest_taken(editor):
    pages = with_target(out(translation()), "summary", "<b>nezavřené")
    pages = with_target(pages, "title", "Nový titulek")
    told = file_take(pages, editor)
    broken = [each for each in told if each.fate == Fate.BROKEN]
    assert len(broken) == 1
    assert broken[0].why
    assert first(translation(), "title").data == "Nový titulek"


def test_empty_changed_and_unknown_texts_are_told(editor, django_capture_on_commit_callbacks):
    pages = out(translation())
    page = NewsItem.objects.get(slug="legal-day", locale__language_code="en")
    page.summary = "Said otherwise."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    pages = with_target(pages, "title", "")
    pages[0].units.append(Unit("no-such", "x", "x", "x"))
    told = [each.fate for each in file_take(pages, editor)]
    assert [told.count(fate) for fate in (Fate.CHANGED, Fate.EMPTY, Fate.UNKNOWN)] == [1, 1, 1]


def test_a_machine_s_draft_stays_unread_unless_the_file_says_otherwise(editor):
    text = first(translation())
    StringTranslation.objects.filter(pk=text.pk).update(translation_type="machine")
    pages = xliff_read(xliff_write(out(translation())))
    assert fates(file_take(pages, editor)) == {Fate.UNCHANGED}
    assert first(translation()).translation_type == "machine"
    pages = with_target(pages, "summary", text.data, is_machine=False, is_final=False)
    assert fates(file_take(pages, editor)) == {Fate.UNCHANGED}
    pages = with_target(pages, "summary", text.data, is_final=True)
    assert Fate.TAKEN in fates(file_take(pages, editor))
    assert first(translation()).translation_type == "manual"
    po = po_write(out(translation())).decode()
    assert "fuzzy" not in po


def test_whoever_may_not_edit_a_page_takes_in_nothing(pages, cast):
    texts = with_target(out(translation()), "summary", "x")
    assert fates(file_take(texts, cast.jana)) == {Fate.UNKNOWN}
    for key in ("", "x", "00000000-0000-0000-0000-000000000000"):
        texts[0].key = key
        assert fates(file_take(texts, cast.jana)) == {Fate.UNKNOWN}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xlf", b""),
        ("x.xlf", b"<html/>"),
        ("x.xlf", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("x.xlf", b"\xff\xfe\x00"),
        ("x.po", b""),
        ("x.po", b"/etc/passwd"),
        ("x.po", b"\xff\xfe"),
        ("x.po", b'msgid "a\nmsgstr'),
        ("x.po", b" " * 5_000_001),
    ],
)
def test_what_is_no_file_is_refused(name, data):
    with pytest.raises(NoFile):
        read(name, data)


def test_editors_send_out_and_take_in(editor, client_for):
    client = client_for(editor)
    page = client.get("/cms/texts/out/", {"language": "cs", "kind": "news"})
    assert "XLIFF" in page.text
    file = client.get("/cms/texts/out/", {"language": "cs", "kind": "news", "format": "xliff"})
    assert file["Content-Disposition"] == 'attachment; filename="texts-cs.xlf"'
    assert len(xliff_read(file.content)) == 8
    one = NewsItem.objects.get(slug="legal-day", locale__language_code="cs").pk
    single = client.get("/cms/texts/out/", {"language": "cs", "page": one, "format": "po"})
    assert len(po_read(single.content)) == 1
    nothing = client.get("/cms/texts/out/", {"language": "vi", "format": "po"})
    assert "no translation that was begun" in nothing.text
    changed = re.sub(
        rb'(resname="summary">.*?<target state="translated">)[^<]*', rb"\1Jinak.", file.content
    )
    upload = SimpleUploadedFile("texts.xlf", changed)
    answer = client.post("/cms/texts/in/", {"file": upload})
    assert answer.text.count(">taken</td>") == 8
    assert answer.text.rindex(">taken</td>") < answer.text.index(">as it was</td>")
    assert first(translation()).data == "Jinak."
    bad = client.post("/cms/texts/in/", {"file": SimpleUploadedFile("x.xlf", b"<a/>")})
    assert "no XLIFF file" in bad.text


def test_the_files_of_wagtail_s_editor_lose_nothing_either(editor, client_for):
    client = client_for(editor)
    one = translation()
    way = f"/cms/localize/translate/{one.pk}/pofile"
    file = client.get(f"{way}/download/", follow=True)
    text = first(one)
    assert text.data in file.content.decode()
    old = file.content.replace(text.data.encode(), b"Ze souboru.")
    text.data = "Mezitim zde."
    text.save()
    answer = client.post(f"{way}/upload/", {"file": SimpleUploadedFile("x.po", old)})
    assert "newer here, kept" in answer.text
    assert first(one).data == "Mezitim zde."


def test_an_old_file_says_so(editor):
    old = out(translation(), at=timezone.now() - timedelta(days=400))
    old = with_target(old, "summary", "Stará věta.")
    assert Fate.NEWER in fates(file_take(old, editor))
