"""Short addresses, and links by which readers pass a page on; nobody is asked before a click."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public

from ..models import Listed

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: none looks like another
ALIKE = str.maketrans("ilo", "110")
LONGEST = 12  # digits: more than any number of a page has


def short_code(number: int) -> str:
    code = ""
    while number:
        number, digit = divmod(number, 32)
        code = DIGITS[digit] + code
    return code


def short_number(code: str) -> int | None:
    digits = code.lower().translate(ALIKE)
    if not 0 < len(digits) <= LONGEST or set(digits) - set(DIGITS):
        return None
    number = 0
    for digit in digits:
        number = number * 32 + DIGITS.index(digit)
    return number


def listed_or_404(key: UUID | None) -> Listed:
    """The public article in the reader's language, or the nearest."""
    item = Listed.objects.filter(reader=get_language(), key=key).first() if key else None
    if item is None:
        raise Http404
    return item


@public
@require_safe
@cache_control(no_cache=True)
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the article in the reader's language, whichever language's address was passed on."""
    pages = Page.objects.filter(pk=short_number(code))
    item = listed_or_404(pages.values_list("translation_key", flat=True).first())
    response = redirect("wagtail_serve", item.path)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@dataclass(frozen=True)
class Share:
    """What the links beneath an article are made of."""

    key: UUID
    title: str
    short: str  # address

    @property
    def links(self) -> list[tuple[Any, str]]:
        both = f"{self.title} {self.short}"
        return [
            (_("E-mail"), "mailto:?" + encoded(subject=self.title, body=self.short)),
            ("WhatsApp", "https://wa.me/?" + encoded(text=both)),
            ("Telegram", "https://t.me/share/url?" + encoded(url=self.short, text=self.title)),
            ("Viber", "viber://forward?" + encoded(text=both)),
            ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + encoded(u=self.short)),
            ("X", "https://x.com/intent/post?" + encoded(url=self.short, text=self.title)),
        ]


def encoded(**values: str) -> str:
    """Mail programs take a plus for a plus."""
    return urlencode(values).replace("+", "%20")


def share_of(page: Any) -> Share:
    """Of an article or its row in the lists."""
    key, pk = (
        (page.key, page.page_id) if isinstance(page, Listed) else (page.translation_key, page.pk)
    )
    return Share(key, page.title, absolute("short", short_code(pk)))


class ServerForm(forms.Form):
    server = forms.RegexField(
        r"^(?=.{4,100}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$",
        label=_("Your server"),
        help_text=_("For example: mastodon.social"),
        error_messages={"invalid": _("This is not the name of a server.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )

    def __init__(self, data):
        asked = data.get("server", "").strip().lower().removeprefix("https://").rstrip("/")
        super().__init__({"server": asked} if asked else None)


@public
@require_safe
def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same links with a QR code, and a way to servers of Mastodon, of which there are many.

    We lead nobody there by ourselves: what follows the form is a link to see first.
    """
    item = listed_or_404(key)
    found, form = share_of(item), ServerForm(request.GET)
    text = encoded(text=f"{item.title} {found.short}")
    context = {
        "link": form.is_valid() and f"https://{form.cleaned_data['server']}/share?{text}",
        "item": item,
        "share": found,
        "form": form,
        "qr": segno.make(found.short, error="m", micro=False).svg_data_uri(scale=6, light="#fff"),
    }
    return render(request, "newsroom/reaching/share.html", context)
