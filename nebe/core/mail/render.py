"""A mail from one text template: its first line is the subject, a link line becomes the button."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from .addresses import home

LINK_LINE = re.compile(r"^(?P<label>[^:\n]{1,80}): (?P<url>https?://\S+)$")
# Controls, line separators and direction overrides: they could fake lines or turn text around.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Rendered:
    title: str
    text: str
    html: str


@dataclass(frozen=True)
class Block:
    """A paragraph of lines, or the link to our own site that is shown as the button."""

    lines: tuple[str, ...] = ()
    label: str = ""
    url: str = ""


def mail_render(*, template: str, context: dict, language: str) -> Rendered:
    """Render `<template>.txt` in the language.

    The first line of the form `Label: https://…` that leads to our own site is the HTML's button.
    """
    values = {"network": settings.NETWORK_NAME, "base_url": home(), **context}
    with translation.override(language):
        plain = Engine.get_default().get_template(f"{template}.txt")
        source = CONTROLS.sub("", plain.render(Context(values, autoescape=False)))
        title, _, text = source.strip().partition("\n")
        title, text = " ".join(title.split())[:LONGEST_TITLE], text.strip() + "\n"
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        page = {"title": title, "blocks": blocks(text), "language": language}
        html = render_to_string("mail/wrapper.html", values | page | {"direction": direction})
    return Rendered(title=title, text=text, html=html)


def blocks(text: str) -> list[Block]:
    """Paragraphs in order, the first link of our own as the only button."""
    found: list[Block] = []
    has_button = False
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        link = LINK_LINE.match(paragraph)
        if link and not has_button and link["url"].startswith(f"{home()}/"):
            has_button = True
            found.append(Block(label=link["label"], url=link["url"]))
        else:
            found.append(Block(lines=tuple(paragraph.splitlines())))
    return found
