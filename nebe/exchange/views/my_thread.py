"""What hangs on the messages of a conversation: files, a machine's translation, blocked people."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nebe.core.errors import TooMany
from nebe.core.people.requests import Request
from nebe.core.texts import machine

from ..attachments import MEDIA_TYPES
from ..limits import translation_check
from ..models import Attachment
from ..selectors.blocks import block_for, blocks_of
from ..selectors.joinings import attachment_for
from ..selectors.matches import Entry, talk
from ..services.blocks import block_lift
from .forms import LIMIT_STATUS
from .my import My, mine
from .my_talk import Translated, own_talk, talk_page


def file_response(file: Attachment) -> HttpResponse:
    """To be looked at and kept nowhere: no script, no frame, no cache, never taken for a page."""
    response = HttpResponse(file.content, content_type=MEDIA_TYPES[file.kind])
    # A sandbox lets a picture be seen, and no browser show a PDF.
    how = "inline" if file.kind == Attachment.Kind.PICTURE else "attachment"
    response["Content-Disposition"] = f'{how}; filename="nebe-{file.position + 1}.{file.kind}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store, max-age=0"
    return response


@mine
@require_http_methods(["GET", "HEAD"])
def file(request: Request, my: My, pk: UUID, file: UUID) -> HttpResponse:
    match, _side = own_talk(my, pk)
    found = attachment_for(match, file)
    if found is None:
        raise Http404
    return file_response(found)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: Request, my: My, pk: UUID, message: UUID | None = None) -> HttpResponse:
    """One message by the installation's own service; shown once, kept nowhere."""
    match, side = own_talk(my, pk)
    if request.method != "POST" or not machine.is_own():
        return redirect("exchange:my_talk", token=my.token, pk=pk)
    entry = next((one for one in talk(match, side) if one.pk == message), None)
    if entry is None:
        raise Http404
    try:
        translation_check(person=my.person)
    except TooMany as error:
        refused = Translated(message, error=str(error.message))
        return talk_page(request, my, match, side, translated=refused, status=LIMIT_STATUS)
    return talk_page(request, my, match, side, translated=_translated(entry))


def _translated(entry: Entry) -> Translated:
    try:
        text = machine.translation_of(
            entry.text, source=entry.language, target=get_language() or "en", public=False
        )
    except machine.TranslationLater:
        return Translated(entry.pk, error=_("The translator is busy. Please try again later."))
    except machine.TranslationRefused:
        return Translated(entry.pk, error=_("This message cannot be translated at the moment."))
    return Translated(entry.pk, text=text)


@mine
@require_http_methods(["GET", "HEAD"])
def blocked(request: Request, my: My) -> HttpResponse:
    """Whom this person blocked."""
    context = {"my": my, "blocks": blocks_of(my.person)}
    return render(request, "exchange/my_blocked.html", context)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def unblock(request: Request, my: My, pk: UUID) -> HttpResponse:
    block = block_for(my.person, pk)
    if block is None:
        raise Http404
    if request.method == "POST":  # its button is on the list
        block_lift(block=block, actor=request.actor)
        messages.success(request, _("Done."))
    return redirect("exchange:my_blocked", token=my.token)
