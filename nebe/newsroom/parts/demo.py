"""The demonstration's part: Druhý břeh writes what it has to say, and has it translated."""

from django.utils import timezone
from wagtail.models import Page

from nebe.core.people.actors import Actor
from nebe.core.people.cast import Cast

from ..models import HomePage, OrganisationPart
from ..starter.load import LANGUAGES, SOURCE, page_load, pages_translate
from ..starter.parse import drafts
from . import services

LEVEL = "part"  # of the starter texts: pages that come with this part alone


def part_load(cast: Cast) -> None:
    """Once: the page of an organisation whose editor is Hana, and two that she wrote below it."""
    if OrganisationPart.objects.exists():
        return
    part = services.part_create(organisation=cast.breh, actor=Actor.system())
    texts = {code: drafts(code) for code in LANGUAGES}
    own, *below = [draft for draft in texts[SOURCE].values() if draft.meta.get("demo") == LEVEL]
    page = part.pages.get()
    page.summary = own.summary
    page.save_revision(user=cast.hana).publish()
    pages = {own.slug: page}
    home = HomePage.objects.get(locale=page.locale)
    for draft in below:
        pages[draft.slug], _made = page_load(draft, home, timezone.localdate())
    Page.objects.filter(pk__in=[each.pk for each in pages.values()]).update(owner=cast.hana)
    pages_translate(pages, texts)
