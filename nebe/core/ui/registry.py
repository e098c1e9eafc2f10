"""What rooms put on shared pages: links, worklists, search results; filled in `ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from ..sql import Statement, Told


class Positioned(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def position(self) -> int: ...


Item = TypeVar("Item", bound=Positioned)


GROUPS = {
    "add": pgettext_lazy("menu", "Add and plan"),
    "safety": pgettext_lazy("menu", "Safety"),
    "pages": pgettext_lazy("menu", "Public pages"),
    "settings": pgettext_lazy("menu", "Administration"),
    "help": pgettext_lazy("menu", "Help"),
    "information": pgettext_lazy("menu", "Information"),
    "network": pgettext_lazy("menu", "The network"),
    "with_us": pgettext_lazy("menu", "Work with us"),
    "site": pgettext_lazy("menu", "About this site"),
}
# In the footer, in this order; a link without a group stands in the last one.
FOOTER = ("help", "information", "network", "with_us", "site")


def everyone(actor: Any) -> bool:
    return True


@dataclass(frozen=True)
class NavItem:
    """A link. `area`: `public`, `footer`, `console`, `staff`, `account`, `safety`, `help`.

    Links of one `group`, a key of `GROUPS`, stand together below its label.
    """

    area: str
    key: str
    label: Any  # lazy text
    url_name: str
    position: int = 50
    icon: str = ""
    visible: Callable[[Any], bool] = everyone
    args: tuple[str, ...] = ()
    group: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


@dataclass(frozen=True)
class DashboardCard:
    """What waits for someone: `count(actor)` things, and where to see them."""

    key: str
    label: Any
    url_name: str
    count: Callable[[Any], int]
    query: str = ""
    position: int = 50
    visible: Callable[[Any], bool] = everyone
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args) + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True)
class SearchHit:
    title: str
    url: str
    text: str = ""
    kind: Any = ""
    language: str = ""  # of the title, where it is not the reader's


@dataclass(frozen=True)
class SearchFound:
    """The first hits, and where all are: `more` says how many there are."""

    hits: list[SearchHit]
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class SearchSource:
    """One room's answer to the site's search: `find(text, limit, told)` gives what all may see.

    `asks(text)` is what the room asks before, in one statement with all others: `told` are the
    rows, and without any the room has nothing; None where it has no such question. `suggest(text)`
    gives titles for somebody who still types.
    """

    key: str
    label: Any
    find: Callable[[str, int, Told], SearchFound]
    position: int = 50
    suggest: Callable[[str], list[str]] = lambda text: []
    asks: Callable[[str], Statement | None] = lambda text: None


@dataclass(frozen=True)
class RelatedSource:
    """Things that a page can be about: `key` is what ids are kept under, for example `help`.

    `choices(language)` gives (id, name) to choose from, or nothing where there are too many;
    `hits(ids, language)` the links to those that everyone may see, in the order of the ids.
    Where there are too many, `meant(text)` gives the id of the one that a text means or raises
    `NotPossible` with the reason, and `suggest` names the page that offers some while one types.
    """

    key: str
    label: Any
    choices: Callable[[str], list[tuple[str, str]]]
    hits: Callable[[Iterable[str], str], Iterable[SearchHit]]
    position: int = 50
    meant: Callable[[str], str] | None = None
    suggest: str = ""


@dataclass(frozen=True)
class AboutSource:
    """Things of a room that are about something of another one.

    `told(source, id, language)` gives the newest that everyone may see, for a thing that is kept
    under the id in the related links of `source`.
    """

    key: str
    label: Any
    told: Callable[[str, str, str], SearchFound]
    position: int = 50


class Registry(Generic[Item]):
    """Items by area and key, in order of position; one registered twice is kept once, the last."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], Item] = {}

    def register(self, *items: Item) -> None:
        self._items.update({(getattr(item, "area", ""), item.key): item for item in items})

    def all(self, area: str | None = None) -> list[Item]:
        found = [i for i in self._items.values() if area in (None, getattr(i, "area", None))]
        return sorted(found, key=lambda item: (item.position, item.key))


navigation: Registry[NavItem] = Registry()
dashboard: Registry[DashboardCard] = Registry()
search_everywhere: Registry[SearchSource] = Registry()
related_links: Registry[RelatedSource] = Registry()
told_about: Registry[AboutSource] = Registry()


def told_of(source: str, value: str, language: str) -> list[tuple[Any, SearchFound]]:
    """(what it is, the things) for each room that has something about it."""
    found = [(each.label, each.told(source, value, language)) for each in told_about.all()]
    return [(label, things) for label, things in found if things.hits]
