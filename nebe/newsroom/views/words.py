"""“Words explained”: terms of law in plain words, by the alphabet of the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.ui.structured import as_script

from ..words import by_letter, words_described, words_explained

LONGEST = 100  # characters of what is looked for


@public
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    language = get_language() or "en"
    known = words_explained(language)
    found = [word for word in known if word.has(text)] if text else known
    address = absolute("words")
    described = words_described(
        known, title=_("Words explained"), address=address, language=language
    )
    context = {
        "text": text,
        "letters": by_letter(found, language),
        "found": len(found),
        "address": address,
        "structured": as_script(described),
    }
    return render(request, "newsroom/words.html", context)
