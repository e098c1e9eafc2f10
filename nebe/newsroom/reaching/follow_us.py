"""The page that says how one hears what is new: feeds, calendars, podcasts, letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public

from ..kinds import COMING
from ..models import Podcast
from ..selectors import items_list
from .feeds import feed_address
from .forms import FeedForm
from .narrowing import Narrowed


@public
@require_safe
def follow_us(request: HttpRequest) -> HttpResponse:
    form = FeedForm(request.GET)
    wanted = form.narrowed()
    podcasts = items_list(language=get_language() or "en", kinds=[Podcast.kind])
    context = {
        "form": form,
        "addresses": addresses(wanted),
        "calendar": absolute("events_calendar"),
        "podcasts": [
            (each, absolute("podcast_feed", each.path.rstrip("/").rpartition("/")[2]))
            for each in podcasts
        ],
    }
    return render(request, "newsroom/reaching/follow_us.html", context)


def addresses(wanted: Narrowed) -> list[tuple[str, str]]:
    """What to copy into a feed reader, and into a calendar where it has days to come."""
    found = [("RSS", feed_address(wanted, "rss")), ("Atom", feed_address(wanted, "xml"))]
    if wanted.kind in COMING:
        found.append(("iCalendar", absolute("events_calendar") + wanted.query))
    return found
