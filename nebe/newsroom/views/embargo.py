"""Press releases before their hour: who may read them, and the page that outlets read."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.access import network_editor
from nebe.core.people.requests import StaffRequest

from ..embargo import (
    press_link_give,
    press_link_opened,
    press_link_revoke,
    press_links,
    release_waiting,
    releases_waiting,
    without_pictures,
)
from ..models import Listed, PressLink, PressRelease
from ..selectors import Found
from .press import release_shows


class PressLinkForm(forms.ModelForm):
    class Meta:
        model = PressLink
        fields = ["outlet"]
        labels = {"outlet": gettext_lazy("Outlet")}


@network_editor
@require_safe
def releases(request: StaffRequest) -> HttpResponse:
    pages: dict[UUID, list[PressRelease]] = {}
    for page in releases_waiting():
        pages.setdefault(page.translation_key, []).append(page)
    links: dict[UUID, list[PressLink]] = {key: [] for key in pages}
    for link in press_links(pages).filter(revoked_at=None):
        links[link.key].append(link)
    rows = [(group[0], group, links[key]) for key, group in pages.items()]
    return render(request, "newsroom/press/releases.html", {"rows": rows})


@network_editor
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: StaffRequest, key: UUID) -> HttpResponse:
    """To whom it was given, and the form for one more; a new address is shown this once."""
    language = get_language() or "en"
    page = release_waiting(key=key, language=language)
    if page is None:
        raise Http404
    form, address = PressLinkForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        outlet = form.cleaned_data["outlet"]
        address = press_link_give(key=key, outlet=outlet, language=language, actor=request.actor)
        form = PressLinkForm()
    context = {"page": page, "form": form, "address": address, "links": press_links([key])}
    status = 422 if form.errors else 200
    return render(request, "newsroom/press/release.html", context, status=status)


@network_editor
@require_POST
def revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    link = get_object_or_404(PressLink, pk=pk)
    press_link_revoke(link=link, actor=request.actor)
    messages.success(request, _("This link opens nothing any more."))
    return redirect("newsroom_staff:press_release", link.key)


def before_the_hour(request: HttpRequest, link: Link) -> HttpResponse:
    """The release for one outlet; once it is public, the way to its page."""
    row, language = PressLink.objects.filter(pk=link.target).first(), get_language() or "en"
    if row is None:
        raise LinkUnknown
    kind = PressRelease.kind
    if public := Listed.objects.filter(reader=language, key=row.key, kind=kind).first():
        return redirect("wagtail_serve", public.path)
    page = release_waiting(key=row.key, language=language)
    if page is None:
        raise LinkUnknown
    if request.method == "GET":
        press_link_opened(link=row)
    code = page.locale.language_code
    context = {
        "page": without_pictures(page),
        "found": Found(page, code, is_fallback=code != language),
        "easy": "easy" in request.GET and bool(page.easy),
        "outlet": row.outlet,
        "topics": page.topics.all(),
        **release_shows(request, page),
    }
    return render(request, "newsroom/press/before.html", context)
