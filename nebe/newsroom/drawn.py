"""Drawn pictures as files, one for each published version of a page."""

from typing import Any, Literal

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import override

from nebe.core.ui.cards import PREVIEW, Card, draw

from .kinds import label


def place(page: Any) -> str:
    return f"drawn/{page.pk}"


def version(page: Any) -> int:
    return page.live_revision_id or page.latest_revision_id or 0


def drawn_once(page: Any, card: Card, name: str, form: Literal["png", "svg"] = "png") -> bytes:
    """The picture of the page as it is published; those of earlier versions go."""
    store, path = storages["cms"], f"{place(page)}/{name}-{version(page)}.{form}"
    if not store.exists(path):
        forget(page, f"{name}-", form, store)
        store.save(path, ContentFile(draw(card, form)))
    with store.open(path) as file:
        return file.read()


def preview_of(page: Any) -> bytes:
    language = page.locale.language_code
    with override(language):
        kind = str(label(page.kind)) if page.kind != "page" else ""
    card = Card(
        width=PREVIEW[0], height=PREVIEW[1], title=page.title, language=language, label=kind
    )
    return drawn_once(page, card, "preview")


def forget(page: Any, name: str = "", form: str = "", store: Storage | None = None) -> None:
    """Delete what was drawn of this page: all, or of one name and form."""
    store = store or storages["cms"]
    if store.exists(place(page)):
        for file in store.listdir(place(page))[1]:
            if file.startswith(name) and file.endswith(form):
                store.delete(f"{place(page)}/{file}")
