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

from ..cms_jobs import cms_jobs_ask, cms_jobs_later
from ..editing.four_eyes import four_eyes_load
from ..indexing import index_once
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
LANGUAGES = [code for code, _name in settings.LANGUAGES]
GLOSSARY = Path(__file__).parent / "glossary.csv"
HOME = "/nebe/"


class TextsDiffer(Exception):
    """A translation of the starter texts has other blocks than its source."""


def pages_load(
    *,
    demo: bool,
    today: date,
    languages: list[str] | None = None,
    sections_only: bool = False,
    year: bool = False,
) -> int:
    """Create the pages that are missing, with their translations; returns how many were made.

    `sections_only` leaves out what is no section: a new version brings lists that the links of each
    page lead to. `demo` adds the invented items of the demonstration, dated backwards from `today`,
    `year` those that make a year of news of it.
    """
    levels = {None, *(["yes"] if demo else []), *(["year"] if demo and year else [])}
    texts = {code: drafts(code) for code in (SOURCE, *(languages or LANGUAGES))}
    wanted = [
        slug
        for slug, draft in texts[SOURCE].items()
        if draft.meta.get("demo") in levels
        and (not sections_only or draft.meta.get("kind") == "section")
    ]
    with index_once(), cms_jobs_later(), transaction.atomic():
        before_pages(demo, today)
        pages = pages_make(wanted, texts[SOURCE], today)
        pages_translate(pages, texts)
        transaction.on_commit(tree_mend)  # after the CMS has published, which it does then
        if demo:
            organisations_link(texts[SOURCE])
    cms_jobs_ask(pages.values())
    return len(pages)


def before_pages(demo: bool, today: date) -> None:
    topics_load(Topic)
    glossary_load()
    four_eyes_load()
    if demo:
        funders_load()
        pictures_load(today)


def pages_make(wanted: list[str], texts: dict[str, Draft], today: date) -> dict[str, Page]:
    """The pages that were missing, by slug."""
    locale, _made = Locale.objects.get_or_create(language_code=SOURCE)
    home, made = home_load(texts["home"], locale)
    pages: dict[str, Page] = {"home": home} if made else {}
    for slug in wanted:
        if slug != "home":
            page, made = page_load(texts[slug], home, today)
            if made:
                pages[slug] = page
    return pages


def pages_translate(pages: dict[str, Page], texts: dict[str, dict[str, Draft]]) -> None:
    """Each into the languages that have a home page, which is the first of them."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in texts}
    for slug, page in pages.items():
        targets = {
            locale: texts[code][slug]
            for code, locale in locales.items()
            if code != SOURCE and slug in texts[code]
        }
        if slug != "home":
            there = set(HomePage.objects.values_list("locale_id", flat=True))
            targets = {each: draft for each, draft in targets.items() if each.pk in there}
        if targets:
            page_translate(page, texts[SOURCE][slug], targets)


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


def page_translate(page: Page, source: Draft, targets: dict[Locale, Draft]) -> None:
    """Give the CMS every string's translation, as a translator would, and publish the page."""
    origin, _made = TranslationSource.update_or_create_from_instance(page)
    segments = [
        segment
        for segment in StringSegment.objects.filter(source=origin)
        .order_by("order")
        .select_related("context")
        if segment.context.path != "slug"
    ]
    for locale, draft in targets.items():
        translation, _made = Translation.objects.get_or_create(source=origin, target_locale=locale)
        said = {
            (segment.string_id, segment.context_id): text
            for segment, text in pairs(segments, source, draft, locale)
        }
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    translation_of_id=string, context_id=context, locale=locale, data=text
                )
                for (string, context), text in said.items()
            ],
            update_conflicts=True,
            unique_fields=["locale", "translation_of", "context"],
            update_fields=["data"],
        )
        translation.save_target(publish=may_be_public(page))


def pairs(
    segments: list[StringSegment], source: Draft, draft: Draft, locale: Locale
) -> list[tuple[StringSegment, str]]:
    """What stands in the source, and what `draft` says there."""
    said = [
        (value.path, value.string.data)
        for value in extract_segments(page_build(source, draft, date.today()))
        if isinstance(value, StringSegmentValue) and value.path != "slug"
    ]
    if [segment.context.path for segment in segments] != [path for path, _text in said]:
        raise TextsDiffer(f"{draft.slug} in {locale.language_code}")
    return [(segment, text) for segment, (_path, text) in zip(segments, said, strict=True)]
