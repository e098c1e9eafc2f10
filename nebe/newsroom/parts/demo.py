"""The demonstration's part: Druhý břeh writes what it has to say, in the language it writes in."""

import json
from datetime import timedelta

from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.cast import Cast

from ..models import Event, NewsItem, OrganisationPart
from . import services

SUMMARY = "Lawyers and counsellors for people who came to Moravia to work or to stay."
NEWS = {
    "title": "Our office stays open on Saturdays",
    "slug": "open-on-saturdays",
    "summary": "Until the end of winter you can come on Saturdays, too, without an appointment.",
}
NEWS_TEXT = "Bring every letter that you do not understand. Tea is on the stove."
EVENT = {
    "title": "An evening about contracts of work",
    "slug": "evening-about-contracts",
    "summary": "What must stand in a contract, and what you should never sign.",
    "mode": Event.Mode.ONLINE,
    "online": "https://druhy-breh.example.org/evening",
    "cost": "Free",
    "languages": ["cs", "uk", "vi"],
}


def part_load(cast: Cast) -> None:
    """Once: two pages of an organisation whose editor is Hana."""
    if OrganisationPart.objects.exists():
        return
    part = services.part_create(organisation=cast.breh, actor=Actor.system())
    page = part.pages.get()
    page.summary = SUMMARY
    page.save_revision(user=cast.hana).publish()
    today = timezone.localdate()
    text = json.dumps([{"type": "paragraph", "value": f"<p>{NEWS_TEXT}</p>"}])
    day = {"day": str(today + timedelta(days=11)), "starts": "18:00:00", "ends": "19:30:00"}
    dates = json.dumps([{"type": "date", "value": day}])
    news = NewsItem(**NEWS, body=text, date=today - timedelta(days=2), locale=page.locale)
    for below in (news, Event(**EVENT, dates=dates, locale=page.locale)):
        page.refresh_from_db()
        below.owner = cast.hana
        page.add_child(instance=below)
        below.save_revision(user=cast.hana).publish()
