"""An invented export of a WordPress site with Polylang, the same for the same seed."""

import random
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

SITE = "https://stary-web.example"
LANGUAGES = {"cs": "Čeština", "en": "English", "uk": "Українська"}
CATEGORIES = {
    "cs": [("pomoc", "Pomoc"), ("zpravodaj", "Zpravodaj")],
    "en": [("help-en", "Help"), ("bulletin", "Bulletin")],
    "uk": [("допомога", "Допомога"), ("вісник", "Вісник")],
}
WORDS = {
    "cs": "škola byt práce lékař úřad kurz dobrovolník město rodina pobyt doklad léto setkání",
    "en": "school flat work doctor office course volunteer town family stay paper summer meeting",
    "uk": "школа житло робота лікар установа курс місто родина документ літо зустріч порада",
}
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Starý web</title><link>{SITE}</link><language>cs-CZ</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>
<wp:author><wp:author_login>hana</wp:author_login>
<wp:author_display_name>Hana Vymyšlená</wp:author_display_name></wp:author>
"""


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(
    number: int,
    *,
    kind: str = "post",
    status: str = "publish",
    title: str = "",
    slug: str = "",
    link: str = "",
    content: str = "",
    excerpt: str = "",
    date: str = "2020-05-04 10:00:00",
    parent: int = 0,
    password: str = "",
    marks: tuple = (),
    file: str = "",
    meta: tuple = (),
) -> str:
    """One item; `marks` are (taxonomy, slug, name), `meta` (key, value)."""
    rows = [
        f"<item><title>{cdata(title)}</title><link>{escape(link or f'{SITE}/?p={number}')}</link>",
        f"<dc:creator>hana</dc:creator><guid isPermaLink='false'>{SITE}/?p={number}</guid>",
        f"<content:encoded>{cdata(content)}</content:encoded>",
        f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>",
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{date}</wp:post_date_gmt>",
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status>",
        f"<wp:post_parent>{parent}</wp:post_parent><wp:post_type>{kind}</wp:post_type>",
        f"<wp:post_password>{password}</wp:post_password>",
    ]
    if file:
        rows.append(f"<wp:attachment_url>{file}</wp:attachment_url>")
    for taxonomy, name, text in marks:
        rows.append(f'<category domain="{taxonomy}" nicename="{name}">{cdata(text)}</category>')
    for key, value in meta:
        rows.append(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
            f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        )
    return "\n".join([*rows, "</item>\n"])


def export(*items: str) -> str:
    return HEAD + "".join(items) + "</channel></rss>\n"


class OldSite:
    """`posts` posts in groups of up to three languages, pages, pictures, and what is not taken."""

    def __init__(self, *, seed: int, posts: int, pictures: int = 4):
        self.chance, self.posts = random.Random(seed), posts
        self.pictures = {2 + number: f"2020/05/picture-{number}.png" for number in range(pictures)}
        self.public: dict[int, str] = {}  # number → path
        self.drafts: set[int] = set()
        self.refused: set[int] = set()

    def write(self, folder: Path) -> Path:
        """The export, and the pictures in `uploads/` beside it; returns the export's path."""
        for place, path in enumerate(self.pictures.values()):
            file = folder / "uploads" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(60 + place))
        target = folder / "export.xml"
        target.write_text(export(*self.items()), encoding="utf-8")
        return target

    def items(self):
        yield self.page(1001, "cs", "o-nas", 0)
        yield self.page(1002, "cs", "lide", 1001)
        yield self.page(1003, "en", "about-us", 0)
        number, group = 2000, 0
        last = 2000 + self.posts
        while number < last:
            group += 1
            for language in list(LANGUAGES)[: self.chance.choice((1, 3, 3))]:
                if number < last:
                    yield self.post(number, language, f"pll_{group}")
                    number += 1
        for picture, path in self.pictures.items():
            yield item(
                picture,
                kind="attachment",
                status="inherit",
                title=f"Picture {picture}",
                link=f"{SITE}/picture-{picture}/",
                file=f"{SITE}/wp-content/uploads/{path}",
                meta=(("_wp_attachment_image_alt", f"What picture {picture} shows"),),
            )
        yield item(9000, kind="nav_menu_item", title="Menu")
        self.refused.add(9000)

    def page(self, number: int, language: str, slug: str, parent: int) -> str:
        above = self.public.get(parent, f"/{language}/" if language != "cs" else "/")
        self.public[number] = f"{above}{slug}/"
        return item(
            number,
            kind="page",
            title=slug.replace("-", " ").title(),
            slug=slug,
            link=SITE + self.public[number],
            content=f"<!-- wp:paragraph --><p>{self.sentence(language)}</p><!-- /wp:paragraph -->",
            parent=parent,
            marks=(("language", language, LANGUAGES[language]),),
        )

    def post(self, number: int, language: str, group: str) -> str:
        status = self.chance.choices(("publish", "draft", "private"), (20, 1, 1))[0]
        slug = f"{self.chance.choice(WORDS[language].split())}-{number}"
        day = f"20{self.chance.randint(15, 24)}-{self.chance.randint(1, 12):02}-04"
        path = f"/{language}/" if language != "cs" else "/"
        path += f"{day[:4]}/{day[5:7]}/{slug}/"
        if status == "publish":
            self.public[number] = path
        (self.drafts if status == "draft" else self.refused if status == "private" else set()).add(
            number
        )
        category = self.chance.choice(CATEGORIES[language])
        picture = self.chance.choice(list(self.pictures))
        return item(
            number,
            status=status,
            title=self.sentence(language)[:60],
            slug=slug if status == "publish" else "",
            link=SITE + path if status == "publish" else "",
            content=self.text(language, number),
            date=f"{day} 10:00:00" if status == "publish" else "0000-00-00 00:00:00",
            marks=(
                ("language", language, LANGUAGES[language]),
                ("post_translations", group, group),
                ("category", *category),
            ),
            meta=(("_thumbnail_id", str(picture)),) if self.chance.random() < 0.3 else (),
        )

    def sentence(self, language: str) -> str:
        words = self.chance.choices(WORDS[language].split(), k=self.chance.randint(4, 12))
        return " ".join(words).capitalize() + "."

    def text(self, language: str, number: int) -> str:
        """Pieces of old and new editors, some of them broken."""
        picture = self.pictures[self.chance.choice(list(self.pictures))]
        source = f"{SITE}/wp-content/uploads/{picture}".replace(".png", "-60x40.png")
        other = self.chance.choice(list(self.public))
        one = lambda: self.sentence(language)  # noqa: E731
        pieces = [
            f"<!-- wp:heading --><h3>{one()}</h3><!-- /wp:heading -->",
            f"<p>{one()} <strong>{one()}</strong></p>",
            f"{one()}\n\n{one()}\n{one()}",
            f"<ul><li>{one()}</li><li>{one()}</ul>",
            f"<p>{one()}<p><b>{one()}<i>{one()}</b></p></div>",
            f'<p><a href="{SITE}{self.public[other]}">{one()}</a></p>',
            f'<p><a href="/?p={other}">{one()}</a></p>',
            f'<figure><img src="{source}" alt=""/><figcaption>{one()}</figcaption></figure>',
            f"<blockquote><p>{one()}</p><cite>{one()}</cite></blockquote>",
            '[contact-form-7 id="5"]',
            '<iframe src="https://maps.example/"></iframe><script>alert(1)</script>',
            f"<table><tr><td>{one()}<td>{one()}</table>",
        ]
        return "\n\n".join(self.chance.sample(pieces, 5))


def png(side: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side), (side % 256, 90, 120)).save(file, "PNG")
    return file.getvalue()
