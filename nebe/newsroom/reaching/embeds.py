"""Parts of this site that others put on theirs: frames without script and cookie."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from nebe.core.mail.addresses import full
from nebe.core.people.access import public
from nebe.core.people.limits import network_limited

from ..campaigns import SIZES
from ..campaigns.views import campaign_of, campaign_shows
from ..kinds import labels
from ..views.infoline import infolines
from .forms import (
    COUNTS,
    LOOKS,
    NOT_EMBEDDED,
    BannerEmbedForm,
    EmbedForm,
    InfolineEmbedForm,
    ListEmbedForm,
    kinds,
)
from .narrowing import EVERYTHING, narrowed

# What stands in the frame of another site asks nothing of its readers but to be read.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["*"],
}
CODE = (
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" '
    'loading="lazy" style="border:0;max-width:100%"></iframe>'
)
# Each reader of another site asks once; a reception centre shares one address.
RATE = "6000/h"


def embeddable(*, seconds: int) -> Callable:
    """Every site may frame this view, and it alone; caches keep it so long.

    An answer that nothing has changed carries the same policy: it replaces the one that is kept.
    """

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        kept: Any = cache_control(public=True, max_age=seconds)(conditional_page(view))
        framed: Any = csp_replace(POLICY)(xframe_options_exempt(kept))
        return public(require_safe(network_limited("embed", rate=RATE)(framed)))

    return decorated


def drawn(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    look = next((value for value, _name in LOOKS if value == request.GET.get("look")), "")
    return render(request, f"newsroom/reaching/{template}.html", {"look": look, **context})


@embeddable(seconds=60)
def embed_infoline(request: HttpRequest) -> HttpResponse:
    """Whether somebody answers now; all infolines, or the one that is asked for."""
    wanted = request.GET.get("line")
    found = infolines(get_language() or "en")
    found = [each for each in found if wanted in (None, "", str(each[0].key))]
    if not found:
        raise Http404
    return drawn(request, "embed_infoline", {"infolines": found, "title": _("Call us")})


@embeddable(seconds=300)
def embed_list(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest of a kind, of a topic, about a place; of events those that come next."""
    wanted = narrowed(kind, request.GET) if kind in dict(kinds(without=NOT_EMBEDDED)) else None
    if wanted is None:
        raise Http404
    count = next((int(n) for n, _name in COUNTS if n == request.GET.get("count")), 3)
    items = wanted.items(language=get_language() or "en", today=timezone.localdate())
    context = {
        "items": items.exclude(kind__in=NOT_EMBEDDED)[:count],
        "title": list_title(kind),
        "with_kind": kind == EVERYTHING,
    }
    return drawn(request, "embed_list", context)


@embeddable(seconds=300)
def embed_banner(request: HttpRequest, slug: str) -> HttpResponse:
    page = campaign_of(slug=slug)
    sizes = {f"{width}x{height}": (width, height) for width, height in SIZES}
    size = request.GET.get("size", "")
    width, height = sizes.get(size, SIZES[2])
    banners = campaign_shows(request, page)["banners"]
    banner = next(each for each in banners if each["width"] == width and each["height"] == height)
    return drawn(request, "embed_banner", {"page": page, "banner": banner, "title": page.slogan})


# The page where the code is put together

WHAT: dict[str, tuple] = {
    "list": (gettext_lazy("News or events"), ListEmbedForm),
    "infoline": (gettext_lazy("Infoline: open now?"), InfolineEmbedForm),
    "banner": (gettext_lazy("Banner of a campaign"), BannerEmbedForm),
}


@public
@require_safe
def for_your_site(request: HttpRequest) -> HttpResponse:
    """Choices, the code to copy and how it will look."""
    what = request.GET.get("what", "")
    what = what if what in WHAT else "list"
    form = WHAT[what][1](request.GET if len(request.GET) > 1 else None)
    context = {
        "what": what,
        "kinds": [(key, name, key == what) for key, (name, _form) in WHAT.items()],
        "form": form,
        "frame": frame_of(what, form),
    }
    return render(request, "newsroom/reaching/for_your_site.html", context)


def frame_of(what: str, form: EmbedForm) -> dict | None:
    """None where there is nothing to put there, such as a banner without any campaign."""
    chosen = {name: form.chosen(name) for name in form.fields}
    if chosen.get("campaign") == "":
        return None
    with override(chosen.pop("language")):
        frame = FRAMES[what](chosen)
        query = urlencode({name: value for name, value in chosen.items() if value})
        path = frame["path"] + (f"?{query}" if query else "")
    frame |= {"path": path, "src": full(path)}
    return frame | {"code": format_html(CODE, **frame)}


def infoline_frame(chosen: dict) -> dict:
    path = reverse("embed_infoline")
    return {"path": path, "title": _("Call us"), "width": 400, "height": 480}


def list_frame(chosen: dict) -> dict:
    kind = chosen.pop("kind")
    height = 90 + 110 * int(chosen["count"])
    path = reverse("embed_list", args=[kind])
    return {"path": path, "title": list_title(kind), "width": 400, "height": height}


def banner_frame(chosen: dict) -> dict:
    slug = chosen.pop("campaign")
    width, height = map(int, chosen["size"].split("x"))
    title, path = campaign_of(slug=slug).slogan, reverse("embed_banner", args=[slug])
    return {"path": path, "title": title, "width": width, "height": height}


def list_title(kind: str) -> str:
    return _("News") if kind == EVERYTHING else str(capfirst(dict(labels())[kind]))


FRAMES = {"infoline": infoline_frame, "list": list_frame, "banner": banner_frame}
