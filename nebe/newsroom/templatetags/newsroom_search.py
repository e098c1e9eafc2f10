from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..search.answers import Filter
from ..search.marked import marked

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


@register.filter
def found_in(words, text: str) -> SafeString:
    """`text` with what was found in it marked: `{{ answer.words|found_in:item.title }}`."""
    return marked(text, words)
