"""Which organisation is meant by an identifier or a name; who is not known is added unclaimed."""

import unicodedata
from collections.abc import Iterable

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.organisations import (
    organisation_unclaimed,
    organisations_add_unclaimed,
)
from nebe.core.texts.translated import pick

from .iati.nodes import Record
from .models import Alias, Role

# IATI's codelist OrganisationType, as far as our kinds tell them apart.
KINDS = {"11": Organisation.Kind.MUNICIPALITY, "60": Organisation.Kind.DONOR}
EMPTY = "name:"
Words = dict[str, str]


def key_of(name: str) -> str:
    """One name however it is written: without case, marks and signs between words.

    A plus stays where a word ends in it: ESF+ is not ESF.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = (
        char if char.isalnum() or char == "+" else " "
        for char in folded
        if not unicodedata.combining(char)
    )
    return EMPTY + " ".join(word for word in "".join(letters).split() if word != "+")


class Known:
    """Remembers for one import what it has looked up.

    Who is new is saved at once; after `expect` together, by `keep`, before rows name them.
    """

    def __init__(self, actor: Actor):
        self.actor = actor
        self.new: list[Organisation] = []
        self.ties: list[Alias] = []
        self.waits = False
        self.aliases: dict[str, Organisation | None] = {}  # as the database has them
        self.by_key = {
            key_of(row.name): row
            for row in Organisation.objects.filter(status=Organisation.Status.ACTIVE)
        }

    def expect(self, records: Iterable[Record]) -> None:
        """Look up in one query whom these records name; who is new waits for `keep`."""
        self.waits = True
        named = [each for record in records for each in record.get("participations", [])]
        named += [record["reporter"] for record in records if record.get("reporter")]
        keys = {
            key
            for each in named
            for key in keys_of(each.get("ref", ""), each.get("name") or each.get("text"))
        }
        self.ask(keys)

    def organisation(
        self, *, ref: str = "", names: Words | None = None, type: str = "", role: str = ""
    ) -> Organisation | None:
        """None where neither an identifier nor a name is given."""
        keys = keys_of(ref, names)
        if not keys:
            return None
        found = self.look_up(keys) or self.added(ref, names, type, role)
        self.remember(keys[:1] if ref.strip() else keys, found)
        return found

    def publisher(
        self, *, ref: str = "", names: Words | None = None, type: str = ""
    ) -> Organisation | None:
        """Whoever reports may change its own records: a name alone makes nobody one of us."""
        keys = keys_of(ref, names)
        if not keys:
            return None
        found = self.look_up(keys[:1]) if ref.strip() else None
        by_name = None if found else self.look_up(keys)
        if by_name and by_name.status == Organisation.Status.UNCLAIMED:
            found = by_name
        found = found or self.added(ref, names, type, "")
        self.remember(keys[:1], found)
        return found

    def named(self, name: str, *, role: str = "") -> Organisation | None:
        """Who is meant by a name typed by hand; for good, so that files say the same later."""
        key = key_of(name)
        if key == EMPTY:
            return None
        found = self.look_up([key]) or self.unclaimed(name)
        found = found or self.added("", {"en": name.strip()}, "", role)
        self.remember([key], found)
        return found

    def tie(self, organisation: Organisation | None, *, ref: str, names: Words) -> None:
        """Who was meant before is meant again."""
        if organisation is not None:
            for key in keys_of(ref, names):
                self.by_key.setdefault(key, organisation)

    def unclaimed(self, name: str) -> Organisation | None:
        """Somebody known by an identifier, whose name nobody has typed yet."""
        rows = Organisation.objects.filter(status=Organisation.Status.UNCLAIMED)
        return rows.filter(name__iexact=name.strip()).first()

    def added(self, ref: str, names: Words | None, type: str, role: str) -> Organisation:
        kind = KINDS.get(type) or (
            Organisation.Kind.DONOR if role == Role.FUNDING else Organisation.Kind.OTHER
        )
        organisation = organisation_unclaimed(name=str(pick(names, "en")) or ref, kind=kind)
        self.new.append(organisation)
        return organisation

    def keep(self) -> None:
        """Save who is new, and what they are called."""
        if self.new:
            organisations_add_unclaimed(organisations=self.new, actor=self.actor)
        Alias.objects.bulk_create(self.ties, ignore_conflicts=True)
        self.new, self.ties = [], []

    def look_up(self, keys: list[str]) -> Organisation | None:
        """An identifier says more than a name."""
        for key in keys:
            if key in self.by_key:
                return self.by_key[key]
        self.ask({key for key in keys if key not in self.aliases})
        return next((found for key in keys if (found := self.aliases[key])), None)

    def ask(self, keys: set[str]) -> None:
        if keys:
            self.aliases |= dict.fromkeys(keys)
            found = Alias.objects.filter(key__in=keys).select_related("organisation")
            self.aliases |= {alias.key: alias.organisation for alias in found}

    def remember(self, keys: list[str], organisation: Organisation) -> None:
        """For good only of who is known by name: what a file says ties nothing to a member."""
        new = [key for key in keys if key not in self.by_key]
        self.by_key |= dict.fromkeys(new, organisation)
        if organisation.status == Organisation.Status.UNCLAIMED:
            unknown = [key for key in new if not self.aliases.get(key)]
            self.ties += [Alias(organisation=organisation, key=key) for key in unknown]
        if not self.waits:
            self.keep()


def keys_of(ref: str, names: Words | None) -> list[str]:
    keys = [ref.strip()] if ref.strip() else []
    return keys + [key_of(text) for text in (names or {}).values() if key_of(text) != EMPTY]
