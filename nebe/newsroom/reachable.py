"""E-mails and telephone numbers in an article, as links that write and call.

A number stands from left to right in every script.
"""

import re
from collections.abc import Iterable

from nebe.core.places.emergency import EVERYWHERE, NUMBERS

from .explained import running_text

# What stands alone: no part of a longer number, a decimal or a reference such as `&#112;`.
ALONE, END = r"(?<![\w+#&.,@-])", r"(?![\w@%]|[.,:-]\d)"
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(rf"{ALONE}\+\d(?:[ \u00a0]?\d){{7,14}}{END}")
SHORT = sorted({each.number for numbers in NUMBERS.values() for each in numbers})


def alone(numbers: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{ALONE}(?:{'|'.join(numbers)}){END}")


# Other short numbers may be anything, such as 150 people, unless the European one is beside them.
ANY, ALL = alone([EVERYWHERE]), alone(SHORT)


def reachable(html: str) -> str:
    """The same HTML; in its running text, what can be called or written to is a link."""
    return "".join(linked(text) if is_open else text for text, is_open in running_text(html))


def linked(text: str) -> str:
    if "@" in text:
        text = EMAIL.sub(r'<a href="mailto:\g<0>" dir="ltr">\g<0></a>', text)
    if "+" in text:
        text = PHONE.sub(call, text)
    return ALL.sub(call, text) if ANY.search(text) else text


def call(found: re.Match[str]) -> str:
    dial = re.sub(r"\s", "", found[0])
    return f'<a href="tel:{dial}" dir="ltr">{found[0]}</a>'
