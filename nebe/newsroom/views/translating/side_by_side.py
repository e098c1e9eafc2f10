"""An original and its translation beside each other: write, correct, confirm, publish."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.update_translations import UpdateTranslationsView

from nebe.core.people.access import cms
from nebe.core.texts import machine
from nebe.core.texts.translated import RIGHT_TO_LEFT

from ...library.gate import (
    not_published,
    wordless_in_translation,
    wordless_in_translations,
)
from ...models.gated import NotYet
from ...parts.forms import foreign_message, translation_uses_foreign
from ...translating import side_by_side as texts
from ...translating.coverage import coverage_count
from ...translating.machine import draft_enqueue
from ...translating.unseen import unread_message, unseen_texts


def page_to_translate(request, pk: int) -> tuple[Page, Translation]:
    """A translation that the user may edit; what they may not is not there."""
    page = get_object_or_404(Page, pk=pk)
    translation = texts.translation_of_page(page)
    if translation is None or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page.specific, translation


@cms
@require_http_methods(["GET", "POST"])
def side_by_side(request, pk):
    page, translation = page_to_translate(request, pk)
    saved = texts.Saved()
    if request.method == "POST":
        saved = texts.texts_save(translation, request.POST, request.user)
        told(request, saved)
        if not saved.kept_back:
            if "publish" in request.POST:
                publish(request, page, translation)
            return redirect(request.get_full_path())
    coverage_count([translation.source.object_id])
    both = texts.side_by_side(translation)
    for text in both.texts:
        if text.id in saved.kept_back:
            text.typed, text.error = saved.kept_back[text.id]
    return render(
        request, "newsroom/cms/side_by_side.html", context(request, page, translation, both)
    )


def context(request, page: Any, translation: Translation, both: texts.SideBySide) -> dict:
    only_open = "open" in request.GET
    return {
        "header_title": page.title,
        "page_title": page.title,
        "header_icon": "globe",
        "page": page,
        "translation": translation,
        "both": both,
        "texts": [each for each in both.texts if is_open(each)] if only_open else both.texts,
        "only_open": only_open,
        "wordless": wordless_in_translation(translation),
        "source": side(translation.source.locale),
        "target": side(translation.target_locale),
        "can_publish": page.permissions_for_user(request.user).can_publish(),
        "can_draft": machine.is_on() and both.missing,
    }


def side(locale) -> dict:
    code = locale.language_code
    return {"code": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr", "name": str(locale)}


def is_open(text: texts.Text) -> bool:
    return bool(not text.target or text.is_machine or text.is_changed or text.error or text.hints)


def told(request, saved: texts.Saved) -> None:
    if saved.written or saved.confirmed:
        number = saved.written + saved.confirmed
        message = ngettext("%(number)d text saved.", "%(number)d texts saved.", number)
        messages.success(request, message % {"number": number})
    if saved.kept_back:
        number = len(saved.kept_back)
        message = ngettext(
            "%(number)d text was not saved. See why beside it.",
            "%(number)d texts were not saved. See why beside them.",
            number,
        )
        messages.error(request, message % {"number": number})


def publish(request, page: Any, translation: Translation) -> None:
    """Only what is whole and was read."""
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    both = texts.side_by_side(translation)
    if both.unseen:
        messages.error(request, unread_message(both.unseen))
    elif both.missing:
        messages.error(request, _("Some texts are not translated yet. The page was not published."))
    elif wordless_in_translation(translation):
        words = _("A picture has no words in this language yet. The page was not published.")
        messages.error(request, words)
    elif translation_uses_foreign(translation, request.user):
        messages.error(request, foreign_message())
    else:
        try:
            translation.save_target(user=request.user, publish=True)
        except ValidationError as error:
            messages.error(request, "; ".join(error.messages))
        except NotYet as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The translation is published."))


@cms
@require_POST
def machine_draft(request, pk):
    """Ask the machine for what is missing."""
    page, translation = page_to_translate(request, pk)
    if not machine.is_on():
        raise Http404
    draft_enqueue(translation.pk)
    told_of_draft(request)
    return redirect("newsroom_texts:side_by_side", page.pk)


@cms
@require_POST
def machine_draft_of_translation(request, translation_id):
    """The same from the editor of wagtail-localize, which would wait for the service."""
    translation = get_object_or_404(Translation, pk=translation_id)
    target = Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()
    return machine_draft(request, target.pk if target else 0)


@cms
def update_translations(request, translation_source_id):
    """wagtail-localize's own page, which would publish all translations of a page at once; it
    publishes none while one of them holds what nobody has read, or shows a picture
    without words."""
    if request.method == "POST" and "publish_translations" in request.POST:
        source = get_object_or_404(TranslationSource, pk=translation_source_id)
        pages = Page.objects.filter(translation_key=source.object_id)
        if unread := sum(unseen_texts(page).count() for page in pages):
            messages.error(request, unread_message(unread))
            return redirect(request.path)
        if lacks := wordless_in_translations(source):
            messages.error(request, not_published(lacks))
            return redirect(request.path)
    view = UpdateTranslationsView.as_view()
    return view(request, translation_source_id=translation_source_id)


def told_of_draft(request) -> None:
    messages.success(
        request,
        _(
            "The machine is at work. Its draft is here in a few minutes; nothing of it is "
            "published before you have read it."
        ),
    )
