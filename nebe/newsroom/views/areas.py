"""Areas of work and activities: what goes on, with whom, and who pays."""

from django.utils import timezone
from django.utils.translation import get_language

from ..models import Activity, Area, Funder, Listed
from ..models.areas import pages_of
from ..selectors import items_list
from .shows import shows


def items_of(pages, language: str) -> list[Listed]:
    """What is public of these pages, in the reader's language."""
    keys = [page.translation_key for page in pages]
    return list(items_list(language=language).filter(key__in=keys).order_by("title"))


@shows(Area)
def area_shows(request, page) -> dict:
    about = [("area", str(page.translation_key))]
    items = items_list(language=get_language(), kinds=["activity"], about=about)
    today = timezone.localdate()
    return {
        "goals": page.goals.splitlines(),
        "current": [item for item in items if not item.until or item.until >= today],
        "past": [item for item in items if item.until and item.until < today],
    }


@shows(Activity)
def activity_shows(request, page) -> dict:
    language = get_language()
    return {
        "is_past": bool(page.ends and page.ends < timezone.localdate()),
        "areas": items_of(pages_of(page.areas), language),
        "partners": items_of(pages_of(page.partners), language),
        "results": page.results.splitlines(),
        "funders": funders_of(page, language),
    }


def funders_of(page: Activity, language: str) -> list[dict]:
    """Whoever pays is named in every language as soon as one of the pages says so."""
    versions = Activity.objects.filter(translation_key=page.translation_key)
    found = Funder.objects.filter(activities__in=versions).distinct()
    found = found.prefetch_related("statements__logo")
    return [{"funder": each, "statement": each.statement_in(language)} for each in found]
