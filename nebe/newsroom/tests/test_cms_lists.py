"""Lists of the CMS that are longer than a page."""

import re

import pytest
from django.utils import timezone

from nebe.newsroom.models import CheckedLink, NewsItem, PageFeedback
from nebe.newsroom.search.models import Missed
from nebe.newsroom.views.cms_paging import PER_PAGE

from .test_newsletters import newsletter

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def feedback(page, number: int) -> None:
    PageFeedback.objects.create(
        key=page.translation_key, page=page, language="cs", useful=False, text=f"said-{number}-"
    )


def link(page, number: int) -> None:
    CheckedLink.objects.create(
        address=f"https://example.org/said-{number}-",
        fault=CheckedLink.Fault.GONE,
        failures=3,
        failing_since=timezone.now(),
    ).pages.add(page)


def search(_page, number: int) -> None:
    Missed.objects.create(words=f"said-{number}-", language="cs", tokens=str(number))


def letter(_page, number: int) -> None:
    newsletter("draft", title={"en": f"said-{number}-"})


@pytest.mark.parametrize(
    ("address", "add"),
    [
        ("/cms/editing/feedback/", feedback),
        ("/cms/editing/links/", link),
        ("/cms/searches/", search),
        ("/cms/newsletters/", letter),
    ],
)
def test_what_is_on_no_first_page_is_on_the_next(editor, pages, address, add):
    page = NewsItem.objects.live().first()
    for number in range(PER_PAGE + 1):
        add(page, number)
    first = editor.get(address).text
    leads = re.search(r'class="next">\s*<a href="([^"]+)"', first)
    assert leads
    second = editor.get(f"{address}{leads[1]}").text
    said = [set(re.findall(r"said-(\d+)-", text)) for text in (first, second)]
    assert [len(each) for each in said] == [PER_PAGE, 1]
    assert not said[0] & said[1]
