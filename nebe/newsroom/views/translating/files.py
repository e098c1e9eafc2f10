"""Texts out to translators and in again; the glossary as a table."""

import io
from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail_localize.models import Translation

from nebe.core.people.access import cms

from ...models import Coverage
from ...translating.coverage import AT_ONCE, coverage_settle
from ...translating.files import NoFile, page_texts, po_write, xliff_write
from ...translating.glossary import NoTable, glossary_read, glossary_write
from ...translating.taking_in import LARGEST, Fate, file_read, file_take
from .coverage import covered, narrowed, wanted_of

WRITERS = {
    "xliff": (xliff_write, "xlf", "application/xliff+xml"),
    "po": (po_write, "po", "text/x-gettext-translation; charset=utf-8"),
}
MOST_PAGES = 500


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large."))
        return file


@cms
def texts_export(request):
    """The texts of the pages that the filter of the table shows, or of one (`page`).

    Only translations that were begun: their texts have a place to come back to.
    """
    language = request.GET.get("language")
    if language not in dict(settings.LANGUAGES) or request.GET.get("format") not in WRITERS:
        return render(request, "newsroom/cms/export.html", export_context(request))
    pages = [page_texts(each, timezone.now()) for each in translations_wanted(request, language)]
    if not pages:
        return render(request, "newsroom/cms/export.html", export_context(request, empty=True))
    write, ending, kind = WRITERS[request.GET["format"]]
    response = HttpResponse(write(pages), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="texts-{language}.{ending}"'
    return response


@cms
def po_of_translation(request, translation_id):
    """From the editor of wagtail-localize, whose own files would replace what is newer."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()
    wanted = {
        "language": translation.target_locale.language_code,
        "page": page.pk if page else 0,
        "format": "po",
    }
    return redirect(f"{reverse('newsroom_texts:texts_out')}?{urlencode(wanted)}")


def translations_wanted(request, language: str) -> list[Translation]:
    coverage_settle(AT_ONCE)
    _form, wanted = wanted_of(request)
    rows = narrowed(covered(request.user), wanted).filter(language=language)
    if (page := request.GET.get("page", "")).isascii() and page.isdecimal():
        rows = rows.filter(page_id=int(page[:18]))
    rows = rows.exclude(state__in=[Coverage.State.SOURCE, Coverage.State.MISSING])
    keys = rows.order_by().values("key")
    translations = Translation.objects.filter(
        source__object_id__in=keys, target_locale__language_code=language
    )
    related = translations.select_related("source__locale", "target_locale")
    return list(related.order_by("source__object_repr", "pk")[:MOST_PAGES])


def export_context(request, *, empty: bool = False) -> dict:
    form, _wanted = wanted_of(request)
    return {
        "header_title": _("Texts for translators"),
        "page_title": _("Texts for translators"),
        "header_icon": "download",
        "form": form,
        "empty": empty,
        "most": MOST_PAGES,
    }


@cms
@require_http_methods(["GET", "POST"])
def texts_import(request, translation_id=None):
    """The file says which pages it is about, whichever translation it comes from."""
    form = FileForm(request.POST or None, request.FILES or None)
    told = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = file_take(file_read(file.name, file.read()), request.user)
            told = sorted(taken, key=lambda each: each.fate is Fate.UNCHANGED)  # these last
        except NoFile as error:
            form.add_error("file", str(error))
    context = {
        "header_title": _("Take in translated texts"),
        "page_title": _("Take in translated texts"),
        "header_icon": "upload",
        "form": form,
        "told": told,
        "counts": fates(told) if told is not None else [],
    }
    return render(request, "newsroom/cms/import.html", context)


def fates(told) -> list[tuple[str, int]]:
    found = Counter(each.fate for each in told)
    return [(str(fate.label), found[fate]) for fate in Fate if found[fate]]


@cms
def glossary_export(request):
    file = io.StringIO(newline="")
    glossary_write(file)
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    return response


@cms
@require_http_methods(["GET", "POST"])
def glossary_import(request):
    form = FileForm(request.POST or None, request.FILES or None)
    fates = None
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
            fates = glossary_read(io.StringIO(text, newline=""))
        except UnicodeDecodeError:
            form.add_error("file", _("This is no CSV table in UTF-8."))
        except NoTable as error:
            form.add_error("file", str(error))
    context = {
        "header_title": _("Glossary from a table"),
        "page_title": _("Glossary from a table"),
        "header_icon": "upload",
        "form": form,
        "fates": fates,
    }
    return render(request, "newsroom/cms/glossary_import.html", context)
