"""Pictures of the old site come into the media library."""

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_noop as _

from ..models import MovedIn
from .addresses import redirects_make
from .items import title_of
from .pictures import Media, NotTaken, picture_make, unscaled
from .reasons import reason
from .state import Fate, Run
from .texts import plain
from .wxr import ALT, Entry

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif")


class Fetching(Run):
    media: Media
    by_address: dict[str, str]

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
