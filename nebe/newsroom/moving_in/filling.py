"""Texts follow when all places and pictures are known, for they lead to each other."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from wagtail.models import Page, PageLogEntry

from ..models import Article, MovedIn, NewsItem
from .addresses import redirects_make
from .fetching import Fetching
from .items import PUBLIC, Refused, allow, name, title_of
from .places import KINDS, Topics
from .reasons import reason, reasons_of
from .state import Fate
from .texts import Finder, Reading, blocks_of, plain
from .wxr import THUMBNAIL, Entry, contents


class Filling(Fetching):
    topics: Topics

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
        for category in left:
            reading.note(_("category: %(name)s"), name=category)
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


def was_touched(page: Page, row: MovedIn) -> bool:
    """Somebody wrote, published or took it down here; the last two make no revision."""
    if page.latest_revision_id != row.revision:
        return True
    moves = PageLogEntry.objects.filter(page=page.pk, user__isnull=False)
    return moves.filter(action__in=("wagtail.publish", "wagtail.unpublish")).exists()


def escape_text(text: str) -> str:
    return plain(text).replace("&", "&amp;").replace("<", "&lt;")


def with_ids(blocks: list, name: str) -> list[dict]:
    """As StreamField keeps them; ids follow from their place, so that each run makes the same."""

    def one(kind: str, value: object, place: str) -> dict:
        if isinstance(value, list):
            value = [one("item", each, f"{place}/{n}") for n, each in enumerate(value)]
        return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, place))}

    return [one(kind, value, f"{name}/{n}") for n, (kind, value) in enumerate(blocks)]
