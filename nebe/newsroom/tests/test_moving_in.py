"""An old WordPress site moves in with its addresses alive."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DataError
from django.test import TestCase
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page

from nebe.newsroom.models import Listed, MovedIn, NewsItem, PlainPage, Section
from nebe.newsroom.moving_in.run import MovingIn

from .old_site import SITE, OldSite, export, item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Fate = MovedIn.Fate
CS = (("language", "cs", "Čeština"),)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def move(path, *options):
    out = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("import_wordpress", path, *options, stdout=out)
    return out.getvalue()


def one(tmp_path, *items):
    path = tmp_path / "one.xml"
    path.write_text(export(*items), encoding="utf-8")
    return path


def fates():
    return {int(row.key): row.fate for row in MovedIn.objects.all()}


def test_a_whole_site_moves_in_is_killed_and_goes_on(pages, client, tmp_path, monkeypatch):
    old = OldSite(seed=7, posts=24)
    file, media = old.write(tmp_path), ("--media", str(tmp_path / "uploads"))
    before = Page.objects.count()
    there = set(get_image_model().objects.values_list("pk", flat=True))
    write, written = MovingIn.write, []

    def dying(self, entry, *rest):
        written.append(entry.id)
        if len(written) == 10:
            raise KeyboardInterrupt
        write(self, entry, *rest)

    monkeypatch.setattr(MovingIn, "write", dying)
    with pytest.raises(KeyboardInterrupt):
        move(file, *media)
    assert list(fates().values()).count(Fate.BEGUN) > 5
    assert not Page.objects.filter(live=True, pk__in=begun()).exists()
    monkeypatch.setattr(MovingIn, "write", write)
    move(file, *media)
    made = len(old.public) + len(old.drafts)
    assert Page.objects.count() == before + made
    assert {number for number, fate in fates().items() if fate == Fate.REFUSED} == old.refused
    moved = get_image_model().objects.exclude(pk__in=there)
    assert moved.count() == len(old.pictures)
    shown = [picture.alternatives for picture in moved]
    assert {*map(len, shown)} <= {0, 1}
    assert any("What picture" in words for each in shown for words in each.values())
    for number, path in old.public.items():
        for address in (path, f"/?p={number}"):
            answer = client.get(address)
            if address not in ("/en/about-us/",):  # the same as before
                assert answer.status_code == 301, address
                answer = client.get(answer["Location"])
            assert answer.status_code == 200, address
    drafts = MovedIn.objects.filter(key__in=map(str, old.drafts)).select_related("page")
    assert [row.page.live for row in drafts] == [False] * len(old.drafts)
    assert old.drafts
    assert client.get("/cs/news/").status_code == 200
    revisions = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    redirects = Redirect.objects.count()
    move(file, *media)
    assert {fate for number, fate in fates().items() if number not in old.refused} == {
        Fate.UNCHANGED
    }
    assert {page.pk: page.latest_revision_id for page in Page.objects.all()} == revisions
    assert Redirect.objects.count() == redirects
    assert moved.count() == len(old.pictures)


def test_what_moves_in_together_is_noted_together(pages, tmp_path):
    asked = DBTaskResult.objects.values_list("task_path", flat=True).order_by()
    before = asked.count()
    move(one(tmp_path, *(item(n, title=f"Post {n}", marks=CS) for n in range(5, 25))))
    jobs = Counter(asked.order_by("-enqueued_at")[: asked.count() - before])
    assert sum(jobs.values()) <= 6, jobs  # of two times two portions, not of each page
    assert Listed.objects.filter(reader="cs", title__startswith="Post").count() == 20


def begun():
    return MovedIn.objects.filter(fate=Fate.BEGUN).values("page")


def test_the_same_seed_makes_the_same_site():
    big = OldSite(seed=1, posts=500)
    assert list(big.items()) == list(OldSite(seed=1, posts=500).items())
    assert len(big.public) + len(big.drafts) + len(big.refused) == 504


def test_what_a_post_becomes(pages, client, tmp_path):
    text = f'<!-- wp:paragraph --><p>See <a href="{SITE}/o-nas/">us</a>.</p>[form id=1]'
    marks = (*CS, ("category", "pomoc", "Pomoc"), ("category", "x", "Nic"))
    move(
        one(
            tmp_path,
            item(5, title="Léto &amp; my", slug="leto", link=f"{SITE}/2020/05/leto/",
                 content=text, excerpt="<p>Krátce.</p>", marks=marks),
            item(6, kind="page", title="O nás", slug="o-nas", link=f"{SITE}/o-nas/", marks=CS),
        )
    )  # fmt: skip
    page = NewsItem.objects.get(slug="leto")
    assert (page.title, page.summary, page.date.year) == ("Léto & my", "Krátce.", 2020)
    assert page.first_published_at.year == 2020
    assert page.locale.language_code == "cs"
    assert [topic.pk for topic in page.topics.all()] == ["help"]
    assert MovedIn.objects.get(key="5").left_out == "shortcode: [form]; category: Nic"
    shown = client.get("/cs/news/leto/").text
    assert 'href="/cs/o-nas/"' in shown
    assert "Hana Vymyšlená" in shown
    assert Listed.objects.filter(key=page.translation_key, language="cs").exists()


def test_translations_belong_together_by_polylang_and_by_wpml(pages, client, tmp_path):
    def polylang(code):
        return (("language", code, code), ("post_translations", "pll_1", ""))

    def wpml(code):
        return (("_wpml_import_language_code", code), ("_wpml_import_translation_group", "9"))

    move(
        one(
            tmp_path,
            item(5, title="Leto", slug="litchko", marks=polylang("ua")),
            item(6, title="Léto", slug="leto", marks=polylang("cs")),
            item(7, title="Zima", slug="zima", meta=wpml("cs")),
            item(8, title="Winter", slug="winter", meta=wpml("en")),
            item(9, title="Été", slug="ete", marks=polylang("fr")),
        )
    )
    summer, winter = (NewsItem.objects.filter(slug=slug) for slug in ("leto", "zima"))
    assert {page.locale.language_code for page in summer} == {"cs", "uk"}
    assert {page.locale.language_code for page in winter} == {"cs", "en"}
    assert len({page.translation_key for page in summer}) == 1
    refused = MovedIn.objects.get(key="9")
    assert refused.reason.startswith("its language (fr)")
    with translation.override("uk"):
        assert refused.reason == "мови (fr) на цьому сайті немає"
    assert client.get("/uk/?p=6")["Location"] == "/cs/news/leto/"
    assert client.get("/?page_id=5")["Location"] == "/uk/news/leto/"


def test_what_was_changed_here_stays(pages, tmp_path):
    before = item(5, title="Before", slug="a", marks=CS), item(6, title="Then", slug="b", marks=CS)
    move(one(tmp_path, *before))
    mine = NewsItem.objects.get(slug="a")
    mine.title = "Mine"
    mine.save_revision().publish()
    after = item(5, title="After", slug="a", marks=CS), item(6, title="Now", slug="b", marks=CS)
    move(one(tmp_path, *after))
    assert fates() == {5: Fate.KEPT, 6: Fate.RENEWED}
    assert NewsItem.objects.get(slug="a").title == "Mine"
    assert NewsItem.objects.get(slug="b").title == "Now"
    NewsItem.objects.get(slug="b").delete()
    move(one(tmp_path, *after))
    assert MovedIn.objects.get(key="6").reason == "it was deleted here"
    assert not NewsItem.objects.filter(slug="b").exists()


def test_what_is_not_public_is_not_taken_and_each_fate_is_told(pages, tmp_path):
    table = tmp_path / "fates.csv"
    said = move(
        one(
            tmp_path,
            item(5, status="private", title="Secret of Olena", link=f"{SITE}/Secret/", marks=CS),
            item(6, password="x", title="Behind a password", marks=CS),
            item(7, status="trash", title="Bin", marks=CS),
            item(8, status="draft", title="=Draft", marks=CS),
        ),
        "--fates",
        str(table),
    )
    assert "not taken: it is private" in said
    assert "Secret" not in table.read_text() + said
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert [row["reason"] for row in rows] == [
        "it is private",
        "it has a password",
        "it is neither published nor a draft (trash)",
        "",
    ]
    assert rows[3]["title"] == "'=Draft"
    assert [page.live for page in NewsItem.objects.filter(title="=Draft")] == [False]


@pytest.mark.parametrize(
    "taken_back", [{"status": "private"}, {"password": "x"}, {"status": "trash"}]
)
def test_what_the_old_site_took_back_is_public_here_no_more(pages, client, tmp_path, taken_back):
    post = {"title": "First", "slug": "a", "content": "First words", "marks": CS}
    other = item(6, title="B", slug="b", marks=CS)
    move(one(tmp_path, item(5, **post), other))
    after = post | taken_back | {"title": "Second", "content": "Second words"}
    said = move(one(tmp_path, item(5, **after), other))
    page = NewsItem.objects.get(slug="a")
    assert fates() == {5: Fate.REFUSED, 6: Fate.UNCHANGED}
    assert "its page here is a draft now" in said
    assert client.get("/cs/news/a/").status_code == 404
    assert "Second" not in str(page.get_latest_revision().content)
    assert MovedIn.objects.get(key="5").title == ("Second" if "trash" in str(taken_back) else "")
    move(one(tmp_path, item(5, **post), other))
    assert fates() == {5: Fate.RENEWED, 6: Fate.UNCHANGED}
    assert "First words" in client.get("/cs/news/a/").text


def test_what_was_taken_back_there_and_changed_here_is_told(pages, client, tmp_path):
    move(one(tmp_path, item(5, title="First", slug="a", marks=CS)))
    mine = NewsItem.objects.get(slug="a")
    mine.title = "Mine"
    mine.save_revision().publish()
    said = move(one(tmp_path, item(5, title="First", slug="a", status="private", marks=CS)))
    assert "it is public here, where somebody worked on it" in said
    assert client.get("/cs/news/a/").status_code == 200


def test_what_became_a_draft_there_is_one_here(pages, client, tmp_path):
    move(one(tmp_path, item(5, title="First", slug="a", marks=CS)))
    move(one(tmp_path, item(5, title="Second", slug="a", status="draft", marks=CS)))
    assert fates() == {5: Fate.RENEWED}
    page = NewsItem.objects.get(title="Second")
    assert not page.live
    assert client.get("/cs/news/a/").status_code == 404


def test_no_private_words_come_into_a_draft(pages, tmp_path):
    post = {"slug": "a", "marks": CS}
    move(one(tmp_path, item(5, title="First", status="draft", **post)))
    before = NewsItem.objects.get(title="First")
    move(one(tmp_path, item(5, title="x", content="Secret", status="private", **post)))
    after = NewsItem.objects.get(title="First")
    assert after.latest_revision_id == before.latest_revision_id
    assert "Secret" not in str(after.body)
    assert MovedIn.objects.get(key="5").reason == "it is private"


def test_what_an_editor_took_down_or_published_here_stays_so(pages, cast, tmp_path):
    posts = {5: {"slug": "a"}, 6: {"slug": "b", "status": "draft"}}
    move(one(tmp_path, *(item(n, title="First", marks=CS, **post) for n, post in posts.items())))
    down, up = (Page.objects.get(pk=MovedIn.objects.get(key=key).page_id) for key in ("5", "6"))
    down.specific.unpublish(user=cast.ema)
    up.get_latest_revision().publish(user=cast.ema)
    move(one(tmp_path, *(item(n, title="Second", marks=CS, **post) for n, post in posts.items())))
    assert set(fates().values()) == {Fate.KEPT}
    assert [Page.objects.get(pk=page.pk).live for page in (down, up)] == [False, True]
    assert Page.objects.get(pk=up.pk).title == "First"


def test_what_is_scheduled_no_more_does_not_come(pages, tmp_path):
    later = {"title": "Later", "slug": "a", "date": "2090-01-02 10:00:00", "marks": CS}
    for status in ("draft", "private"):
        move(one(tmp_path, item(5, status="future", **later)))
        page = Page.objects.get(pk=MovedIn.objects.get(key="5").page_id)
        assert page.approved_schedule
        move(one(tmp_path, item(5, status=status, **later)))
        assert not Page.objects.get(pk=page.pk).approved_schedule


def test_one_item_that_cannot_be_saved_stops_no_other(pages, tmp_path, monkeypatch):
    write = MovingIn.write

    def refusing(self, entry, *rest):
        if entry.id == "5":
            raise ValidationError("Too long.")
        write(self, entry, *rest)

    monkeypatch.setattr(MovingIn, "write", refusing)
    move(one(tmp_path, item(5, title="A", marks=CS), item(6, title="B", marks=CS)))
    assert fates() == {5: Fate.REFUSED, 6: Fate.MADE}
    assert MovedIn.objects.get(key="5").reason == "Too long."


@pytest.mark.parametrize("step", ["page_made", "write"])
def test_one_item_that_fails_in_any_way_stops_no_other(pages, client, tmp_path, monkeypatch, step):
    done = getattr(MovingIn, step)

    def failing(self, entry, *rest):
        made = done(self, entry, *rest)
        if entry.id == "7":
            raise DataError("Out of range.")
        return made

    link = f'<!-- wp:paragraph --><p>See <a href="{SITE}/?p=5">it</a>.</p>'
    items = [item(n, title=f"Post {n}", slug=f"p{n}", content=link, marks=CS) for n in range(5, 10)]
    monkeypatch.setattr(MovingIn, step, failing)
    said = move(one(tmp_path, *items), "-v", "2")
    assert fates() == {n: Fate.REFUSED if n == 7 else Fate.MADE for n in range(5, 10)}
    row = MovedIn.objects.get(key="7")
    assert (row.title, row.reason) == ("Post 7", "it could not be saved: DataError")
    assert said.count("made: post 5") == 1  # what was taken back was not told
    assert 'href="/cs/news/p5/"' in client.get("/cs/news/p9/").text
    assert client.get("/cs/news/p7/").status_code == 404
    assert Listed.objects.filter(reader="cs", title__startswith="Post").count() == 4
    monkeypatch.setattr(MovingIn, step, done)
    move(tmp_path / "one.xml")
    assert fates() == {n: Fate.MADE if n == 7 else Fate.UNCHANGED for n in range(5, 10)}


def test_one_that_fails_among_others_fails_alone_in_a_dry_run(pages, tmp_path, monkeypatch):
    def failing(self, entry, *rest):
        Page(title="x" * 300, path="x", depth=0).save_base(raw=True, force_insert=True)
        raise DataError("Out of range.")

    monkeypatch.setattr(MovingIn, "write", failing)
    said = move(one(tmp_path, item(5, title="A", marks=CS), item(6, marks=CS)), "--dry-run")
    assert "2 not taken: it could not be saved" in said
    assert not MovedIn.objects.exists()


def test_a_picture_that_fails_stops_no_other_item(pages, tmp_path, monkeypatch):
    old = OldSite(seed=7, posts=4)
    file = old.write(tmp_path)

    def failing(**picture):
        raise DataError("Out of range.")

    monkeypatch.setattr("nebe.newsroom.moving_in.fetching.picture_make", failing)
    move(file, "--media", str(tmp_path / "uploads"))
    failed = MovedIn.objects.filter(kind="attachment", fate=Fate.REFUSED)
    assert {row.reason for row in failed} >= {"it could not be saved: DataError"}
    assert MovedIn.objects.filter(kind="post", fate=Fate.MADE).exists()


def test_a_list_of_news_that_is_made_along_is_noted_in_the_cms(pages, tmp_path):
    Section.objects.get(kind="news", locale__language_code="uk").delete()
    uk = (("language", "uk", ""),)
    move(one(tmp_path, *(item(n, title=f"Post {n}", marks=uk) for n in (5, 6))))
    section = Section.objects.get(kind="news", locale__language_code="uk")
    asked = DBTaskResult.objects.filter(task_path__endswith="pages_note")
    assert section.pk in {pk for task in asked for pk in task.args_kwargs["args"]}


def test_what_was_scheduled_comes_on_its_day(pages, tmp_path):
    move(
        one(
            tmp_path,
            item(5, status="future", title="Later", date="2090-01-02 10:00:00", marks=CS),
            item(6, status="future", title="Due", date="2020-01-02 10:00:00", marks=CS),
        )
    )
    later, due = (NewsItem.objects.get(title=title) for title in ("Later", "Due"))
    assert (later.live, later.approved_schedule, later.go_live_at.year) == (False, True, 2090)
    assert (due.live, due.go_live_at) == (False, None)
    move(tmp_path / "one.xml")
    assert set(fates().values()) == {Fate.UNCHANGED}


def test_an_editor_says_which_topic_a_category_is(pages, tmp_path):
    table = tmp_path / "topics.csv"
    table.write_text("category,topic\nZpravodaj,advice\npomoc,\n")
    marks = (*CS, ("category", "zp", "Zpravodaj"), ("category", "pomoc", "Pomoc"))
    file = one(tmp_path, item(5, title="A", content="Text", marks=marks))
    move(file, "--topics", str(table), "--without-authors")
    page = NewsItem.objects.get(title="A")
    assert [topic.pk for topic in page.topics.all()] == ["advice"]
    assert MovedIn.objects.get(key="5").notes == []
    assert "Hana" not in str(page.body)
    table.write_text("x,no-such-topic\n")
    with pytest.raises(CommandError, match="no-such-topic"):
        move(file, "--topics", str(table))


def test_a_dry_run_changes_nothing(pages, tmp_path):
    before = Page.objects.count()
    said = move(one(tmp_path, item(5, title="A", marks=CS)), "--dry-run")
    assert "1 made" in said
    assert Page.objects.count() == before
    assert not MovedIn.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
        "<rss><channel><item>",
        "<html></html>",
    ],
)
def test_no_export(db, tmp_path, text):
    path = tmp_path / "x.xml"
    path.write_text(text)
    with pytest.raises(CommandError):
        move(path)
    assert not MovedIn.objects.exists()


def test_addresses_of_the_house_and_of_editors_are_not_taken_over(pages, tmp_path, client):
    contact = Page.objects.get(slug="contact", locale__language_code="cs")
    move(
        one(
            tmp_path,
            item(5, kind="page", title="Nabídky", slug="offers", marks=CS),
            item(6, kind="page", title="Kontakt", slug="contact", marks=CS),
        )
    )
    assert {page.slug for page in PlainPage.objects.filter(title__in=["Nabídky", "Kontakt"])} >= {
        "offers-2",
        "contact-2",
    }
    assert Page.objects.get(pk=contact.pk).slug == "contact"


def test_old_addresses_with_other_letters_and_ends(pages, tmp_path, client):
    encoded = "%d0%bb%d1%96%d1%82%d0%be"
    move(
        one(
            tmp_path,
            item(5, title="Літо", slug=encoded, link=f"{SITE}/ua/{encoded}/",
                 marks=(("language", "uk", ""),)),
            item(6, title="B", slug="b", link=f"{SITE}/clanek.html", marks=CS),
        )
    )  # fmt: skip
    there = client.get(f"/ua/{encoded}/")
    assert there.status_code == 301
    assert client.get(there["Location"]).status_code == 200
    assert client.get("/clanek.html")["Location"] == "/cs/news/b/"
    assert client.get("/?p=6&x=1")["Location"] == "/cs/news/b/"
    assert client.get("/?p=77").status_code == 302
    assert client.get("/?p=²").status_code == 302
    assert client.get("/missing.html").status_code == 404


# Texts
