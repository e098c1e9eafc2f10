"""What an article is about leads back to it."""

from datetime import date

import pytest
from django.urls import reverse

from nebe.newsroom.models import NewsItem
from nebe.projects.demo import demo_load
from nebe.projects.models import Project

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_page_of_a_project_leads_to_articles_about_it(client, pages, cast):
    demo_load(today=date(2026, 11, 26))
    project = Project.objects.get(iati_identifier__endswith="first-words")
    items = list(NewsItem.objects.filter(locale__language_code="en"))[:6]
    item = items[0]
    item.related.append(("about", f"project:{project.pk}"))
    item.save_revision().publish()
    address = reverse("projects:project", args=[project.slug])
    english = client.get(address).text
    link = f'<a href="/en/news/{item.slug}/">{item.title}</a>'
    assert "Articles about this" in english
    assert link in english
    assert "All articles about this" not in english
    fallback = f'<a href="/vi/news/{item.slug}/" lang="en" dir="ltr">{item.title}</a>'
    assert fallback in client.get(address.replace("/en/", "/vi/", 1)).text
    item.unpublish()
    for translated in item.get_translations():
        translated.unpublish()
    assert "Articles about this" not in client.get(address.replace("/vi/", "/en/", 1)).text

    for each in items:
        each.related.append(("about", f"project:{project.pk}"))
        each.save_revision().publish()
    shown = client.get(address).text
    assert f"/all-about/project/{project.pk}/" in shown
    assert shown.count('href="/en/news/') == 5 + shown.count('href="/en/news/"')
