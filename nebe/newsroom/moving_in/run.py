"""Moves the items of an export in: first each finds its place, then its text and pictures follow.

What becomes of an item and its fate are written in one transaction, so that a run that was killed
goes on where it stopped, and another run makes nothing twice. Several items share one; where one of
them fails, each of them is done again by itself.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_noop as _

from ..cms_jobs import cms_jobs_ask, cms_jobs_later
from ..indexing import index_once
from ..starter.load import tree_mend
from .filling import Filling
from .order import in_order, leads
from .pictures import Media
from .places import Shelves, Topics
from .placing import Placing
from .reasons import reason
from .state import Fate, Options
from .wxr import Entry, export_read

__all__ = ["MovingIn", "Options"]
TOGETHER = 10  # items of one transaction: nobody else writes on SQLite for well below a second


class MovingIn(Placing, Filling):
    def run(self) -> str:
        """Raises `NotAnExport` and `ValueError` (table of topics) before anything is made.

        Returns the old site's address, by which `MovedIn` knows its items.
        """
        for _step in self.steps():
            pass
        return self.export.site

    def steps(self, *, skip: int = 0) -> Iterator[tuple[int, int]]:
        """The same in steps: how many are done of how many. `skip` were done before this run."""
        self.export = export_read(self.options.path)
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
