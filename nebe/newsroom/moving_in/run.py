"""Moves the items of an export in: first each finds its place, then its text and pictures follow.

What becomes of an item and its fate are written in one transaction, so that a run that was killed
goes on where it stopped, and another run makes nothing twice. Several items share one; where one of
them fails, each of them is done again by itself.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import unescape
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from wagtail.models import Locale, Page, PageLogEntry

from ..cms_jobs import cms_jobs_ask, cms_jobs_later
from ..indexing import index_once
from ..models import Article, MovedIn, NewsItem
from ..starter.load import tree_mend
from .addresses import OldAddresses, redirects_make
from .order import in_order, leads
from .pictures import Media, NotTaken, picture_make, unscaled
from .places import KINDS, Shelves, Topics, free_slug, key_of, language_of
from .reasons import Told, reason, reasons_of
from .texts import Finder, Reading, blocks_of, plain
from .wxr import ALT, THUMBNAIL, Entry, Export, contents, export_read

Fate = MovedIn.Fate
PUBLIC, DRAFTS = {"publish"}, {"draft", "pending", "future"}
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
TOGETHER = 10  # items of one transaction: nobody else writes on SQLite for well below a second


class Refused(Told):
    """Why an item is not taken."""


@dataclass
class Options:
    path: Path
    media: str = ""  # folder or address; empty: where the export says
    topics: Path | None = None
    language: str = ""  # of items that name none
    with_authors: bool = True
    with_media: bool = True


@dataclass
class MovingIn:
    options: Options
    tell: Callable[[str], None] = lambda text: None
    now: datetime = field(default_factory=timezone.now)
    pages: list[Page] = field(default_factory=list)  # saved by what is done together
    said: list[str] = field(default_factory=list)  # to be told once it is kept

    def run(self) -> str:
        """Raises `NotAnExport` and `ValueError` (table of topics) before anything is made.

        Returns the old site's address, by which `MovedIn` knows its items.
        """
        for _step in self.steps():
            pass
        return self.export.site

    def steps(self, *, skip: int = 0) -> Iterator[tuple[int, int]]:
        """The same in steps: how many are done of how many. `skip` were done before this run."""
        self.export: Export = export_read(self.options.path)
        self.topics = Topics(self.options.topics)
        if not skip:
            tree_mend()  # once for a site: it reads all pages
        self.shelves = Shelves(self.pages)
        self.media = Media(self.options.media, self.export.hosts)
        self.leads = leads(self.export, self.language)
        self.order = in_order(self.export, self.leads)
        self.read()
        number, last = 0, 3 * len(self.export.entries)
        parts = (
            (self.place_all(), TOGETHER),
            (self.fetch_all(), 1),  # a picture may take its time to come
            (self.fill_all(), TOGETHER),
        )
        for part, at_once in parts:
            while acts := list(islice(part, at_once)):
                first, number = number + 1, number + len(acts)
                self.do([act for n, act in enumerate(acts, first) if n > skip])
                yield number, last
        self.lead_on_from_files()

    def read(self) -> None:
        """What became of the items so far, and which addresses lead to them."""
        self.rows = {row.key: row for row in MovedIn.objects.filter(site=self.export.site)}
        self.old = OldAddresses(self.export.hosts)
        for entry in self.order:
            row = self.rows.get(entry.id)
            if row and row.page_id:
                self.old.add(entry.id, entry.link, row.page_id)

    def do(self, acts: list[partial]) -> None:
        """Together where that goes, else each by itself: one that fails stops no other."""
        if len(acts) < 2 or not self.do_together(acts):
            for act in acts:
                self.do_alone(act)

    def do_together(self, acts: list[partial]) -> bool:
        """One transaction, in which lists and the CMS note each page once; else nothing is done."""
        self.pages.clear()
        try:
            with transaction.atomic():
                with index_once(), cms_jobs_later():
                    for act in acts:
                        act()
                cms_jobs_ask(self.pages)
        except Exception:  # of whatever kind: each by itself, it comes again and is told
            self.forget()
            return False
        self.tell_all()
        return True

    def do_alone(self, act: partial) -> None:
        """Whatever goes wrong is the item's fate, unless the database is gone: then this raises."""
        try:
            act()
        except Exception as error:
            self.forget()
            self.fail(act.args[0], error)
        self.tell_all()

    def forget(self) -> None:
        """What was taken back by the database."""
        self.said.clear()
        self.read()

    def fail(self, entry: Entry, error: Exception) -> None:
        words = _("it could not be saved: %(error)s")
        self.settle(self.row_of(entry), Fate.REFUSED, reason(words, error=type(error).__name__))

    def tell_all(self) -> None:
        for text in self.said:
            self.tell(text)
        self.said.clear()

    def language(self, entry: Entry) -> str | None:
        return language_of(entry.language, self.options.language or self.export.language)

    # Places

    def place_all(self) -> Iterator[partial]:
        for entry in self.order:
            yield partial(self.place, entry)

    def place(self, entry: Entry) -> None:
        row = self.rows.get(entry.id)
        if row and (row.page_id or row.revision):
            return
        row = self.row_of(entry)
        try:
            with transaction.atomic():
                if entry.kind != "attachment":
                    row.page = self.page_made(entry)
                    row.fate, row.why = Fate.BEGUN, []
                row.save()
        except (Refused, ValidationError) as refused:
            row.page, row.fate, row.why = None, Fate.REFUSED, reasons_of(refused)
            row.save()
        if row.page:
            self.pages.append(row.page)
            self.old.add(entry.id, entry.link, row.page.pk)

    def row_of(self, entry: Entry) -> MovedIn:
        row = self.rows.get(entry.id) or MovedIn(site=self.export.site, key=entry.id)
        self.rows[entry.id] = row
        row.kind, row.language = entry.kind[:40], self.language(entry) or entry.language[:10]
        name(row, entry)
        return row

    def page_made(self, entry: Entry) -> Page:
        """A draft without text at its place; raises `Refused`."""
        allow(entry)
        model, code = KINDS[entry.kind], self.language(entry)
        if code is None:
            words = _("its language (%(language)s) is none of this site's")
            raise Refused(words, language=entry.language)
        lead = self.leads.get(entry.id, entry.id)
        key, locale = (
            key_of(self.export.site, lead),
            Locale.objects.get_or_create(language_code=code)[0],
        )
        if Page.objects.filter(translation_key=key, locale=locale).exists():
            raise Refused(_("another item is its translation in the same language"))
        above = self.rows.get(entry.parent)
        try:
            parent = self.shelves.above(
                model, code, above.page.specific if above and above.page else None
            )
        except LookupError:
            raise Refused(
                _("this site has no home page or no list of news in its language")
            ) from None
        first = self.rows.get(lead)
        slug = first.page.slug if first and first.page and lead != entry.id else entry.slug
        page = model(
            title=title_of(entry),
            slug=free_slug(slug, entry.title, entry.id, parent),
            locale=locale,
            translation_key=key,
            live=False,
        )
        return parent.add_child(instance=page)

    # Pictures

    def fetch_all(self) -> Iterator[partial]:
        files = [each for each in self.export.entries.values() if each.kind == "attachment"]
        self.by_address = {unscaled(entry.file): entry.id for entry in files}
        for entry in self.export.entries.values():
            yield partial(self.fetch_missing, entry)

    def fetch_missing(self, entry: Entry) -> None:
        if entry.kind != "attachment":
            return
        row = self.rows[entry.id]
        if row.image_id:
            self.settle(row, Fate.UNCHANGED)
        elif row.fate in (Fate.MADE, Fate.UNCHANGED, Fate.KEPT):
            self.settle(row, Fate.KEPT, reason(_("it was deleted here")))
        else:
            self.fetch(entry, row)

    def fetch(self, entry: Entry, row: MovedIn) -> None:
        try:
            if not unscaled(entry.file).lower().endswith(IMAGES):
                raise NotTaken(_("only pictures are taken, no other files"))
            if not self.options.with_media:
                raise NotTaken(_("pictures were left out"))
            content = self.media.fetch(entry.file)
            with transaction.atomic():
                row.image = picture_make(
                    name=unscaled(entry.file),
                    content=content,
                    title=title_of(entry),
                    shows=plain(entry.meta.get(ALT, "")),
                    language=self.language(entry) or "",
                )
                self.settle(row, Fate.MADE)
        except NotTaken as left:
            self.settle(row, Fate.REFUSED, *left.reasons)

    def lead_on_from_files(self) -> None:
        """A picture had a page of its own there: it leads to the page that it was put on."""
        for entry in self.export.entries.values():
            above = self.rows.get(entry.parent)
            if entry.kind == "attachment" and above and above.page:
                redirects_make(entry.id, entry.link, above.page)

    def picture(self, address: str) -> tuple[int, str] | None:
        """By the address of any of its sizes, or `#number`."""
        number = address.removeprefix("#") if address.startswith("#") else ""
        row = self.rows.get(number or self.by_address.get(unscaled(address), ""))
        if row is None or row.image_id is None:
            return None
        return row.image_id, plain(self.export.entries[row.key].meta.get(ALT, ""))

    # Texts

    def fill_all(self) -> Iterator[partial]:
        for number, text, excerpt in contents(self.options.path):
            yield partial(self.fill, self.export.entries[number], text, excerpt)

    def fill(self, entry: Entry, text: str, excerpt: str) -> None:
        row = self.rows[entry.id]
        if entry.kind not in KINDS or (row.page is None and row.fate == Fate.REFUSED):
            return
        name(row, entry)
        if row.page is None:
            return self.settle(row, Fate.KEPT, reason(_("it was deleted here")))
        try:
            allow(entry)
            with transaction.atomic():
                self.write(entry, row, text, excerpt)
        except Refused as refused:
            self.take_down(row, refused)
        except ValidationError as refused:
            self.settle(row, Fate.REFUSED, *reasons_of(refused))
        except RecursionError:
            self.settle(row, Fate.REFUSED, reason(_("its text is nested too deeply")))

    @transaction.atomic
    def take_down(self, row: MovedIn, refused: Refused) -> None:
        """The old site took it back since it was made here."""
        page = Page.objects.get(pk=row.page_id).specific
        self.pages.append(page)
        why = [*refused.reasons]
        row.made_from = ""  # once it is public there again, it is made anew
        if page.live and was_touched(page, row):
            words = _("it is public here, where somebody worked on it: please decide")
            why.append(reason(words))
        elif page.live:
            page.unpublish()
            why.append(reason(_("its page here is a draft now")))
        elif not was_touched(page, row):
            page.revisions.update(approved_go_live_at=None)
        self.settle(row, Fate.REFUSED, *why)

    def write(self, entry: Entry, row: MovedIn, text: str, excerpt: str) -> None:
        page = Page.objects.get(pk=row.page_id).specific  # as it stands in the tree by now
        finder = Finder(self.old.page, self.picture, self.old.is_old)
        reading = blocks_of(text, finder)
        made_from = self.taken(entry, page, reading, excerpt)
        if row.revision is not None:
            if was_touched(page, row):
                return self.settle(row, Fate.KEPT, reason(_("it was changed here")))
            if row.made_from == made_from:
                return self.settle(row, Fate.UNCHANGED)
        elif page.latest_revision_id is not None:
            row.revision = 0
            return self.settle(row, Fate.KEPT, reason(_("it was changed here")))
        fate = Fate.MADE if row.revision is None else Fate.RENEWED
        if entry.status not in PUBLIC:
            page.unpublish()  # saves nothing where it is not public
            page.revisions.update(approved_go_live_at=None)
        page.save()
        self.pages.append(page)
        revision = page.save_revision(log_action=False)
        if entry.status in PUBLIC or page.go_live_at:
            revision.publish()
        row.revision, row.made_from, row.notes = revision.pk, made_from, reading.notes
        for path in redirects_make(entry.id, entry.link, page):
            words = _("address too long to lead on: %(address)s")
            row.notes.append(reason(words, address=f"{path[:80]}…"))
        self.settle(row, fate)

    def taken(self, entry: Entry, page: Article, reading: Reading, excerpt: str) -> str:
        """Puts everything onto the page, unsaved; returns the hash of what that was."""
        blocks = list(reading.blocks)
        author = self.export.authors.get(entry.author, "")
        if self.options.with_authors and author and author.casefold() != entry.author.casefold():
            reading.open.append(f"<i>{escape_text(author)}</i>")
            reading.end()
            blocks = reading.blocks
        topics, left = self.topics.of(entry.of("category"))
        for name in left:
            reading.note(_("category: %(name)s"), name=name)
        if entry.comments:
            reading.note(_("comments: %(number)s"), number=entry.comments)
        page.title = title_of(entry)
        page.summary = plain(excerpt)[:400]
        page.body = json.dumps(with_ids(blocks, f"{self.export.site}/{entry.id}"))
        page.topics = topics
        if thumbnail := self.picture(f"#{entry.meta.get(THUMBNAIL, '')}"):
            page.image_id, page.image_alt = thumbnail[0], thumbnail[1][:200]
        if entry.date:
            if isinstance(page, NewsItem):
                page.date = timezone.localdate(entry.date)
            if entry.status in PUBLIC:
                page.first_published_at = min(entry.date, self.now)
        is_scheduled = entry.status == "future" and entry.date and entry.date > self.now
        page.go_live_at = entry.date if is_scheduled else None
        said = [page.title, page.summary, blocks, [topic.pk for topic in topics], page.image_id]
        said += [str(entry.date), entry.status]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def settle(self, row: MovedIn, fate: str, *why: tuple[str, dict]) -> None:
        row.fate, row.why = fate, list(why)
        row.save()
        self.said.append(f"{row.get_fate_display()}: {row.kind} {row.key} {row.reason}".rstrip())


