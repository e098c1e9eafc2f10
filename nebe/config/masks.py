"""The last net under the logs: what looks like a person's data or a secret is masked.

The first rule is not to log it. This catches what slips through in words of others.
"""

import re

MASKS = [
    # Before all else, for they contain digits and dots.
    (re.compile(r"(/l/[^/\s]+/)[^/\s\"']+"), r"\1‹token›"),
    (re.compile(r"v\d\$[0-9a-f-]{36}\$[A-Za-z0-9+/=]+"), "‹sealed›"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "‹mail›"),
    (
        re.compile(r"(?i)\b(password|token|secret|sessionid|csrf\w*|key)(\s*[=:]\s*)\S+"),
        r"\1\2‹secret›",
    ),
    (re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])"), "‹address›"),
    # Nine digits or more, with the usual separators, but no date and no identifier.
    (re.compile(r"(?<![\w-])(?!\d{4}-\d\d-\d\d)\+?\(?\d(?:[ ()/.-]?\d){8,14}(?![\w-])"), "‹phone›"),
]


def masked(text: str) -> str:
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text
