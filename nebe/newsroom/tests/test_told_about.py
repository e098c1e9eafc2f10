"""What an article is about leads back to it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nebe.newsroom.models import NewsItem
from nebe.projects.demo import demo_load
from nebe.projects.models import Project

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_article_names_a_project_by_its_title(editor, pages, cast):
    demo_load(today=date(2026, 11, 26))
    project = Project.objects.get(iati_identifier__endswith="first-words")
    item = NewsItem.objects.get(slug="legal-day", locale__language_code="en")
    (block,) = [each for each in item.related.stream_block.child_blocks.values()
                if each.name == "project"]  # fmt: skip
    kept = f"project:{project.pk}"
    assert block.clean("First words: Czech for parents") == kept
    assert block.value_for_form(kept) == str(project.name)
    with pytest.raises(ValidationError, match="No project here is called so"):
        block.clean("zeppelin")
    with pytest.raises(ValidationError, match="No project here is called so"):
        block.clean(f"project:{'z' * 100}")

    twin = Project.objects.create(slug="twin", title=project.title, state=project.state)
    twin.search_text = project.search_text
    twin.save()
    with pytest.raises(ValidationError, match="Several projects fit"):
        block.clean("First words: Czech for parents")
    address = block.value_for_form(kept)
    assert address == reverse("projects:project", args=[project.slug])
    assert block.clean(address) == kept
    Project.objects.filter(pk=project.pk).update(state="draft")
    assert block.clean(block.value_for_form(kept)) == kept  # so that the article can be saved
    Project.objects.filter(pk=project.pk).update(state=project.state)

    item.related.append(("project", kept))
    item.save_revision()
    form = editor.get(f"/cms/pages/{item.pk}/edit/").text
    assert "/console/projects/suggest/projects/?public" in form
    assert len(form) < 10**6


def test_the_page_of_a_project_leads_to_articles_about_it(client, pages, cast):
    demo_load(today=date(2026, 11, 26))
    project = Project.objects.get(iati_identifier__endswith="first-words")
    items = list(NewsItem.objects.filter(locale__language_code="en"))[:6]
    item = items[0]
    item.related.append(("project", f"project:{project.pk}"))
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
        each.related.append(("project", f"project:{project.pk}"))
        each.save_revision().publish()
    shown = client.get(address).text
    assert f"/all-about/project/{project.pk}/" in shown
    assert shown.count('href="/en/news/') == 5 + shown.count('href="/en/news/"')
