"""Texts of a notice as a translation of its page says them, while it says what holds now."""

from typing import Any

from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from nebe.core.texts.translated import Text

from ..models import Tender


class Translated:
    """What holds is the notice: where it changed since it was translated, it speaks itself."""

    def __init__(self, page: Tender, notice: Tender):
        self.page, self.notice = page, notice
        self.is_other = page.locale_id != notice.locale_id
        self.pairs = pairs(page) if self.is_other else set()

    def text(self, said: str, own: str) -> Text:
        if self.is_other and (data(said), data(own)) in self.pairs:
            return Text(own, self.page.locale.language_code)
        return Text(said, self.notice.locale.language_code)

    def submission(self) -> Text:
        return self.text(self.notice.submission, self.page.submission)

    def lots(self) -> list[dict[str, Any]]:
        own = own_values(self.page.lots)
        return [
            {
                "number": each.value["number"],
                "title": self.text(each.value["title"], own.get(each.id, {}).get("title", "")),
                "text": self.text(each.value["text"], own.get(each.id, {}).get("text", "")),
                "amount": each.value["amount"],
            }
            for each in self.notice.lots
        ]

    def links(self) -> list[dict[str, Any]]:
        """Documents that are kept elsewhere."""
        own = own_values(self.page.documents)
        return [
            {
                "address": each.value["address"],
                "title": self.text(each.value["title"], own.get(each.id, {}).get("title", "")),
            }
            for each in self.notice.documents
            if each.value.get("address")
        ]


def own_values(stream: Any) -> dict[str, Any]:
    """By the number of the block, which is the same in every language."""
    return {each.id: each.value for each in stream}


def pairs(page: Tender) -> set[tuple[str, str]]:
    """What was translated how, as the CMS keeps it."""
    known = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale=page.locale_id
    )
    return set(known.values_list("translation_of__data", "data"))


def data(text: str) -> str:
    return StringValue.from_plaintext(text or "").data
