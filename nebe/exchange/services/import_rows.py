"""Portions of an import's rows: looked at, then taken, each portion in one transaction."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import preload
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import Typed, email_index, emails_by_index, persons_get_or_create
from nebe.core.privacy.audit import audit_many
from nebe.core.texts.tables import unmarked

from .. import mails
from ..imports.columns import columns_of
from ..imports.rows import Parsed, Refused, RowReader, refuse_incomplete
from ..models import ImportBatch, ImportRow, Offer, Vetting
from ..statistics.tally import offers_count
from ..vetted import Vetted
from .drafts import OfferDraft, draft_merge, offers_add, offers_change
from .offers import offers_hold, offers_settle

Fate = ImportRow.Fate
ReadRow = tuple[ImportRow, Parsed]
KnownRow = tuple[ImportRow, Parsed, Offer]
# The database's trouble and not the rows': the job is tried again.
NOT_THE_ROWS = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)


class Rows:
    """Deals with the rows of one batch; those that cannot be read are refused."""

    FATES: set[str]  # of the rows that still are to be dealt with
    FAILED = "failed:title"
    MADE = "offer"  # the column of the row that holds what was made of it

    def __init__(self, batch: ImportBatch):
        self.batch = batch
        self.columns = columns_of(batch.header)
        self.reader: Any = RowReader(language=batch.language)

    def held(self, lines: Sequence[int]) -> list[ImportRow]:
        """Held until the transaction ends, so that no other job deals with them as well."""
        rows = self.batch.rows.select_for_update()
        return list(rows.filter(line__in=lines, fate__in=self.FATES).order_by("line"))

    def deal_with(self, lines: Sequence[int]) -> None:
        """All in one transaction; where that fails, in halves, until the row that failed is alone.

        That one is refused; nothing of it is kept, keys that were made for it included.
        """
        try:
            # The keys are kept first: a row without its key could never be read.
            with transaction.atomic(), transaction.atomic(using="keys"), scopes_disabled():
                with preload([self.batch.pk]):
                    rows = self.held(lines)
                    self._deal_with(rows)
                fates_write(rows, self.MADE)
        except NOT_THE_ROWS:
            raise
        except Exception:  # whatever it is, it must not cost the other rows
            if len(lines) > 1:
                middle = len(lines) // 2
                self.deal_with(lines[:middle])
                self.deal_with(lines[middle:])
            else:
                logger.exception("A row of an import failed")
                self.batch.rows.filter(line__in=lines, fate__in=self.FATES).update(
                    fate=Fate.REFUSED, reason=self.FAILED
                )

    def _deal_with(self, rows: list[ImportRow]) -> None:
        raise NotImplementedError

    def fields(self, row: ImportRow) -> dict[str, str]:
        return fields_of(row, self.columns)

    def read(self, rows: list[ImportRow]) -> list[tuple[ImportRow, Any]]:
        found = []
        parsed = self.reader.parse_all([self.fields(row) for row in rows])
        for row, result in zip(rows, parsed, strict=True):
            if isinstance(result, Refused):
                row.fate, row.reason = Fate.REFUSED, str(result)
            else:
                found.append((row, result))
        return found


class RowChecker(Rows):
    """Says of each row what would become of it."""

    FATES = {Fate.UNREAD, Fate.READY, Fate.KNOWN}

    def __init__(self, batch: ImportBatch):
        super().__init__(batch)
        self.first: dict[tuple, int] = {}  # what an offer is known by → the first line with it

    def _deal_with(self, rows: list[ImportRow]) -> None:
        once = [(row, parsed) for row, parsed in self.read(rows) if self._is_first(row, parsed)]
        known = known_offers([parsed for _row, parsed in once], self.batch.organisation)
        for (row, parsed), offer in zip(once, known, strict=True):
            row.fate = Fate.KNOWN if offer else Fate.READY
            row.reason = f"{parsed.notes[0]}:text" if parsed.notes else ""
            completed(row, parsed, offer)

    def _is_first(self, row: ImportRow, parsed: Parsed) -> bool:
        same = (parsed.email, parsed.draft.title, *(c.pk for c in parsed.draft.categories))
        if self.first.setdefault(same, row.line) == row.line:
            return True
        row.fate, row.reason = Fate.REFUSED, "twice:title"
        return False


class RowTaker(Rows):
    """Makes offers of rows, or merges them with the organisation's own."""

    FATES = {Fate.READY, Fate.KNOWN}

    def __init__(self, batch: ImportBatch, actor: Actor):
        super().__init__(batch)
        self.actor = actor

    def _deal_with(self, rows: list[ImportRow]) -> None:
        waiting = self.read(rows)
        offers: dict[UUID, Offer] = {}
        lapsed: list[Vetting] = []
        while waiting:
            new, known, waiting = apart(waiting, self.batch.organisation)
            written = self._add(new) + self._merge(known, lapsed)
            offers |= {offer.pk: offer for offer, _draft in written}
        seen = offers_settle(offers=offers.values())
        offers_hold(offers=offers.values(), actor=self.actor)
        mails.offers_wait_again_send(lapsed, {pk: one.waiting for pk, one in seen.items()})

    def _add(self, rows: list[ReadRow]) -> list[tuple[Offer, OfferDraft]]:
        """New offers that the organisation answers for; vetting stays what it is for everyone."""
        persons = persons_get_or_create(
            typed=[
                Typed(parsed.email, parsed.phone, parsed.name, parsed.draft.language)
                for _row, parsed in rows
            ],
            controller=self.batch.organisation,
        )
        added = []
        for row, parsed in rows:
            offer = self._offer(row, parsed, persons[email_index(parsed.email)])
            row.fate, row.offer = Fate.TAKEN, offer
            added.append((offer, parsed.draft))
        offers_add(added)
        offers_count([offer for offer, _draft in added])
        audit_many(action="offer.import", actor=self.actor, rows=[offer for offer, _ in added])
        return added

    def _offer(self, row: ImportRow, parsed: Parsed, person: Person) -> Offer:
        return Offer(
            pk=row.pk,  # whatever happens, no row becomes two offers
            person=person,
            controller=self.batch.organisation,
            handler=self.batch.organisation,
            status=Offer.Status.WAITING,
            confirmed_at=timezone.now(),
            imported=self.batch,
            external_id=parsed.external_id,
        )

    def _merge(self, rows: list[KnownRow], lapsed: list[Vetting]) -> list[tuple[Offer, OfferDraft]]:
        """What an organisation said yes to and the file says otherwise is added to `lapsed`."""
        for row, _parsed, offer in rows:
            row.fate, row.offer = Fate.MERGED, offer
        changed = [(offer, parsed.draft) for _row, parsed, offer in rows]
        vetted = Vetted([offer for offer, _draft in changed])
        offers_change(changed)
        lapsed += vetted.lapse()
        audit_many(action="offer.update", actor=self.actor, rows=[offer for offer, _ in changed])
        return changed


