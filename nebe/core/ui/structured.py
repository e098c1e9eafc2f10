"""Facts of schema.org within a page."""

import json
from typing import Any

from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]
from django.utils.safestring import SafeString, mark_safe


def as_script(facts: dict[str, Any]) -> SafeString:
    """For a `<script type="application/ld+json">`: nothing in it can end the element."""
    text = json.dumps(facts, ensure_ascii=False).translate(_json_script_escapes)
    return mark_safe(text)  # noqa: S308 (escaped above)
