from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.rich_text import expand_db_html

from nebe.core.people.cms import is_open
from nebe.core.texts.translated import Text

from ..addresses import address_of
from ..explained import explained
from ..indexing import page_path
from ..kinds import WITHOUT_DAY, label
from ..models import StoryConsent
from ..models.pictures import public_picture
from ..reachable import reachable

register = template.Library()


@register.simple_tag
def address(value: str) -> str:
    """Where a link leads; a path of this site gets the reader's language."""
    return f"/{get_language()}{value}" if value.startswith("/") else value


@register.simple_tag
def page_address(page) -> str:
    """The page's address in the reader's language, whatever language the page has."""
    return address_of(page_path(page))


@register.simple_tag
def language_of(found) -> str:
    """As `lang_of`, for whatever was found for the reader."""
    return lang_of(found.language) if found and found.is_fallback else ""


@register.simple_tag
def lang_of(code: str) -> str:
    """` lang="…" dir="…"` for a text in this language, where the reader has another one.

    Articles have it as `page_lang` for what the page says: all else is ours, in the reader's
    language.
    """
    if not code or code == get_language():
        return ""
    info = get_language_info(code)
    return format_html(' lang="{}" dir="{}"', code, "rtl" if info["bidi"] else "ltr")


@register.filter
def in_language(text, attributes: str):
    """A text that is part of what we say, with what `lang_of` gives for its language."""
    return format_html("<span{}>{}</span>", attributes, text) if text and attributes else text


@register.simple_tag
def leaflet_address(page) -> str:
    """Where the page's leaflet to print is, in the reader's language."""
    return reverse("leaflet", args=[page_path(page).rstrip("/")])


@register.simple_tag
def card(item, level: str = "", with_kind: object = False) -> SafeString:
    """An article in a list, drawn here: for twelve of them a template takes most of the page."""
    lang = language_of(item)
    level = "h2" if level == "h2" else "h3"
    address = address_of(item.path)
    link = f'<a href="{escape(address)}">{escape(item.title)}</a>'
    summary = f"<p{lang}>{escape(item.summary)}</p>"
    facts = "".join(f"<p{lang}><bdi>{escape(fact)}</bdi></p>" for fact in item.facts_told)
    tags = [kind_of(item)] if with_kind else []
    tags += [language_name(item.language)] if item.is_fallback else []
    tagged = [f'<span class="tag">{escape(tag)}</span>' for tag in tags]
    foot = " ".join(filter(None, [day_of(item), *tagged]))
    cluster = f'<p class="cluster">{foot}</p>' if foot else ""
    return mark_safe(  # noqa: S308 (escaped above)
        f'<li class="card stack"><{level}{lang}>{link}</{level}>{summary}{facts}{cluster}</li>'
    )


@register.simple_tag
def day_of(item) -> SafeString:
    """Nothing where the kind's day means little, or stands among its facts."""
    if item.kind in WITHOUT_DAY:
        return mark_safe("")
    told = escape(day_told(item.date, get_language()))
    return mark_safe(f'<time datetime="{item.date}">{told}</time>')  # noqa: S308 (escaped here)


@lru_cache(maxsize=5000)
def day_told(day: date, language: str | None) -> str:
    return date_format(day)


@register.filter
def get(values: dict, key):
    return values.get(key)


@register.filter
def language_name(code: str) -> str:
    return str(settings.LANGUAGE_NAMES.get(code, code))


@register.inclusion_tag("newsroom/picture.html", takes_context=True)
def picture(context, image, alt: str = "", *, language: str = "", square: bool = False) -> dict:
    """Nothing where the picture may not be shown. `alt` wins over the media library's words."""
    return pictured(context, image, alt, language) | {"square": square}


@register.inclusion_tag("newsroom/figure.html", takes_context=True)
def figure(context, image, alt: str = "") -> dict:
    """The picture with who made it."""
    return pictured(context, image, alt)


@register.inclusion_tag("newsroom/picture.html")
def emblem(image) -> dict:
    """Beside words that say the same."""
    return {"image": public_picture(image), "alt": ""}


def pictured(context, image, alt: str, language: str = "") -> dict:
    image = public_picture(image)
    page = context.get("page")
    here = language or (page.locale.language_code if page else get_language())
    words = Text(alt, here) if alt else image.alternative(here) if image else ""
    return {"image": image, "alt": words}


@register.simple_tag
def kind_of(item) -> str:
    return str(label(item.kind))


@register.filter
def recording_url(recording) -> str:
    return reverse("recording", args=recording_path(recording))


def recording_path(recording) -> tuple:
    """What its address is made of."""
    return recording.pk, recording.ending


@register.filter
def covers_name(code: str) -> str:
    return str(StoryConsent.Covers(code).label)


@register.simple_tag(takes_context=True)
def text_of(context, stream) -> SafeString:
    """As `include_block` draws it, but a paragraph, which most of it are, without a template."""
    around = {} if all(map(is_paragraph, stream)) else context.flatten()
    page_lang = context.get("page_lang", "")
    blocks = [
        (
            each.block_type,
            "" if each.block_type == "picture" else page_lang,  # what we say is in its caption
            mark_safe(expand_db_html(each.value.source))  # noqa: S308 (cleaned when it was written)
            if is_paragraph(each)
            else each.render(context=around),
        )
        for each in stream
    ]
    return format_html_join("\n", '<div class="w-block-{0} block-{0}"{1}>{2}</div>', blocks)


def is_paragraph(block) -> bool:
    return block.block_type == "paragraph"


@register.simple_block_tag(takes_context=True)
def explain(context, content: SafeString) -> SafeString:
    """Links to call and to write, and to the glossary where readers have their own language."""
    drawn = reachable(content)
    found = context.get("found")
    if found and not found.is_fallback:
        drawn = explained(drawn, found.language)
    return mark_safe(drawn)  # noqa: S308 (drawn by templates)


@register.simple_tag(takes_context=True)
def cms_opens(context, view_name: str) -> bool:
    """Whether this view of the CMS is there for who looks at the page."""
    actor = getattr(context.get("request"), "actor", None)
    return bool(actor and is_open(actor, view_name))
