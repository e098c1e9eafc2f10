"""A real site for the browser: its own database, gunicorn and a worker on loopback."""

import os
import re
import shutil
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from conftest import TEST_DIR, copies, ensure_template, locked

from .looks import WIDTHS
from .site import (
    CHROMIUM,
    CHROMIUM_ARGUMENTS,
    ROOT,
    Site,
    environment_of,
    prepare,
    running_site,
)

HEIGHT = 844
# A browser that waited in vain: on a machine that is busy this happens by chance.
WAITED = ["TimeoutError", "Locator expected"]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "e2e"):
            item.add_marker(pytest.mark.browser)
            # Once more, and the summary tells of it (`R`).
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=WAITED))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_test_environment, django_db_blocker):
    """The demonstration, small, on a database of its own of the kind under test.

    `NEBE_SITE=http://127.0.0.1:8000` runs the journeys against a `make run` instead, without
    those that look into its database.
    """
    if running := os.environ.get("NEBE_SITE"):
        yield Site(url=running, folder=tmp_path_factory.mktemp("site"))
        return
    folder = tmp_path_factory.mktemp("site")
    copy = SiteCopy(folder)
    try:
        with django_db_blocker.unblock():
            copy.take()
        with running_site(folder, copy.addresses(copy.own)) as started:
            yield started
    finally:
        copy.drop()


class SiteCopy:
    """A process's own copy of the demonstration, which is made once a run: that takes minutes."""

    def __init__(self, folder: Path):
        from django.db import connections

        self.connections, self.folder = connections, folder
        self.vendor = connections["default"].vendor
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
        self.made_folder = TEST_DIR / f"site-{self.vendor}-{run}"
        self.made = {alias: f"nebe_made_{run}_{alias}" for alias in connections}
        self.own = {alias: f"nebe_site_{os.getpid()}_{alias}" for alias in connections}

    def take(self) -> None:
        templates = ensure_template(self.connections)
        with locked(f"{self.vendor}-site"):
            if not self.made_folder.exists():
                self._make(templates)
            self._copy(self.made, self.own)
            shutil.copytree(self.made_folder, self.folder, dirs_exist_ok=True)

    def addresses(self, names: dict[str, str]) -> dict[str, str]:
        """The environment that points Nebe at these databases."""
        return {
            "DATABASE_URL": self._address("default", names),
            "KEYS_DATABASE_URL": self._address("keys", names),
        }

    def drop(self) -> None:
        """Another process of the run that needs one yet makes it again."""
        with locked(f"{self.vendor}-site"):
            for alias in self.connections:
                self._store(alias).drop(self.own[alias])
                self._store(alias).drop(self.made[alias])
            shutil.rmtree(self.made_folder, ignore_errors=True)

    def _make(self, templates: dict[str, str]) -> None:
        building = self.made_folder.with_suffix(".building")
        shutil.rmtree(building, ignore_errors=True)
        self._copy(templates, self.made)
        prepare(environment_of(building, self.addresses(self.made), "http://127.0.0.1:8000"))
        building.rename(self.made_folder)

    def _copy(self, names: dict[str, str], to: dict[str, str]) -> None:
        for alias, name in names.items():
            self._store(alias).drop(to[alias])
            self._store(alias).copy(name, to[alias])

    def _address(self, alias: str, names: dict[str, str]) -> str:
        from django.conf import settings

        if self.vendor == "sqlite":
            return f"sqlite:///{self._store(alias).path(names[alias])}"
        return f"{settings.DATABASE_URL.rsplit('/', 1)[0]}/{names[alias]}"

    def _store(self, alias: str):
        return copies(self.connections[alias])


@pytest.fixture
def own_site(site):
    """The site whose database a test may look into."""
    if not site.environment:
        pytest.skip("the site that runs already keeps its database for itself")
    return site


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request) -> int:
    return request.param


@pytest.fixture
def person(new_context, site):
    """Open a browser of one's own: `person(language="uk", width=390)` gives a page."""

    def open_page(*, language: str = "en", width: int = 1280, **options) -> Page:
        context = new_context(
            base_url=site.url,
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            **options,
        )
        context.set_default_timeout(15_000)
        return context.new_page()

    return open_page


def check_page(page: Page, *, allow_wide: bool = False) -> None:
    """Nothing for axe to find (WCAG 2.2 AA), and nothing to scroll sideways for.

    `NEBE_SCREENSHOTS=folder` keeps a picture of each page that was looked at.
    """
    if folder := os.environ.get("NEBE_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[0-9a-f-]{36}|l/my/[^/]+", "", page.url.split("/", 3)[3])
        size = page.viewport_size or {}
        picture = re.sub(r"\W+", "-", f"{name}-{size.get('width')}-{time.time():.0f}")[-120:]
        page.screenshot(path=f"{folder}/{picture}.png", full_page=True)
    page.wait_for_load_state()
    check_for_everyone(page)
    if not allow_wide:
        check_width(page)


def check_for_everyone(page: Page) -> None:
    # What was found and nothing else: to describe each node that passes takes long.
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        "resultTypes": ["violations"],
    }
    try:
        found = Axe().run(page, options=options).response["violations"]
    except Error:  # the page was just being left for the next one
        page.wait_for_load_state()
        page.wait_for_timeout(500)
        found = Axe().run(page, options=options).response["violations"]
    told = [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


# The CMS cuts off what is wider than its column, so nothing scrolls: what can neither be seen nor
# moved into sight. What waits beside the page until it is opened is not counted.
CUT_OFF = """() => {
  const beyond = each => {
    const { width, left, right } = each.getBoundingClientRect()
    return width > 0 && (left < -1 || right > document.documentElement.clientWidth + 1)
  }
  const moves = each => ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
  const reached = each =>
    each && each.tagName !== "MAIN" && (moves(each) || reached(each.parentElement))
  const seen = "a, button, input, select, textarea, label, th, td, p, li, h1, h2"
  return [...document.querySelectorAll(`main :is(${seen})`)]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .filter(each => !each.closest(".form-side, .w-minimap, .w-sr-only, [aria-hidden=true]"))
    .filter(each => beyond(each) && !reached(each.parentElement))
    .map(each => each.outerHTML.slice(0, 120))
}"""


def check_width(page: Page) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
    if "/cms/" in page.url:
        cut_off = page.evaluate(CUT_OFF)
        assert not cut_off, f"{page.url}: cut off\n" + "\n".join(cut_off[:5])
