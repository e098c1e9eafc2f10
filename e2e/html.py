"""HTML held against the standard by html-validate (npm), bundled by scripts/vendor.sh."""

from pathlib import Path

from playwright.sync_api import Page

BUNDLE = Path(__file__).with_name("html-validate.js")


def html_errors(page: Page, sources: dict[str, str]) -> list[str]:
    """What is wrong with these pages, given by their addresses, in a browser that stays offline."""
    page.goto("about:blank")
    page.add_script_tag(path=BUNDLE)
    return page.evaluate("sources => htmlErrors(sources)", sources)
