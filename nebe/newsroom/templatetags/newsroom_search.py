from html import escape
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..addresses import address_of
from ..models import Listed
from ..search.answers import Filter
from ..search.marked import marked
from .newsroom import day_of, kind_of, language_name, language_of

register = template.Library()


@register.simple_tag(takes_context=True)
def query_base(context) -> str:
    """The page's query string without the page, for one filter more: `?q=help&`."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    return f"?{params.urlencode()}&" if params else "?"


@register.simple_tag(takes_context=True)
def query_without(context, key: str) -> str:
    params = context["request"].GET.copy()
    for each in (key, "page"):
        params.pop(each, None)
    return f"?{params.urlencode()}"


@register.simple_tag
def choices(each: Filter, base: str) -> SafeString:
    """What a filter offers, as links: a template takes as long for thirty as for the results."""
    link = f'<li><a class="tag" href="{escape(base)}{each.key}='
    return mark_safe(  # noqa: S308 (escaped here)
        "".join(
            f'{link}{quote(value)}"><bdi>{escape(name)}</bdi> ({number})</a></li>'
            for value, name, number in each.choices
        )
    )


@register.simple_tag
def result(item: Listed, words: set[str]) -> SafeString:
    """An article that was found, drawn here as cards of lists are, with its words marked."""
    lang = language_of(item)
    address = escape(address_of(item.path))
    summary = f"<p{lang}>{marked(item.summary, words)}</p>" if item.summary else ""
    foot = [f'<span class="tag">{escape(kind_of(item))}</span>', day_of(item)]
    if item.is_fallback:
        foot.append(f'<span class="tag">{escape(language_name(item.language))}</span>')
    return mark_safe(  # noqa: S308 (escaped above)
        f'<li class="card stack tight"><h3{lang}><a href="{address}">'
        f'{marked(item.title, words)}</a></h3>{summary}<p class="cluster">{" ".join(foot)}</p></li>'
    )
