"""Films: our own with captions, others only after the reader agrees."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from nebe.core.people.access import public

from ..embeds import embed_of
from ..models import Video
from .shows import shows


@shows(Video)
def video_shows(request, page) -> dict:
    """`frame_source` widens the policy of this one answer; without a press nothing is loaded."""
    embed = embed_of(page.link) if page.link else None
    plays = bool(embed and "play" in request.GET)
    return {
        "embed": embed,
        "plays": plays,
        "host": embed.host if embed else urlsplit(page.link).hostname,
        "frame_source": embed.source if embed and plays else "",
        "lines": page.transcript.splitlines(),
    }


@public
@require_safe
def captions(request, pk):
    page = Page.objects.live().public().filter(pk=pk).first()
    video = page and page.specific
    if not isinstance(video, Video) or not video.captions:
        raise Http404
    response = HttpResponse(video.captions, content_type="text/vtt; charset=utf-8")
    response["Content-Language"] = video.locale.language_code
    response["Cache-Control"] = "no-cache"
    return response
