"""Pictures as readers get them: those of the media library, and those drawn from words."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from nebe.core.people.access import public
from nebe.core.ui.cards import COVER, Card

from ..drawn import drawn_once, preview_of
from ..images import SQUARE, is_of_story, picture_rendition, rendition_public
from ..models import Article, Picture, Story
from .podcasts import series_of
from .public import not_kept

KEPT = "public, max-age=300"
ASKED_AGAIN = "public, no-cache"  # what is taken down does not live on in a copy


@public
@require_safe
def picture(request, pk, width):
    return sent(request, picture_rendition(pk=pk, width=width), "image/webp")


@public
@require_safe
def square(request, pk):
    return sent(request, rendition_public(pk, SQUARE), "image/webp")


def sent(request, rendition, kind: str):
    """Caches ask again where people may be seen, who can take their consent back."""
    if rendition is None:
        raise Http404
    etag = quote_etag(f"{rendition.pk}-{rendition.file.name}")
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response = FileResponse(rendition.file.open("rb"), content_type=kind)
    if is_of_story(rendition.image):
        return not_kept(response)
    nobody = rendition.image.people == Picture.People.NOBODY
    response["Cache-Control"] = KEPT if nobody else ASKED_AGAIN
    response["ETag"] = etag
    return response


@public
@require_safe
@conditional_page
def podcast_cover(request, slug):
    series = series_of(slug)
    own = series.picture
    if own and min(own.width, own.height) >= COVER[0]:
        cover = own.get_rendition(f"fill-{COVER[0]}x{COVER[1]}|format-png")
        return sent(request, cover, "image/png")
    card = Card(
        width=COVER[0],
        height=COVER[1],
        title=series.title,
        language=series.locale.language_code,
        label=_("Podcast"),
    )
    response = HttpResponse(drawn_once(series, card, "cover"), content_type="image/png")
    response["Cache-Control"] = ASKED_AGAIN
    return response


@public
@require_safe
@conditional_page
def preview(request, pk):
    """What other sites show beside a link to this page."""
    found = Page.objects.live().public().filter(pk=pk).first()
    page = found and found.specific
    if not isinstance(page, Article) or page.withheld():
        raise Http404
    response = HttpResponse(preview_of(page), content_type="image/png")
    is_story = isinstance(page, Story)
    response["Cache-Control"] = "no-store" if is_story else ASKED_AGAIN
    return response
