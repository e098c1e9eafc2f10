"""Template tags of the shared pages: icons, navigation, languages, query strings."""

from datetime import date
from functools import cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from nebe.core.texts.sentences import comma, listed, weekday_name

from ..registry import FOOTER, GROUPS, navigation

register = template.Library()
register.filter(listed)
register.simple_tag(comma)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One of the pictograms in `ui/icons/`, as inline SVG hidden from screen readers."""
    return mark_safe(get_template(f"ui/icons/{name}.svg").render())  # noqa: S308 (our own files)


@register.simple_tag(takes_context=True)
def nav_items(context, area: str) -> list[dict]:
    request = context.get("request")
    actor = getattr(request, "actor", None)
    path = getattr(request, "path", "")
    return [
        {
            "label": item.label,
            "url": item.url,
            "icon": item.icon,
            "current": path == item.url,
            "group": item.group,
        }
        for item in navigation.all(area)
        if item.visible(actor)
    ]


@register.simple_tag(takes_context=True)
def nav_groups(context, area: str) -> list[dict]:
    """The same with a group where its first link would be: `links` are what it holds.

    What is alone in its group needs no menu.
    """
    found: dict[str, dict] = {}
    for item in nav_items(context, area):
        key = item["group"] or item["url"]
        group = found.setdefault(key, {"label": GROUPS.get(key, ""), "links": []})
        group["links"].append(item)
    return [
        group | {"current": any(item["current"] for item in group["links"])}
        if len(group["links"]) > 1
        else group["links"][0]
        for group in found.values()
    ]


@register.simple_tag(takes_context=True)
def footer_groups(context) -> list[dict]:
    found: dict[str, list[dict]] = {key: [] for key in FOOTER}
    for item in nav_items(context, "footer"):
        found[item["group"] or FOOTER[-1]].append(item)
    return [{"label": GROUPS[key], "links": links} for key, links in found.items() if links]


@register.simple_tag(takes_context=True)
def page_languages(context) -> list[dict]:
    """The address of this very page in each language, under the language's own name."""
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
            "url": language_url(here, code, current),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def language_url(here: str, code: str, current: str | None) -> str:
    """Addresses differ by their first part alone; those of the machinery have no language."""
    prefix = f"/{current}/"
    return f"/{code}/{here.removeprefix(prefix)}" if here.startswith(prefix) else here


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The page's query string with some values changed; None takes one out."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = value
    return f"?{params.urlencode()}"


@register.filter
def with_colon(label: str) -> str:
    """A question has its mark already."""
    text = str(label)
    return text if text.endswith(("?", "؟")) else f"{text}:"


@register.filter
def weekday(day: date) -> str:
    return weekday_name(day.weekday())


@register.simple_tag
def text_direction() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
