"""A newsletter as one reader gets it: subject, plain text, HTML."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override

from nebe.core.mail.addresses import absolute
from nebe.core.mail.links import link_url
from nebe.core.mail.render import Rendered, mail_render
from nebe.core.texts.translated import Text, pick

from ..models import Listed, Newsletter
from .mails import OWN

TEMPLATE = "newsroom/mail/newsletter"
NO_TOKEN = "0" * 32  # as long as a token; opens nothing


@dataclass(frozen=True)
class Letter:
    """What it says to readers of one language; each text says in which language it is."""

    language: str
    title: Text
    introduction: Text
    items: list[Listed]

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.introduction.text.split("\n\n") if part.strip()]


def letter_of(newsletter: Newsletter, language: str, *, with_items: bool = True) -> Letter:
    """Items that are published no longer are left out."""
    keys = [UUID(key) for key in newsletter.items if with_items]
    found = Listed.objects.filter(reader=language, key__in=keys) if keys else []
    known = {item.key: item for item in found}
    return Letter(
        language=language,
        title=pick(newsletter.title, language),
        introduction=pick(newsletter.introduction, language),
        items=[known[key] for key in keys if key in known],
    )


def letter_render(newsletter: Newsletter, language: str) -> Rendered:
    """With a link to the reader's page that opens nothing: see `with_token`."""
    letter = letter_of(newsletter, language)
    with override(language):
        context = {
            "letter": letter,
            "lines": [
                {
                    "item": item,
                    "url": absolute("wagtail_serve", item.path),
                    "direction": direction(item.language),
                }
                for item in letter.items
            ],
            "web_url": absolute("newsletter_issue", newsletter.pk),
            "own_url": link_url(purpose=OWN, token=NO_TOKEN, language=language),
        }
    plain = mail_render(template=TEMPLATE, context=context, language=language)
    with override(language):
        more = {"direction": direction(language), "network": settings.NETWORK_NAME}
        html = render_to_string(f"{TEMPLATE}.html", context | more)
    return replace(plain, html=html)


def with_token(rendered: Rendered, token: str) -> Rendered:
    """The same for one reader: nothing else in it differs from reader to reader."""
    return replace(
        rendered,
        text=rendered.text.replace(NO_TOKEN, token),
        html=rendered.html.replace(NO_TOKEN, token),
    )


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
