"""Fills the database of this process with articles: `python -m benchmarks.articles 10000`.

Not through the editor, which takes a second for each: rows as it would leave them. Words are those
of the starter texts, drawn as often as words are in a language (the second half as often as the
first); nothing of it makes sense to a reader.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import escape
from itertools import accumulate
from uuid import UUID

import django
from django.conf import settings
from django.core.management import call_command

BATCH = 500
YEARS = 4
PARAGRAPHS, WORDS = 5, 60
NEWEST = date(2026, 6, 1)


def words_of(language: str) -> list[str]:
    """Different words of the starter texts, in the order in which they come."""
    from nebe.newsroom.starter.parse import TEXTS

    texts = " ".join(path.read_text("utf-8") for path in sorted(TEXTS.rglob(f"{language}.md")))
    found = re.findall(r"[^\W\d_]{2,}", re.sub(r"^(:|===).*$", "", texts, flags=re.M))
    return list(dict.fromkeys(word.lower() for word in found))


class Drawn:
    """Sentences of one language with their stems."""

    def __init__(self, language: str, chance: random.Random):
        from nebe.core.texts import normalise

        words = words_of(language)
        self.words, self.chance = [(w, normalise.search_text(w)) for w in words], chance
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))

    def sentence(self, count: int) -> tuple[str, str]:
        drawn = self.chance.choices(self.words, cum_weights=self.weights, k=count)
        words, stems = zip(*drawn, strict=True)
        return " ".join(words).capitalize() + ".", " ".join(stems)


def insert(model, rows: list) -> None:
    """Rows of the child table alone: those of `Page` are there."""
    from django.db import connection
    from django.db.models.sql import InsertQuery

    query = InsertQuery(model)
    query.insert_values(list(model._meta.local_concrete_fields), rows, raw=True)
    query.get_compiler(connection=connection).execute_sql()


class Maker:
    def __init__(self, count: int, seed: int):
        from django.contrib.contenttypes.models import ContentType
        from wagtail.models import Page

        from nebe.core.places.models import Region
        from nebe.newsroom.models import HomePage, NewsItem, PlainPage, Section, Topic

        self.count, self.chance = count, random.Random(seed)
        self.topics = list(Topic.objects.values_list("pk", flat=True))
        self.regions = list(Region.objects.values_list("pk", flat=True))
        codes = [code for code, _name in settings.LANGUAGES]
        self.drawn = {code: Drawn(code, self.chance) for code in codes}
        self.types = {m: ContentType.objects.get_for_model(m).pk for m in (NewsItem, PlainPage)}
        home = {home.locale.language_code: home for home in HomePage.objects.all()}
        news = Section.objects.filter(kind="news")
        self.parents = {
            NewsItem: {section.locale.language_code: section for section in news},
            PlainPage: home,
        }
        self.steps = {
            parent.path: max(
                (int(Page._str2int(p[-Page.steplen :])) for p in paths_below(parent)), default=0
            )
            for parents in self.parents.values()
            for parent in parents.values()
        }

    def make(self) -> None:
        from nebe.newsroom.models import NewsItem, PlainPage

        for start in range(0, self.count, BATCH):
            numbers = range(start, min(start + BATCH, self.count))
            for model in (NewsItem, PlainPage):
                chosen = [n for n in numbers if (model is PlainPage) == (n % 5 == 4)]
                self.batch(model, chosen)
        for parents in self.parents.values():
            for parent in parents.values():
                parent.numchild = self.steps[parent.path]
                type(parent).objects.filter(pk=parent.pk).update(numchild=parent.numchild)

    def batch(self, model, numbers: list[int]) -> None:
        from wagtail.models import Page

        rows = [page for number in numbers for page in self.versions(model, number)]
        bases = Page.objects.bulk_create([base_of(page) for page in rows])
        for page, base in zip(rows, bases, strict=True):
            page.pk = page.page_ptr_id = base.pk
        insert(model, rows)
        through = model.topics.through
        owner = f"{model._meta.model_name}_id"
        through.objects.bulk_create(
            through(**{owner: page.pk, "topic_id": value})
            for page in rows
            for source, value in page.about
            if source == "topic"
        )
        self.index(rows)

    def index(self, rows: list) -> None:
        """As `index_keys`, without reading back what is here."""
        from nebe.newsroom.indexing import row
        from nebe.newsroom.models import Facet, Listed
        from nebe.newsroom.search.index import articles_index

        articles: dict[UUID, tuple[dict, set]] = {}
        for page in rows:
            pages, _about = articles.setdefault(page.translation_key, ({}, page.about))
            pages[page.code] = page
        Listed.objects.bulk_create(
            row(reader, pages) for pages, _about in articles.values() for reader in self.drawn
        )
        Facet.objects.bulk_create(
            Facet(key=key, kind=kind, value=value)
            for key, (_pages, about) in articles.items()
            for kind, value in about
        )
        articles_index([], articles)

    def versions(self, model, number: int) -> Iterator:
        day = NEWEST - timedelta(days=self.chance.randrange(365 * YEARS))
        key = UUID(int=self.chance.getrandbits(128), version=4)
        about = self.chance.sample(self.topics, k=self.chance.choice([1, 1, 2]))
        region = self.chance.choice(self.regions)
        for code in self.drawn:
            page = self.page(model, number, code, day)
            page.translation_key, page.code = key, code
            page.about = {*(("topic", topic) for topic in about), ("region", region)}
            page.related = json.dumps([{"type": "about", "value": f"region:{region}"}])
            yield page

    def page(self, model, number: int, code: str, day: date):
        from wagtail.models import Page

        parent, drawn = self.parents[model][code], self.drawn[code]
        self.steps[parent.path] += 1
        lengths = (6, 20, *[WORDS] * PARAGRAPHS)
        (title, summary, *texts), stems = zip(*map(drawn.sentence, lengths), strict=True)
        title = f"{title.rstrip('.')} {number}"
        body = [{"type": "paragraph", "value": f"<p>{escape(text)}</p>"} for text in texts]
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        page = model(
            title=title,
            draft_title=title,
            slug=f"article-{number}",
            url_path=f"{parent.url_path}article-{number}/",
            path=Page._get_path(parent.path, parent.depth + 1, self.steps[parent.path]),
            depth=parent.depth + 1,
            locale_id=parent.locale_id,
            content_type_id=self.types[model],
            first_published_at=at,
            last_published_at=at,
            summary=summary,
            body=json.dumps(body),
            search_text=f" {' '.join(stems)} {number} ",
        )
        if hasattr(page, "date"):
            page.date = day
        return page


def paths_below(parent) -> list[str]:
    from wagtail.models import Page

    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    return list(below.values_list("path", flat=True))


def base_of(page):
    from wagtail.models import Page

    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    return Page(**{name: getattr(page, name) for name in names})


def fill(count: int) -> None:
    from django.db import connection

    from nebe.core.places.testing import places_for_tests
    from nebe.newsroom.models import ARTICLES
    from nebe.newsroom.search.facts import facts_settle
    from nebe.newsroom.starter.load import pages_load

    from .databases import SEED

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    places_for_tests()
    pages_load(demo=False, today=NEWEST)
    say("starter pages")
    Maker(count, SEED).make()
    facts_settle(model.kind for model in ARTICLES)
    say("articles")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def say(what: str) -> None:
    print(f"{what}: {time.process_time():.0f} s of processor time", file=sys.stderr)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
