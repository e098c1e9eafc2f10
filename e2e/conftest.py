"""A real site for the browser: its own database, gunicorn and a worker on loopback."""

import os
import re
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from conftest import copies, ensure_template

from .looks import WIDTHS
from .site import CHROMIUM, CHROMIUM_ARGUMENTS, ROOT, Site, running_site

HEIGHT = 844


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "e2e"):
            item.add_marker(pytest.mark.browser)
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
    from django.conf import settings
    from django.db import connections

    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock():
        templates = ensure_template(connections)
    names = {alias: f"nebe_site_{os.getpid()}_{alias}" for alias in templates}
    urls = {}
    for alias, template in templates.items():
        store = copies(connections[alias])
        store.drop(names[alias])
        store.copy(template, names[alias])
        given = settings.DATABASE_URL
        urls[alias] = (
            f"sqlite:///{store.path(names[alias])}"
            if connections[alias].vendor == "sqlite"
            else f"{given.rsplit('/', 1)[0]}/{names[alias]}"
        )
    databases = {"DATABASE_URL": urls["default"], "KEYS_DATABASE_URL": urls["keys"]}
    try:
        with running_site(folder, databases) as started:
            yield started
    finally:
        for alias, name in names.items():
            copies(connections[alias]).drop(name)


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
    # What was found and nothing else: to describe each node that passes takes long.
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        "resultTypes": ["violations"],
    }
    page.wait_for_load_state()
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
    if not allow_wide:
        check_width(page)


def check_width(page: Page) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
