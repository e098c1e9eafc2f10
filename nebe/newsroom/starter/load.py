"""Makes pages of the starter texts. What is there already belongs to the editors and stays."""

import json
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from nebe.core.places.selectors import municipality_resolve

from ..editing.four_eyes import four_eyes_load
from ..kinds import model_of
from ..models import Article, Funder, HomePage, Section, Term, Topic
from ..translating.glossary import glossary_read
from .funders import funders_load
from .links import organisations_link
from .media import recording_demo
from .parse import Draft, drafts
from .pictures import picture_demo, pictures_load
from .topics import topics_load
from .values import merged, resolved

SOURCE = settings.LANGUAGE_CODE
GLOSSARY = Path(__file__).parent / "glossary.csv"
HOME = "/nebe/"


class TextsDiffer(Exception):
    """A translation of the starter texts has other blocks than its source."""


@transaction.atomic
def pages_load(
    *, demo: bool, today: date, languages: list[str] | None = None, sections_only: bool = False
) -> int:
    """Create the pages that are missing, with their translations; returns how many were made.

    `sections_only` leaves out what is no section: a new version brings lists that the links of each
    page lead to. `demo` adds the invented items of the demonstration, dated backwards from `today`.
    """
    topics_load(Topic)
    glossary_load()
    four_eyes_load()
    if demo:
        funders_load()
        pictures_load(today)
    codes = languages or [code for code, _name in settings.LANGUAGES]
    texts = {code: drafts(code) for code in {SOURCE, *codes}}
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in texts}
    home, made = home_load(texts[SOURCE]["home"], locales[SOURCE])
    pages = {"home": home} if made else {}
    for slug, draft in texts[SOURCE].items():
        if slug == "home" or (draft.meta.get("demo") and not demo):
            continue
        if sections_only and draft.meta.get("kind") != "section":
            continue
        page, made = page_load(draft, home, today)
        if made:
            pages[slug] = page
    for code in codes:
        for slug, page in pages.items():
            has_home = slug == "home" or home.has_translation(locales[code])
            if code != SOURCE and slug in texts[code] and has_home:
                page_translate(page, texts[SOURCE][slug], texts[code][slug], locales[code])
    transaction.on_commit(tree_mend)  # after the CMS has published, which it does then
    if demo:
        organisations_link(texts[SOURCE])
    return len(pages)


def tree_mend() -> None:
    """Pages that are published while others come below them forget how many these are.

    Without that number the next page that an editor puts there fails.
    """
    if any(Page.find_problems()):
        Page.fix_tree()


def glossary_load() -> None:
    """The first terms, where there are none; afterwards they belong to the editors."""
    if not Term.objects.exists():
        with GLOSSARY.open(encoding="utf-8", newline="") as file:
            glossary_read(file)


def home_load(draft: Draft, locale: Locale) -> tuple[HomePage, bool]:
    if home := HomePage.objects.filter(locale=locale).order_by("path").first():
        return home, False
    root = Page.get_first_root_node()
    home = HomePage(slug=HOME.strip("/"), locale=locale, **home_fields(draft, draft))
    root.add_child(instance=home)
    home.save_revision().publish()
    default_site(home)
    return home, True


def default_site(home: HomePage) -> None:
    """Put our home in the place of the welcome page that Wagtail's migrations make."""
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "site_name": settings.NETWORK_NAME},
    )
    for page in Page.objects.filter(depth=2, content_type__model="page").exclude(pk=home.pk):
        page.delete()


def page_load(draft: Draft, home: HomePage, today: date) -> tuple[Page, bool]:
    above, _, slug = draft.slug.rpartition("/")
    path = f"{home.url_path}{draft.slug}/"
    if page := Page.objects.filter(url_path=path).first():
        return page, False
    parent = Page.objects.get(url_path=f"{home.url_path}{above}/" if above else home.url_path)
    page = page_build(draft, draft, today)
    page.slug, page.locale = slug, home.locale
    parent.specific.add_child(instance=page)
    revision = page.save_revision()
    if may_be_public(page):
        revision.publish()
    if isinstance(page, Article) and page.image_id:
        ReferenceIndex.create_or_update_for_object(page)  # else a job's: its picture is shown now
    return page, True


def may_be_public(page: Page) -> bool:
    """All but a story, which waits for the consent of everyone in it."""
    return not (isinstance(page, Article) and page.withheld())