def fields_of(row: ImportRow, columns: dict[str, int]) -> dict[str, str]:
    """What the row says; our own file of refused rows may have come back mended."""
    return {name: unmarked(row.raw[i]) for name, i in columns.items() if i < len(row.raw)}


def fates_write(rows: list[ImportRow], made: str = "offer") -> None:
    """A statement for those that are alike: far cheaper than one with a case for each row."""
    alike: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
    for row in rows:
        alike[row.fate, row.reason, row.changed].append(row.pk)
    for (fate, reason, changed), pks in alike.items():
        # What is new has the id of its row.
        new = {made: F("pk")} if fate == Fate.TAKEN else {}
        same = ImportRow.objects.filter(pk__in=pks)
        same.update(fate=fate, reason=reason, changed=changed, **new)
    merged = [row for row in rows if row.fate == Fate.MERGED]
    ImportRow.objects.bulk_update(merged, ["offer"])


def known_offers(rows: Sequence[Parsed], organisation: Organisation) -> list[Offer | None]:
    """The organisation's own offer that each row is about: by its id, else by helper and title."""
    gone = (Offer.Status.WITHDRAWN, Offer.Status.UNCONFIRMED)
    # The first by id counts, so it comes last.
    own = Offer.objects.filter(handler=organisation).exclude(status__in=gone).order_by("-pk")
    own = own.prefetch_related("categories", "places__municipality")
    ids = {row.external_id for row in rows if row.external_id}
    by_id = {offer.external_id: offer for offer in own.filter(external_id__in=ids)}
    others = [row for row in rows if not row.external_id]
    current = emails_by_index(row.email for row in others)
    theirs = own.annotate(helper=F("person__email_index")).filter(
        person__controller=organisation,
        helper__in=current,
        title__in={row.draft.title for row in others},
    )
    by_title = {(current[offer.helper], offer.title): offer for offer in theirs}
    return [
        by_id.get(row.external_id)
        if row.external_id
        else by_title.get((email_index(row.email), row.draft.title))
        for row in rows
    ]


def completed(row: ImportRow, parsed: Parsed, offer: Offer | None) -> Parsed | None:
    """With what stays of a known offer where the row is silent; None where that is refused."""
    row.changed = ""
    if offer:
        draft, changed = draft_merge(offer, parsed.draft, parsed.told)
        parsed, row.changed = replace(parsed, draft=draft), ",".join(changed)
    try:
        refuse_incomplete(parsed.draft)
    except Refused as refused:
        row.fate, row.reason, row.changed = Fate.REFUSED, str(refused), ""
        return None
    return parsed


def apart(
    rows: list[ReadRow], organisation: Organisation
) -> tuple[list[ReadRow], list[KnownRow], list[ReadRow]]:
    """New ones, known ones with their offers, and those that wait until these are written.

    No two of the first are about one offer: what waits is to find what they leave. What is
    refused is in none of them.
    """
    new: list[ReadRow] = []
    known: list[KnownRow] = []
    later: list[ReadRow] = []
    seen: set = set()
    offers = known_offers([parsed for _row, parsed in rows], organisation)
    for (row, parsed), offer in zip(rows, offers, strict=True):
        marks = {offer and offer.pk, parsed.external_id, (parsed.email, parsed.draft.title)}
        marks -= {None, ""}
        if seen & marks:
            later.append((row, parsed))
        elif whole := completed(row, parsed, offer):
            if offer:
                known.append((row, whole, offer))
            else:
                new.append((row, whole))
        seen |= marks
    return new, known, later
