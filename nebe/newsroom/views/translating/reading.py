"""How hard a page is to read, with its long sentences; of the newest draft."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from nebe.core.people.access import cms
from nebe.core.texts.translated import RIGHT_TO_LEFT

from ...models.base import NewsroomPage
from ...translating.coverage import texts_to_read
from ...translating.readability import SYLLABLES, longest_sentence, measure, minutes


@cms
def reading(request, pk):
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, NewsroomPage) or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    code = page.locale.language_code
    found = measure(texts_to_read(page.get_latest_revision_as_object()), code)
    context = {
        "header_title": page.title,
        "page_title": _("How hard to read"),
        "header_icon": "glasses",
        "page": page,
        "measure": found,
        "minutes": minutes(found.words, code),
        "longest": longest_sentence(code),
        "in_syllables": code in SYLLABLES,
        "code": code,
        "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr",
    }
    return render(request, "newsroom/cms/reading.html", context)
