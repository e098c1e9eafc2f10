"""Pictures that are drawn from words, made once and kept as files."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from nebe.core.people.access import public

from ..drawn import COVER, Card
from ..drawn.kept import drawn_once, preview_of
from ..models import Article, Story
from .podcasts import series_of


@public
@require_safe
@cache_control(public=True, max_age=3600)
def podcast_cover(request, slug):
    series = series_of(slug)
    if series.image and min(series.image.width, series.image.height) >= COVER[0]:
        own = series.image.get_rendition(f"fill-{COVER[0]}x{COVER[1]}|format-png")
        return FileResponse(own.file.open("rb"), content_type="image/png")
    card = Card(
        width=COVER[0],
        height=COVER[1],
        title=series.title,
        language=series.locale.language_code,
        label=_("Podcast"),
    )
    return HttpResponse(drawn_once(series, card, "cover"), content_type="image/png")


@public
@require_safe
def preview(request, pk):
    """What other sites show beside a link to this page."""
    found = Page.objects.live().public().filter(pk=pk).first()
    page = found and found.specific
    if not isinstance(page, Article) or page.withheld():
        raise Http404
    response = HttpResponse(preview_of(page), content_type="image/png")
    is_story = isinstance(page, Story)
    response["Cache-Control"] = "no-store" if is_story else "public, max-age=3600"
    return response
