"""What a run knows: the export, what became of its items so far, which addresses lead to them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page

from ..models import MovedIn
from .addresses import OldAddresses
from .items import name
from .places import language_of
from .wxr import Entry, Export

Fate = MovedIn.Fate


@dataclass
class Options:
    path: Path
    media: str = ""  # folder or address; empty: where the export says
    topics: Path | None = None
    language: str = ""  # of items that name none
    with_authors: bool = True
    with_media: bool = True


@dataclass
class Run:
    options: Options
    tell: Callable[[str], None] = lambda text: None
    now: datetime = field(default_factory=timezone.now)
    pages: list[Page] = field(default_factory=list)  # saved by what is done together
    said: list[str] = field(default_factory=list)  # to be told once it is kept
    export: Export = field(init=False)
    order: list[Entry] = field(init=False)
    leads: dict[str, str] = field(init=False)

    def read(self) -> None:
        """What became of the items so far, and which addresses lead to them."""
        self.rows = {row.key: row for row in MovedIn.objects.filter(site=self.export.site)}
        self.old = OldAddresses(self.export.hosts)
        for entry in self.order:
            row = self.rows.get(entry.id)
            if row and row.page_id:
                self.old.add(entry.id, entry.link, row.page_id)

    def language(self, entry: Entry) -> str | None:
        return language_of(entry.language, self.options.language or self.export.language)

    def row_of(self, entry: Entry) -> MovedIn:
        row = self.rows.get(entry.id) or MovedIn(site=self.export.site, key=entry.id)
        self.rows[entry.id] = row
        row.kind, row.language = entry.kind[:40], self.language(entry) or entry.language[:10]
        name(row, entry)
        return row

    def settle(self, row: MovedIn, fate: str, *why: tuple[str, dict]) -> None:
        row.fate, row.why = fate, list(why)
        row.save()
        self.said.append(f"{row.get_fate_display()}: {row.kind} {row.key} {row.reason}".rstrip())
