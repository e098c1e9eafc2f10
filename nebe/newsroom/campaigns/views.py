"""Banners and short links for everyone; their numbers for editors."""

import csv
import io
from html import escape
from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import network_editor, public
from nebe.core.ui.cards import Card

from ..drawn import drawn_once
from ..indexing import page_path
from ..languages import best
from ..models import Campaign, Reach, ShortLink
from ..views.shows import shows
from . import BANNERS, SIZES
from .counting import is_machine, waiting

editors = network_editor
# What somebody copies into their own page: a link and a picture, no script.
CODE = '<a href="{}"><img src="{}" alt="{}" width="{}" height="{}"></a>'
KINDS = {"png": "image/png", "svg": "image/svg+xml"}


def campaign_of(**wanted) -> Campaign:
    """The public page in the reader's language, else the nearest; 404 where there is none."""
    pages = Campaign.objects.live().public().filter(**wanted).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    code = best(by_language, get_language())
    if code is None:
        raise Http404
    return by_language[code]


def count(request, campaign: Campaign, what: str) -> None:
    if request.method == "GET" and not is_machine(request.headers.get("User-Agent", "")):
        waiting.add(campaign.translation_key, what, timezone.localdate())


@shows(Campaign)
def campaign_shows(request, page) -> dict:
    link = ShortLink.objects.filter(campaign=page.translation_key, label=BANNERS).first()
    target = absolute("go", link.code) if link else absolute("wagtail_serve", page_path(page))
    return {"banners": [banner_of(page, target, *size) for size in SIZES]}


def banner_of(page: Campaign, target: str, width: int, height: int) -> dict:
    size = f"{width}x{height}"
    address = absolute("banner", page.slug, size, "png")
    return {
        "size": f"{width} × {height}",
        "width": width,
        "height": height,
        "png": reverse("banner", args=[page.slug, size, "png"]),
        "svg": reverse("banner", args=[page.slug, size, "svg"]),
        "code": CODE.format(target, escape(address), escape(page.slogan), width, height),
    }


@public
@require_safe
def banner(request, slug, size, form):
    """Asked for again after an hour: this is how showing is counted, without knowing by whom."""
    wanted = next((each for each in SIZES if f"{each[0]}x{each[1]}" == size), None)
    if wanted is None or form not in KINDS:
        raise Http404
    page = campaign_of(slug=slug)
    language = page.locale.language_code
    card = Card(
        width=wanted[0], height=wanted[1], title=page.slogan, call=page.call, language=language
    )
    response = HttpResponse(
        drawn_once(page, card, f"banner-{size}", form), content_type=KINDS[form]
    )
    response["Cache-Control"] = "private, max-age=3600"
    if "preview" not in request.GET:  # on the page that offers the code
        count(request, page, f"banner/{size}/{language}")
    return response


@public
@require_safe
def go(request, code):
    link = get_object_or_404(ShortLink, code=code)
    page = campaign_of(translation_key=link.campaign)
    count(request, page, f"link/{link.code}")
    response = redirect("wagtail_serve", page_path(page))
    response["Cache-Control"] = "no-store"
    return response


# For editors


class LinkForm(forms.ModelForm):
    class Meta:
        model = ShortLink
        fields = ["code", "label"]
        help_texts = {
            "code": _("Short and easy to say: letters, digits and hyphens."),
            "label": _("For example: poster in the tram"),
        }


@editors
@require_safe
def campaigns(request):
    sums = dict(Reach.objects.values_list("campaign").annotate(Sum("count")).order_by())
    rows = [(page, sums.get(key, 0)) for key, page in nearest_pages().items()]
    return render(request, "newsroom/campaigns/list.html", {"rows": rows})


def nearest_pages(**wanted) -> dict[UUID, Campaign]:
    """Campaigns by key, drafts among them, each in the editor's language or the nearest."""
    pages: dict[UUID, dict[str, Campaign]] = {}
    for page in Campaign.objects.filter(**wanted).select_related("locale").order_by("pk"):
        pages.setdefault(page.translation_key, {})[page.locale.language_code] = page
    language = get_language() or ""
    return {key: found[best(found, language) or ""] for key, found in pages.items()}


def page_or_404(key: UUID) -> Campaign:
    pages = nearest_pages(translation_key=key)
    if key not in pages:
        raise Http404
    return pages[key]


def label_of(link: ShortLink) -> str:
    return gettext("from the banners") if link.label == BANNERS else link.label


def counted(what: str, labels: dict[str, str]) -> str:
    """What was shown or followed, in words; the CSV has the mark under which it is counted."""
    kind, _slash, rest = what.partition("/")
    if kind != "banner":
        return gettext("Short link: %(label)s") % {"label": labels.get(what, rest)}
    size, _slash, code = rest.partition("/")
    language = settings.LANGUAGE_NAMES.get(code, code)
    size = size.replace("x", " × ")
    return gettext("Banner %(size)s, %(language)s") % {"size": size, "language": language}


@editors
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request, key):
    """Numbers of one campaign, its short links, and the form for one more."""
    page = page_or_404(key)
    form = LinkForm(request.POST or None, instance=ShortLink(campaign=key))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("newsroom_campaigns:campaign", key)
    totals = Reach.objects.filter(campaign=key).values_list("what").annotate(Sum("count"))
    links = ShortLink.objects.filter(campaign=key)
    labels = {f"link/{each.code}": label_of(each) for each in links}
    context = {
        "page": page,
        "form": form,
        "totals": [(counted(what, labels), sum) for what, sum in totals.order_by("what")],
        "links": [(each, label_of(each), absolute("go", each.code)) for each in links],
    }
    return render(
        request, "newsroom/campaigns/campaign.html", context, status=422 if form.errors else 200
    )


@editors
@require_safe
def reach_csv(request, key):
    page = page_or_404(key)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.csv"'
    writer = csv.writer(response)
    writer.writerow(["day", "what", "count"])
    rows = Reach.objects.filter(campaign=key)
    writer.writerows(rows.values_list("day", "what", "count"))
    return response


@editors
@require_safe
def qr(request, pk):
    link = get_object_or_404(ShortLink, pk=pk)
    picture = io.BytesIO()
    segno.make(absolute("go", link.code), error="m", micro=False).save(
        picture, kind="svg", scale=8, light="#fff"
    )
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{link.code}.svg"'
    return response