def page_build(source: Draft, draft: Draft, today: date) -> Page:
    """A page not yet saved, of the kind and with the block ids of `source`, saying `draft`."""
    if source.slug == "home":
        return HomePage(**home_fields(source, draft))
    if source.meta.get("kind") == "section":
        return Section(title=draft.title, intro=draft.summary, kind=source.meta["lists"])
    model = model_of(source.meta.get("kind", "page"))
    if model is None:
        raise ValueError(f"{source.slug}: no such kind of page")
    page = model(title=draft.title, summary=draft.summary, body=json.dumps(blocks(draft)))
    for name, text in merged(source.fields, draft.fields).items():
        set_field(page, name, text, today, source.slug)
    return page


def set_field(page: Article, name: str, text: str, today: date, slug: str) -> None:
    """One field from its text: `-30d` is a day, `a,b` are topics, `[…]` and `{…}` are JSON."""
    field = type(page)._meta.get_field(name)
    value: object = text
    if name == "topics":
        value = list(Topic.objects.filter(pk__in=text.split(",")))
    elif name == "funders":
        value = list(Funder.objects.filter(code__in=text.split(",")))
    elif isinstance(field, models.DateField) and text.endswith("d"):
        value = today + timedelta(days=int(text[:-1]))
    elif isinstance(field, models.BooleanField):
        value = text == "yes"
    elif isinstance(field, models.JSONField):
        value = json.loads(text)
    elif isinstance(field, StreamField):
        value = json.dumps(with_ids(resolved(json.loads(text), today, HOME), f"{slug}/{name}"))
    elif field.is_relation:
        value = related_named(field, text)
    else:
        value = field.to_python(text.replace("\\n", "\n"))
    setattr(page, name, value)


def related_named(field: Any, text: str) -> Any:
    """A town by its name, all else by its slug; None where it is not there (yet)."""
    if field.name == "recording":
        return recording_demo(text)
    if field.name == "image":
        return picture_demo(text)
    if field.name == "municipality":
        return municipality_resolve(text)[0]
    return field.remote_field.model.objects.filter(slug=text).first()


def with_ids(value: Any, name: str) -> Any:
    """Blocks and items of lists with ids that follow from their place, alike in all languages."""
    if isinstance(value, dict):
        found = {key: with_ids(each, f"{name}/{key}") for key, each in value.items()}
        return {**found, "id": str(uuid5(NAMESPACE_URL, name))} if "type" in value else found
    if isinstance(value, list):
        return [with_ids(each, f"{name}/{number}") for number, each in enumerate(value)]
    return value


def home_fields(source: Draft, draft: Draft) -> dict:
    return {
        "title": draft.title,
        "hero_text": draft.summary,
        "intro": " ".join(draft.values("paragraph")),
        "emergency_note": " ".join(draft.values("call_out")),
        "links": json.dumps([block for block in blocks(draft) if block["type"] == "link"]),
    }


def blocks(draft: Draft) -> list[dict]:
    """The body as StreamField keeps it; ids follow from slug and place, alike in all languages."""
    return [
        block(f"{draft.slug}/{number}", kind, value)
        for number, (kind, value) in enumerate(draft.body)
    ]


def block(name: str, kind: str, value) -> dict:
    if kind == "paragraph":
        value = f"<p>{escape(value, quote=False)}</p>"
    elif kind == "list":
        value = [block(f"{name}/{number}", "item", item) for number, item in enumerate(value)]
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def page_translate(page: Page, source: Draft, draft: Draft, locale: Locale) -> None:
    """Give the CMS every string's translation, as a translator would, and publish the page."""
    origin, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=origin, target_locale=locale)
    strings = StringSegment.objects.filter(source=origin).order_by("order")
    here = [(each.context.path, each) for each in strings.select_related("context", "string")]
    there = [
        (value.path, value.string.data)
        for value in extract_segments(page_build(source, draft, date.today()))
        if isinstance(value, StringSegmentValue)
    ]
    here = [(path, each) for path, each in here if path != "slug"]
    if [path for path, _each in here] != [path for path, _text in there]:
        raise TextsDiffer(f"{draft.slug} in {locale.language_code}")
    for (_path, segment), (_same, text) in zip(here, there, strict=True):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={"data": text},
        )
    translation.save_target(publish=may_be_public(page))
