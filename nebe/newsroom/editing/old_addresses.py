"""Addresses that pages had before they were renamed or moved: links to them go on working.

Kept below the language, as Wagtail's redirects, which editors can also write themselves.
"""

from collections.abc import Iterable

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..indexing import page_path


def remember(page: Page, before: str, after: str) -> None:
    """The page and all below it stood under the path `before` of Wagtail's tree."""
    if before == after:
        return
    below = Page.objects.descendant_of(page, inclusive=True)
    rows = [(one, before + one.url_path.removeprefix(after)) for one in below]
    old = {stored(url_path.split("/", 2)[2]): one for one, url_path in rows}
    Redirect.objects.filter(old_path__in=old, automatically_created=True).delete()
    kept = set(Redirect.objects.filter(old_path__in=old).values_list("old_path", flat=True))
    Redirect.objects.bulk_create(
        Redirect(old_path=path, redirect_page=one, automatically_created=True)
        for path, one in old.items()
        if path not in kept
    )


def stored(path: str) -> str:
    """As the table keeps `news/first/`: `/news/first`."""
    return Redirect.normalise_path(f"/{path}")


def find(path: str) -> Redirect | None:
    """Where what stood at `path`, below the language, is now."""
    if "\0" in path:
        return None
    return Redirect.objects.filter(old_path=stored(path)).order_by("-site_id").first()


def now_at(redirect: Redirect, language: str) -> str:
    """The path below the language, or a whole address; empty where nothing public is left."""
    page = redirect.redirect_page
    if page is None:
        return redirect.redirect_link
    best = versions(page, [language, page.locale.language_code])
    return page_path(best) if best else ""


def versions(page: Page, languages: Iterable[str]) -> Page | None:
    """The page's public version in the first of these languages that there is, else any."""
    public = {
        one.locale.language_code: one
        for one in page.get_translations(inclusive=True).live().public().select_related("locale")
    }
    found = next((public[code] for code in languages if code in public), None)
    return found or next(iter(public.values()), None)
