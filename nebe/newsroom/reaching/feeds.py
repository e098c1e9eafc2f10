"""Feeds of what is published, as Atom and RSS: per kind, narrowed as its list is."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import (
    Atom1Feed,
    Enclosure,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from wagtail.images import get_image_model

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public

from ..kinds import COMING, label, labels
from ..models import Facet, Listed, Picture, Story
from ..selectors import home_page, section_of, topics_named
from ..stories.consents import withheld_of
from .narrowing import EVERYTHING, Narrowed, narrowed

LONGEST = 30
PICTURE = 640
RENDITION = f"width-{PICTURE}|format-webp"
UNNAMED = {Picture.People.NOBODY, Picture.People.CROWD}  # no consent can be taken back
DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}


class AtomFeed(Atom1Feed):
    def item_attributes(self, item: dict) -> dict:
        return {"xml:lang": item["language"]}


class RssFeed(Rss201rev2Feed):
    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"], DUBLIN_CORE)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class ItemsFeed(Feed):
    feed_type: type[SyndicationFeed] = AtomFeed
    form = "xml"
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, kind: str) -> Narrowed:
        found = narrowed(kind, request.GET)
        if found is None or not found.has_feed:
            raise Http404
        return found

    def title(self, wanted: Narrowed) -> str:
        home = home_page(get_language())
        name = _("News") if wanted.kind == EVERYTHING else str(dict(labels())[wanted.kind])
        return f"{home.page.title}: {name}" if home else name

    def subtitle(self, wanted: Narrowed) -> str:
        return _("News of the network")

    description = subtitle

    def link(self, wanted: Narrowed) -> str:
        section = section_of(wanted.kind, get_language())
        return absolute("wagtail_serve", section.path) if section else absolute("portal:home")

    def feed_url(self, wanted: Narrowed) -> str:
        return feed_address(wanted, self.form)

    feed_guid = feed_url

    def items(self, wanted: Narrowed) -> list[Listed]:
        found = wanted.items(language=get_language(), today=timezone.localdate())
        pictures = get_image_model().objects.prefetch_renditions(RENDITION)
        items = list(
            found.select_related(None)  # the pictures come with their renditions
            .select_related("page")
            .prefetch_related(Prefetch("image", queryset=pictures))[:LONGEST]
        )
        withheld = withheld_of([item.page_id for item in items if item.kind == Story.kind])
        items = [item for item in items if item.page_id not in withheld]
        topics = topics_of(items)
        for item in items:
            names = [str(label(item.kind)), *topics.get(item.key, [])]
            item.categories = names  # type: ignore[attr-defined]  # for `item_categories`
        return items

    def item_title(self, item: Listed) -> str:
        return item.title

    def item_description(self, item: Listed) -> str:
        return item.summary

    def item_link(self, item: Listed) -> str:
        return absolute("wagtail_serve", item.path)

    def item_guid(self, item: Listed) -> str:
        """Stays when the page moves to another address."""
        return item.key.urn

    def item_pubdate(self, item: Listed) -> datetime:
        """The day of what is still to come is not the day it was published."""
        if item.kind in COMING:
            return item.page.first_published_at or item.page.last_published_at
        return make_aware(datetime.combine(item.date, time(8)))

    def item_updateddate(self, item: Listed) -> datetime:
        return item.page.last_published_at or self.item_pubdate(item)

    def item_categories(self, item) -> list[str]:
        return item.categories

    def item_enclosures(self, item: Listed) -> list[Enclosure]:
        """Its picture, but none of people who may take theirs back."""
        picture = item.picture
        if picture is None or picture.people not in UNNAMED or item.kind == Story.kind:
            return []
        try:
            size = picture.get_rendition(RENDITION).file.size
        except OSError:  # the file is gone
            return []
        return [Enclosure(absolute("picture", picture.pk, PICTURE), str(size), "image/webp")]

    def item_extra_kwargs(self, item: Listed) -> dict:
        return {"language": item.language}


class ItemsRss(ItemsFeed):
    feed_type = RssFeed
    form = "rss"


FEEDS = {"xml": ItemsFeed(), "rss": ItemsRss()}


def topics_of(items: list[Listed]) -> dict:
    """The names of the topics of each article, by its key."""
    rows = Facet.objects.filter(kind="topic", key__in=[item.key for item in items])
    pairs = list(rows.values_list("key", "value"))
    names = {topic.pk: str(topic) for topic in topics_named({value for _key, value in pairs})}
    found: dict = {}
    for key, value in pairs:
        if value in names:
            found.setdefault(key, []).append(names[value])
    return {key: sorted(values) for key, values in found.items()}


def feed_address(wanted: Narrowed, form: str) -> str:
    return absolute("items_feed", wanted.kind, form) + wanted.query


@public
@require_safe
@conditional_page
def items_feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Caches ask again each time: what was taken down must not live on in a copy.

    So they ask by the content's mark, not by the day of the newest item, which may be gone.
    """
    if form not in FEEDS:
        raise Http404
    response = FEEDS[form](request, kind)
    response["Cache-Control"] = "no-cache"
    del response["Last-Modified"]
    return response
