from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public
from nebe.core.ui.registry import related_links
from nebe.core.ui.structured import as_script

from .. import schema_org
from ..drawn import version
from ..editing import old_addresses
from ..indexing import page_path
from ..kinds import model_of
from ..listing import Items
from ..models import Article, Listed, Section, Story
from ..models.topics import topics_named, topics_of
from ..parts.reading import owner_page
from ..reaching.narrowing import EVERYTHING, Narrowed
from ..reaching.sharing import share_of
from ..related import hits, pairs
from ..search.facts import facts_of
from ..selectors import (
    items_list,
    page_find,
    section_of,
)
from .filters import chosen, filters_of
from .shows import SECTIONS, context_of, shows

PER_PAGE = 12


@public
def page(request, path):
    """A page of the CMS in the reader's language, or in another one with a note."""
    found = page_find(path=path, language=get_language())
    if found is None:
        return moved(path)
    if page_path(found.page) != path:
        query = request.GET.urlencode()
        there = reverse("wagtail_serve", args=[page_path(found.page)])
        return redirect(f"{there}?{query}" if query else there)
    context = {"page": found.page, "found": found}
    if isinstance(found.page, Article):
        if found.page.withheld():
            raise Http404
        easy = "easy" in request.GET and bool(found.page.easy)
        context |= article_context(found.page, easy=easy)
    context |= context_of(request, found.page)
    response = render(request, context.get("template", found.page.template), context)
    if source := context.get("frame_source"):
        vars(response)["_csp_update"] = {"frame-src": [source]}  # read by django-csp
    return not_kept(response) if isinstance(found.page, Story) else response


def not_kept(response):
    """A story can be taken back: caches keep none of it, search engines no copy."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noarchive"
    return response


def moved(path: str) -> HttpResponse:
    """To where the page is now that stood here before; 404 where there was none."""
    old = old_addresses.find(path)
    now = old and old_addresses.now_at(old, get_language())
    if not old or not now:
        raise Http404
    if old.redirect_page_id:
        return redirect("wagtail_serve", now, permanent=old.is_permanent)
    return redirect(now, permanent=old.is_permanent)


def article_context(article: Article, *, easy: bool = False) -> dict:
    language = get_language()
    address = absolute("wagtail_serve", page_path(article))
    facts = schema_org.described(article, address=address, picture=picture_of(article), easy=easy)
    section = section_of(article.kind, language)
    return {
        "easy": easy,
        "owner": owner_page(article),
        "address": address,
        "own_path": page_path(article),
        "share": share_of(article),
        "preview_address": f"{absolute('preview', article.pk)}?v={version(article)}",
        "structured": as_script(facts),
        "related": hits(pairs(article.related), language),
        "section": section,
        "topics": topics_of(article),
    }


def picture_of(article: Article) -> dict | None:
    picture = article.picture
    if picture is None:
        return None
    words = article.image_alt or picture.alternative(article.locale.language_code)
    address = absolute("picture", picture.pk, 1280)
    return schema_org.picture_described(picture, address=address, alternative=str(words))


@shows(Section)
def section_shows(request, section) -> dict:
    """The list, narrowed by topic, year and whether what is past is wanted too."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = facts_of(section.kind)
    topics, years = topics_named(facts.facets.get("topic", {})), facts.years_for(language)
    topic = next((t.pk for t in topics if t.pk == request.GET.get("topic")), "")
    year = next((y for y in years if str(y) == request.GET.get("year")), None)
    open_on = today_unless_past(request) if facts.has_ends else None
    model = model_of(section.kind)
    filters = filters_of(model, request.GET) if model else []
    topic_chosen = [("topic", topic)] if topic else []
    followed = Narrowed(section.kind, (*chosen(filters), *topic_chosen))
    is_counted = not facts.has_ends and not chosen(filters)
    items = Items(
        reader=language,
        kind=section.kind,
        about=followed.about,
        year=year,
        open_on=open_on,
        is_soonest_first=bool(model and model.soonest_first and open_on),
        known=facts.count_of(reader=language, topic=topic, year=year) if is_counted else None,
        pictured=bool(model and model.pictured),
    )
    # It asks for no more than a count and slices.
    pages: Paginator[Listed] = Paginator(items, PER_PAGE)  # type: ignore[arg-type]
    shown = {
        "model": model,
        "followed": followed,
        "undated": not getattr(model, "dated", True),
        "topic": topic,
        "topics": topics,
        "year": year,
        "years": years,
        "filters": filters,
        "has_ends": facts.has_ends,
        "with_past": "past" in request.GET,
        "page_obj": pages.get_page(request.GET.get("page")),
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
        "followed": Narrowed(EVERYTHING, ((source, value),)),
        "page_obj": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "newsroom/about.html", context)