def allow(entry: Entry) -> None:
    """Raises `Refused` for what is none of the public's, or no page."""
    if entry.kind not in KINDS:
        raise Refused(_("it is neither a post nor a page"))
    if entry.status == "private":
        raise Refused(_("it is private"))
    if entry.has_password:
        raise Refused(_("it has a password"))
    if entry.status not in PUBLIC | DRAFTS:
        words = _("it is neither published nor a draft (%(status)s)")
        raise Refused(words, status=entry.status)


def was_touched(page: Page, row: MovedIn) -> bool:
    """Somebody wrote, published or took it down here; the last two make no revision."""
    if page.latest_revision_id != row.revision:
        return True
    moves = PageLogEntry.objects.filter(page=page.pk, user__isnull=False)
    return moves.filter(action__in=("wagtail.publish", "wagtail.unpublish")).exists()


def name(row: MovedIn, entry: Entry) -> None:
    row.title = title_of(entry)
    row.address = "" if is_hidden(entry) else entry.link


def is_hidden(entry: Entry) -> bool:
    """Its title and its address may tell what the public was not to know."""
    return entry.status == "private" or entry.has_password


def title_of(entry: Entry) -> str:
    if is_hidden(entry):
        return ""
    return (plain(unescape(entry.title)) or entry.slug or entry.id)[:255]


def escape_text(text: str) -> str:
    return plain(text).replace("&", "&amp;").replace("<", "&lt;")


def with_ids(blocks: list, name: str) -> list[dict]:
    """As StreamField keeps them; ids follow from their place, so that each run makes the same."""

    def one(kind: str, value: object, place: str) -> dict:
        if isinstance(value, list):
            value = [one("item", each, f"{place}/{n}") for n, each in enumerate(value)]
        return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, place))}

    return [one(kind, value, f"{name}/{n}") for n, (kind, value) in enumerate(blocks)]
