"""Texts, pictures and files of an old site, as they are read and fetched."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nebe.newsroom.models import MovedIn, NewsItem
from nebe.newsroom.moving_in.pictures import Media, NotTaken
from nebe.newsroom.moving_in.reasons import reasons_read
from nebe.newsroom.moving_in.texts import Finder, blocks_of

from .old_site import SITE, item, png
from .test_moving_in import CS, Fate, fates, move, one, own_media  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def read(html):
    finder = Finder(
        page=lambda address: 9 if address == "/x/" else None,
        picture=lambda address: (4, "Words") if address in ("a.png", "#4") else None,
        is_old=lambda address: "old.example" in address,
    )
    return blocks_of(html, finder)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("One\ntwo\n\nthree", [("paragraph", "<p>One<br/>two</p>"), ("paragraph", "<p>three</p>")]),
        ("<p>One\ntwo</p>", [("paragraph", "<p>One two</p>")]),
        ("<h4>A <em>b</em></h4>", [("heading", "A b")]),
        ("<ul><li>A<li>B & C</ul>", [("list", ["A", "B & C"])]),
        ("<ol><li><a href='/x/'>A</a></ol>",
         [("paragraph", '<p>• <a id="9" linktype="page">A</a></p>')]),
        ("<blockquote>A<cite>B</cite></blockquote>", [("quote", {"text": "A", "author": "B"})]),
        ("<p>A<img src=a.png>B</p>",
         [("paragraph", "<p>A</p>"), ("picture", {"image": 4, "alt": "Words"}),
          ("paragraph", "<p>B</p>")]),
        ("[gallery ids='4']", [("picture", {"image": 4, "alt": "Words"})]),
        ("A [sic] [b]", [("paragraph", "<p>A [sic] [b]</p>")]),
        ("<p onclick=x>&lt;script&gt;<script>x</script></p>",
         [("paragraph", "<p>&lt;script&gt;</p>")]),
        ("<a href='javascript:x'>A</a>", [("paragraph", "<p>A</p>")]),
        ("<b>A\n\nB</b>", [("paragraph", "<p><b>A</b></p>"), ("paragraph", "<p>B</p>")]),
        ("<!-- wp:x {\"a\":1} --><p></p>&nbsp;", []),
    ],
)  # fmt: skip
def test_blocks(html, blocks):
    found = [
        (kind, value.replace('<a linktype="page" id="9">', '<a id="9" linktype="page">'))
        if isinstance(value, str)
        else (kind, value)
        for kind, value in read(html).blocks
    ]
    assert found == blocks


def test_what_is_left_out_of_a_text_is_named():
    found = read(
        "<iframe src='https://m.example'></iframe>[contact-form-7 id=1]"
        "<p>https://youtu.be/x</p><img src='https://old.example/b.png'>"
        "<a href='https://old.example/y'>y</a><table><tr><td>1<td>2</table>"
    )
    assert reasons_read(found.notes).split("; ") == [
        "shortcode: [contact-form-7]",
        "iframe: https://m.example",
        "embedded: https://youtu.be/x",
        "picture: https://old.example/b.png",
        "link to the old site: https://old.example/y",
        "table, now a paragraph for each row",
    ]
    assert ("paragraph", "<p>1 — 2</p>") in found.blocks


def test_text_nested_without_end_is_refused(pages, tmp_path):
    move(one(tmp_path, item(5, title="A", content="<div>" * 5000 + "x", marks=CS)))
    assert MovedIn.objects.get(key="5").reason == "its text is nested too deeply"
    assert not NewsItem.objects.filter(title="A", live=True).exists()


# Pictures


def test_files_come_from_the_old_site_alone(tmp_path):
    media = Media("", {"127.0.0.1"})
    for address in ("http://127.0.0.1:1/a.png", "https://elsewhere.example/a.png", "file:///x"):
        with pytest.raises(NotTaken):
            media.fetch(address)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.png").write_bytes(png(3))
    with pytest.raises(NotTaken):
        Media(str(tmp_path / "uploads"), set()).fetch("https://x.example/uploads/../secret.png")


class OldServer(BaseHTTPRequestHandler):
    def do_GET(self):
        where = {"/moved.png": "/good.png", "/away.png": "http://elsewhere.example/a.png"}
        found = {"/good.png": png(40), "/large.png": b"x" * 5000}.get(self.path, b"")
        self.send_response(302 if self.path in where else 200 if found else 404)
        if self.path in where:
            self.send_header("Location", where[self.path])
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), OldServer) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_files_over_the_web(server, settings):
    with pytest.raises(NotTaken, match="safe"):
        Media("", {"127.0.0.1"}).fetch(f"{server}/good.png")
    settings.LINK_CHECK_PRIVATE = True
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 4000
    media = Media("", {"127.0.0.1"})
    assert media.fetch(f"{server}/moved.png") == png(40)
    for path, why in {"large": "large", "away": "not on the old site", "none": "404"}.items():
        with pytest.raises(NotTaken, match=why):
            media.fetch(f"{server}/{path}.png")
    other = Media(server, set())
    assert other.fetch("https://old.example/wp-content/uploads/good.png") == png(40)


def test_a_picture_that_is_none_is_refused_and_asked_for_again(pages, tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"<svg/>")
    file = one(
        tmp_path,
        item(4, kind="attachment", status="inherit", file=f"{SITE}/wp-content/uploads/a.png"),
        item(5, title="A", slug="a", marks=CS,
             content=f'<img src="{SITE}/wp-content/uploads/a-300x200.png" alt="It">'),
    )  # fmt: skip
    move(file, "--media", str(folder))
    assert fates() == {4: Fate.REFUSED, 5: Fate.MADE}
    (folder / "a.png").write_bytes(png(30))
    move(file, "--media", str(folder))
    assert fates() == {4: Fate.MADE, 5: Fate.RENEWED}
    block = NewsItem.objects.get(slug="a").body[0]
    assert (block.block_type, block.value["alt"]) == ("picture", "It")
