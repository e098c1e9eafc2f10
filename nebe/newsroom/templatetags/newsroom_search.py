from django import template
from django.utils.safestring import SafeString

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


@register.filter
def found_in(words, text: str) -> SafeString:
    """`text` with what was found in it marked: `{{ answer.words|found_in:item.title }}`."""
    return marked(text, words)
