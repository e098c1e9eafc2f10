"""What a feed, a calendar or an embed is narrowed to, as the query of its address says it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from nebe.core.ui.registry import related_links

from ..kinds import COMING, NEWS, PEOPLE, model_of
from ..models import Listed
from ..selectors import items_list

EVERYTHING = "all"  # a kind in addresses: whatever is news


@dataclass(frozen=True)
class Narrowed:
    kind: str
    about: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        return f"?{urlencode(self.about)}" if self.about else ""

    @property
    def has_feed(self) -> bool:
        """What readers of feeds keep of people, nobody could take back."""
        return self.kind not in PEOPLE

    def items(self, *, language: str, today: date) -> QuerySet[Listed]:
        """Newest first; what is to come, soonest first and without what is past."""
        is_coming = self.kind in COMING
        items = items_list(
            language=language,
            kinds=NEWS if self.kind == EVERYTHING else [self.kind],
            about=self.about,
            open_on=today if is_coming else None,
        )
        return items.order_by("date", "title", "key") if is_coming else items


def narrowed(kind: str, asked: QueryDict) -> Narrowed | None:
    """None where there is no such kind. What the query names and we do not know is left out."""
    model = model_of(kind)
    if model is None and kind != EVERYTHING:
        return None
    known = ["topic", *(source.key for source in related_links.all() if source.key != "page")]
    known += [each.name for each in model.filters()] if model else []
    values = ((name, asked.get(name, "").replace("\0", "")) for name in dict.fromkeys(known))
    return Narrowed(kind, tuple((name, value) for name, value in values if value))
