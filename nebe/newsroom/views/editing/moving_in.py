"""The export of an old WordPress site, handed over in the CMS; how far it is, what became of it."""

import io
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.people.access import cms
from nebe.core.people.cms import edits_for_network
from nebe.core.people.forms import with_https

from ...models import MovedIn, OldSite
from ...moving_in.fates import fates_write
from ...moving_in.portions import old_site_take

LARGEST = 200_000_000  # bytes
LOOK_AGAIN = 2  # seconds


class OldSiteForm(forms.ModelForm):
    file = forms.FileField(
        label=gettext_lazy("The export"),
        help_text=gettext_lazy("In WordPress: Tools → Export → All content."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=OldSite._meta.get_field("language").help_text,
        choices=[("", "–"), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = OldSite
        fields = ["file", "language", "with_media", "media", "with_authors"]
        formfield_callback = with_https

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large."))
        return file


def office_only(request) -> None:
    """What moves in belongs to the network, not to one of its members."""
    if not edits_for_network(request.actor):
        raise Http404


@cms
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request):
    office_only(request)
    form = OldSiteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        site = form.save(commit=False)
        old_site_take(site=site, pieces=form.cleaned_data["file"].chunks(), actor=request.actor)
        return redirect("newsroom_editing:moving_in_site", site.pk)
    context = {
        "page_title": _("An old site moves in"),
        "header_icon": "upload",
        "form": form,
        "sites": OldSite.objects.all(),
    }
    return render(request, "newsroom/cms/moving_in.html", context)


@cms
@require_safe
def site(request, pk: UUID):
    """Looks again by itself until everything is taken in."""
    office_only(request)
    found = get_object_or_404(OldSite, pk=pk)
    counts = dict(items_of(found).values_list("fate").annotate(Count("pk")).order_by())
    context = {
        "page_title": found.site or _("An old site moves in"),
        "header_icon": "upload",
        "site": found,
        "counts": [(fate.label, counts[fate]) for fate in MovedIn.Fate if fate in counts],
    }
    response = render(request, "newsroom/cms/moving_in_site.html", context)
    if not found.finished_at:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@cms
@require_safe
def fates(request, pk: UUID):
    office_only(request)
    found = get_object_or_404(OldSite, pk=pk)
    table = io.StringIO(newline="")
    fates_write(items_of(found).order_by("pk"), table)
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="fates.csv"'
    return response


def items_of(found: OldSite):
    rows = MovedIn.objects.filter(site=found.site)
    return rows if found.site else rows.none()
