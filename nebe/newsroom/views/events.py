"""Events: whether they are still to come, and as files for calendars."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from nebe.core.people.access import public
from nebe.core.people.requests import Request

from ..calendars import calendar_of
from ..contact_blocks import LANGUAGES
from ..models import Event
from ..reaching.narrowing import Narrowed, narrowed
from ..selectors import items_list
from .shows import shows, shows_section

LONGEST = 200


@shows(Event)
def event_shows(request: HttpRequest, page: Event) -> dict:
    today = timezone.localdate()
    return {
        "times": page.times,
        "is_past": page.is_past,
        "spoken": [name for code, name in LANGUAGES if code in page.languages],
        "may_register": not page.register_by or page.register_by >= today,
    }


@shows_section("event")
def events_show(request: HttpRequest, section) -> dict:
    return {"template": "newsroom/sections/event.html"}


@public
@require_safe
def event_calendar(request: Request, key: UUID) -> HttpResponse:
    """One event in the reader's language."""
    item = items_list(language=get_language(), kinds=[Event.kind]).filter(key=key).first()
    if item is None:
        raise Http404
    event = Event.objects.select_related("municipality").get(pk=item.page_id)
    return file_of([event], name=event.title, attachment=f"{event.slug}.ics")


@public
@require_safe
@conditional_page
def events_calendar(request: Request) -> HttpResponse:
    """What is still to come, for a calendar that asks now and then."""
    wanted = narrowed(Event.kind, request.GET) or Narrowed(Event.kind)
    items = wanted.items(language=get_language(), today=timezone.localdate())
    ids = items.values_list("page_id", flat=True)[:LONGEST]
    known = Event.objects.select_related("municipality").in_bulk(list(ids))
    response = file_of([known[pk] for pk in ids if pk in known], name=_("Events"))
    response["Cache-Control"] = "no-cache"
    return response


def file_of(events, *, name: str, attachment: str = "") -> HttpResponse:
    response = HttpResponse(
        calendar_of(events, name=name), content_type="text/calendar; charset=utf-8"
    )
    if attachment:
        response["Content-Disposition"] = f'attachment; filename="{attachment}"'
    return response
