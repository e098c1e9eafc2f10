"""The README's pictures: the journeys of `e2e/journey.py`, walked with a camera.

Starts a small demonstration of its own. Run it again whenever a page changes.
"""

import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from e2e import journey  # noqa: E402
from e2e.site import (  # noqa: E402
    CHROMIUM,
    CHROMIUM_ARGUMENTS,
    Site,
    environment_of,
    prepare,
    running_site,
)

FOLDER = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 780}
LAPTOP = {"width": 1200, "height": 900}
QUALITY = 60  # of WebP; text stays sharp, all pictures together stay under a megabyte
# Pixels left above what stands at the top; a field has its label and hint there.
MARGIN, LABEL, NEAR_THE_TOP = 24, 90, 300
TITLE = "Učebnice a doučování pro školáky"
PETR, OLENA = "petr.novak@example.org", "olena@example.org"

# Page of a journey → what stands at the top of its picture.
TOP = "h1"
PHONES = {
    "offer-kinds": TOP,
    "offer-form": "[name=title]",
    "offer-confirmed": "main",
    "find": "#results",
    "find-offer": TOP,
    "ask-age": TOP,
    "ask-form": "[name=text]",
    "talk-answered": TOP,
    "shared": TOP,
    "under-18": TOP,
}
LAPTOPS = {"vet-form": TOP, "housing": TOP, "approve": TOP}
# Pages of the newsroom as they are read from right to left: name → path.
RIGHT_TO_LEFT = {
    "infoline-ar": "infoline/",
    "guide-ar": "guides/school/",
    "law-ar": "laws/longer-stay/",
}


@dataclass
class Camera:
    """Keeps the pages that are wanted, each as one picture of what fits on the screen."""

    wanted: dict[str, str]

    def __call__(self, page: Page, name: str) -> None:
        if top := self.wanted.get(name):
            self.take(page, name, top)

    def take(self, page: Page, name: str, top: str) -> None:
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        page.evaluate("scrollTo(0, 0)")
        y = page.locator(top).first.bounding_box()["y"]
        if y > NEAR_THE_TOP or page.viewport_size == PHONE:
            above = MARGIN if top == TOP else LABEL
            page.evaluate("by => scrollBy({top: by, behavior: 'instant'})", y - above)
        image = Image.open(io.BytesIO(page.screenshot()))
        image.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
        print(f"· {name}", flush=True)


def open_page(browser: Browser, site: Site, language: str, screen: dict[str, int]) -> Page:
    sharp = 2 if screen is PHONE else 1
    context = browser.new_context(
        base_url=site.url, locale=language, viewport=screen, device_scale_factor=sharp
    )
    return context.new_page()


def take_pictures(browser: Browser, site: Site) -> None:
    phones, laptops = Camera(PHONES), Camera(LAPTOPS)
    petr = open_page(browser, site, "cs", PHONE)
    olena = open_page(browser, site, "uk", PHONE)
    olena.goto("/uk/")
    phones.take(olena, "home", TOP)
    journey.offer_help(petr, site, "cs", PETR, TITLE, phones)
    journey.vet(open_page(browser, site, "en", LAPTOP), "en", TITLE, laptops)
    journey.find_and_ask(olena, site, "uk", OLENA, TITLE, phones)
    journey.answer(petr, site, PETR, phones)
    journey.share_with_each_other(petr, olena, site, (PETR, OLENA), phones)
    journey.ask_at_fifteen(open_page(browser, site, "ar", PHONE), "ar", phones)
    journey.open_housing(open_page(browser, site, "en", LAPTOP), "en", laptops)
    name = "Dobré sousedství"
    applicant = open_page(browser, site, "en", LAPTOP)
    journey.apply_as_organisation(applicant, "en", name, "dana@example.org", laptops)
    journey.approve(open_page(browser, site, "en", LAPTOP), "en", name, laptops)
    read_from_right_to_left(browser, site)


def read_from_right_to_left(browser: Browser, site: Site) -> None:
    page, camera = open_page(browser, site, "ar", PHONE), Camera({})
    for name, path in RIGHT_TO_LEFT.items():
        page.goto(f"/ar/{path}")
        camera.take(page, name, TOP)


def keys() -> dict[str, str]:
    lines = subprocess.check_output([sys.executable, ROOT / "scripts/demo_env.py"], text=True)
    return dict(line.split("=", 1) for line in lines.split())


def main() -> None:
    if not CHROMIUM:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "nebe.compile_catalogues"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = keys()
        prepare(environment_of(Path(folder), settings, "http://127.0.0.1:8000"))
        with running_site(Path(folder), settings) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            take_pictures(browser, site)
            browser.close()


if __name__ == "__main__":
    main()
