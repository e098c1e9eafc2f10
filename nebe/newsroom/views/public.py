from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from nebe.core.people.access import public

from ..images import picture_rendition
from ..models import HomePage, NewsIndex, NewsItem
from ..selectors import home_page, news_list, page_find, page_path

PER_PAGE = 12


@public
def page(request, path):
    """A page of the CMS in the reader's language, or in another one with a note."""
    found = page_find(path=path, language=get_language())
    if found is None:
        raise Http404
    if isinstance(found.page, HomePage):
        return redirect("portal:home")
    if page_path(found.page) != path:
        return redirect("wagtail_serve", page_path(found.page))
    if isinstance(found.page, NewsIndex):
        return news_index(request, found)
    return render(request, found.page.template, {"page": found.page, "found": found})


def news_index(request, found):
    topic = request.GET.get("topic", "")
    topic = topic if topic in NewsItem.Topic.values else ""
    items = news_list(language=get_language(), topic=topic)
    context = {
        "page": found.page,
        "found": found,
        "topic": topic,
        "topics": NewsItem.Topic.choices,
        "page_obj": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, found.page.template, context)


@public
@cache_control(public=True, max_age=3600)
def picture(request, pk, width):
    rendition = picture_rendition(pk=pk, width=width)
    if rendition is None:
        raise Http404
    return FileResponse(rendition.file.open("rb"), content_type="image/webp")


class NewsFeed(Feed):
    """Atom, one per language."""

    feed_type = Atom1Feed

    def title(self):
        home = home_page(get_language())
        return f"{home.page.title}: {_('News')}" if home else _("News")

    def subtitle(self):
        return _("News of the network")

    def link(self):
        return reverse("wagtail_serve", args=["news/"])

    def items(self):
        return news_list(language=get_language())[:30]

    def item_title(self, item):
        return item.page.title

    def item_description(self, item):
        return item.page.summary

    def item_link(self, item):
        return reverse("wagtail_serve", args=[page_path(item.page)])

    def item_pubdate(self, item):
        return make_aware(datetime.combine(item.page.date, time(8)))

    def item_updateddate(self, item):
        return item.page.last_published_at


news_feed = public(NewsFeed())
