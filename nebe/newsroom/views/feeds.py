"""Atom feeds of what is published: per kind, narrowed by topic or by what it is about."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.people.access import public

from ..kinds import labels, model_of
from ..selectors import home_page, items_list

LONGEST = 30


class ItemsFeed(Feed):
    feed_type = Atom1Feed

    def __call__(self, request, *args, **kwargs):
        """Caches ask again each time: what was taken down must not live on in a copy."""
        response = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = "no-cache"
        return response

    def get_object(self, request, kind="news"):
        if model_of(kind) is None:
            raise Http404
        return kind, request.GET.get("topic", "").replace("\0", "")

    def title(self, wanted):
        home, name = home_page(get_language()), str(dict(labels())[wanted[0]])
        return f"{home.page.title}: {name}" if home else name

    def subtitle(self, wanted):
        return _("News of the network")

    def link(self, wanted):
        return f"/{get_language()}/"

    def items(self, wanted):
        kind, topic = wanted
        about = [("topic", topic)] if topic else []
        items = items_list(language=get_language(), kinds=[kind], about=about)
        return items.select_related("page")[:LONGEST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return reverse("wagtail_serve", args=[item.path])

    def item_pubdate(self, item):
        """The day of what is still to come is not the day it was published."""
        model = model_of(item.kind)
        if model and model.soonest_first:
            return item.page.first_published_at or item.page.last_published_at
        return make_aware(datetime.combine(item.date, time(8)))


items_feed = public(ItemsFeed())
