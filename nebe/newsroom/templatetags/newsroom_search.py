from django import template
from django.utils.safestring import SafeString

from ..search.marked import marked

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context, key: str, value: str) -> str:
    """The page's query string with one filter more, from the first page on."""
    return changed(context, {key: value})


@register.simple_tag(takes_context=True)
def query_without(context, key: str) -> str:
    return changed(context, {key: None})


def changed(context, values: dict[str, str | None]) -> str:
    params = context["request"].GET.copy()
    for key, value in (values | {"page": None}).items():
        params.pop(key, None)
        if value is not None:
            params[key] = value
    return f"?{params.urlencode()}"


@register.filter
def found_in(words, text: str) -> SafeString:
    """`text` with what was found in it marked: `{{ answer.words|found_in:item.title }}`."""
    return marked(text, words)
