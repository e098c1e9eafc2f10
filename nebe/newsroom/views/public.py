from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from nebe.core.people.access import public
from nebe.core.ui.registry import related_links

from .. import schema_org
from ..images import picture_rendition
from ..indexing import page_path
from ..kinds import model_of
from ..models import Article, HomePage, Section
from ..related import hits, pairs
from ..search.facts import facts_of
from ..selectors import (
    items_list,
    page_find,
    section_of,
    topics_named,
)
from .shows import SECTIONS, context_of, shows

PER_PAGE = 12


class Counted(Paginator):
    """Pages of a list whose rows were counted before."""

    def __init__(self, rows, per_page: int, count: int | None):
        super().__init__(rows, per_page)
        if count is not None:
            self.count = count


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
    context = {"page": found.page, "found": found}
    if isinstance(found.page, Article):
        context |= article_context(found.page)
    context |= context_of(request, found.page)
    return render(request, context.get("template", found.page.template), context)


def article_context(article: Article) -> dict:
    language = get_language()
    address = absolute("wagtail_serve", page_path(article))
    picture = article.image_id and absolute("picture", article.image_id, 1280)
    facts = schema_org.described(article, address=address, picture=picture or "")
    section = section_of(article.kind, language)
    return {
        "address": address,
        "picture_address": picture,
        "structured": schema_org.as_script(facts),
        "related": hits(pairs(article.related), language),
        "section": section,
        "section_path": section and page_path(section),
    }


def absolute(name: str, *args) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=args)


@shows(Section)
def section_shows(request, section) -> dict:
    """The list, narrowed by topic, year and whether what is past is wanted too."""
    language, kinds = get_language(), [section.kind]
    facts = facts_of(section.kind)
    topics, years = topics_named(facts.facets.get("topic", {})), facts.years_for(language)
    topic = next((t.pk for t in topics if t.pk == request.GET.get("topic")), "")
    year = next((y for y in years if str(y) == request.GET.get("year")), None)
    items = items_list(
        language=language,
        kinds=kinds,
        about=[("topic", topic)] if topic else [],
        year=year,
        open_on=today_unless_past(request) if facts.has_ends else None,
    )
    count = None if facts.has_ends else facts.count_of(reader=language, topic=topic, year=year)
    shown = {
        "model": model_of(section.kind),
        "topic": topic,
        "topics": topics,
        "year": year,
        "years": years,
        "has_ends": facts.has_ends,
        "with_past": "past" in request.GET,
        "page_obj": Counted(items, PER_PAGE, count).get_page(request.GET.get("page")),
    }
    own = SECTIONS.get(section.kind)
    return shown | own(request, section) if own else shown


def today_unless_past(request) -> date | None:
    return None if "past" in request.GET else timezone.localdate()


@public
def articles_about(request, source, value):
    """Everything that is about one place, kind of help or organisation."""
    known = next((each for each in related_links.all() if each.key == source), None)
    language = get_language()
    if source == "page" or "\0" in value:
        raise Http404
    about = list(known.hits([value], language)) if known else []
    if not about:
        raise Http404
    items = items_list(language=language, about=[(source, value)])
    context = {
        "about": about[0],
        "page_obj": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "newsroom/about.html", context)


@public
@cache_control(public=True, max_age=3600)
def picture(request, pk, width):
    rendition = picture_rendition(pk=pk, width=width)
    if rendition is None:
        raise Http404
    return FileResponse(rendition.file.open("rb"), content_type="image/webp")
