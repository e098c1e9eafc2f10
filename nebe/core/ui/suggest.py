"""A name that is typed, with suggestions where there is JavaScript."""

from typing import Any

from django import forms


class SuggestInput(forms.TextInput):
    """Names from the page `url_name`, asked with `query`, are offered while one is typed."""

    template_name = "ui/widgets/suggest.html"

    def __init__(self, url_name: str, query: str = ""):
        super().__init__({"autocomplete": "off", "dir": "auto"})
        self.url_name, self.query = url_name, query

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"suggest": self.url_name, "query": self.query}
        return context
