"""Each item finds its place first: a draft without text, to which others can lead."""

from collections.abc import Iterator
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_noop as _
from wagtail.models import Locale, Page

from .items import Refused, allow, title_of
from .places import KINDS, Shelves, free_slug, key_of
from .reasons import reasons_of
from .state import Fate, Run
from .wxr import Entry


class Placing(Run):
    shelves: Shelves

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
